import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { addDays, countDays, daysBetween } from '../../../pipeline/days.ts';
import type { Day } from '../../../pipeline/run.ts';
import { createWorld, worldNames, type World } from '../../../simulators/world.ts';
import {
  enterpriseNames,
  reviewableNames,
  siblingNames,
} from '../../../simulators/worlds/enterprise-names.ts';
import { launch, move, retirement } from '../../../simulators/worlds/enterprise-services.ts';
import { iotApplication } from '../../../simulators/worlds/enterprise-usage.ts';
import { unmappedPackage } from '../../../simulators/worlds/packages.ts';
import { renderPriceCsv } from '../../../simulators/worlds/prices.ts';
import { similarityPercent } from './similarity.ts';

interface Row {
  readonly application: string;
  readonly packageName: string;
  readonly day: Day;
  readonly units: number;
  readonly nodes: number;
}

function usageRows(world: World, from = world.firstDay, to = world.lastDay): Row[] {
  return world.applications().flatMap((application) =>
    world.packagesOf(application.id).flatMap((one) =>
      daysBetween(from, to).flatMap((day) => {
        const usage = world.usageOn(application.id, one.name, day);
        const row = { application: application.name, packageName: one.name, day };
        return usage && usage.units > 0 ? [{ ...row, ...usage }] : [];
      }),
    ),
  );
}

function unitsOn(world: World, name: string, day: Day): (number | null)[] {
  const application = world.applications().find((one) => one.name === name);
  if (!application) throw new Error(`No application ${name}`);
  return world
    .packagesOf(application.id)
    .map((one) => world.usageOn(application.id, one.name, day)?.units ?? null);
}

describe.each(worldNames)('world %s', (name) => {
  test('the committed price list is the one of the world', () => {
    const path = new URL(`../../../simulators/worlds/${name}-prices.csv`, import.meta.url);
    expect(readFileSync(path, 'utf8')).toBe(renderPriceCsv(createWorld(name).prices));
  });

  test('prices of a capability and tier follow each other without gap or overlap', () => {
    const world = createWorld(name);
    const keys = new Set(world.prices.map((price) => `${price.capability}/${price.tier}`));
    for (const key of keys) {
      const ranges = world.prices.filter((price) => `${price.capability}/${price.tier}` === key);
      expect(ranges.at(0)?.startDate.localeCompare(world.firstDay)).toBeLessThanOrEqual(0);
      expect(ranges.at(-1)?.endDate).toBeNull();
      ranges.slice(1).forEach((range, index) => expect(range.startDate).toBe(ranges[index]?.endDate));
    }
  });

  test('the same seed gives the same usage and another seed another', () => {
    const from = '2025-10-01';
    expect(usageRows(createWorld(name, 5), from)).toEqual(usageRows(createWorld(name, 5), from));
    expect(usageRows(createWorld(name, 6), from)).not.toEqual(usageRows(createWorld(name, 5), from));
  });

  test('a day is known on the morning after it, not before', () => {
    const world = createWorld(name);
    const [application] = world.applications();
    const id = application?.id ?? 0;
    const packageName = world.packagesOf(id)[0]?.name ?? '';
    world.clock.set('2025-08-10');
    expect(world.usageOn(id, packageName, '2025-08-09')).not.toBeNull();
    expect(world.usageOn(id, packageName, '2025-08-10')).toBeNull();
  });

  test('on the day after its last nothing is missing, and nothing lies outside of it', () => {
    const world = createWorld(name);
    expect(world.clock.today()).toBe(addDays(world.lastDay, 1));
    world.clock.set(addDays(world.lastDay, 30));
    for (const application of world.applications()) {
      for (const { name: packageName } of world.packagesOf(application.id)) {
        const gaps = daysBetween(world.firstDay, world.lastDay).filter(
          (day) => world.usageOn(application.id, packageName, day) === null,
        );
        expect(gaps).toEqual([]);
        expect(world.usageOn(application.id, packageName, addDays(world.lastDay, 1))).toBeNull();
        expect(world.usageOn(application.id, packageName, addDays(world.firstDay, -1))).toBeNull();
      }
    }
  });

  test('every relation joins things that exist', () => {
    const cmdb = createWorld(name).cmdb();
    const known = new Set([...cmdb.services, ...cmdb.appls, ...cmdb.servers].map((one) => one.sysId));
    expect(cmdb.relations.filter((one) => !known.has(one.parent) || !known.has(one.child))).toEqual([]);
    expect(new Set(cmdb.relations.map((one) => one.sysId)).size).toBe(cmdb.relations.length);
  });
});

test('a clock refuses what is no day', () => {
  expect(() => createWorld('design').clock.set('2025-02-30')).toThrow(RangeError);
});

describe('world design', () => {
  const world = createWorld('design');

  test('it has 1,092 usage rows of 6 applications on the 91 days of the design document', () => {
    expect([world.firstDay, world.lastDay, countDays(world.firstDay, world.lastDay)]).toEqual([
      '2025-07-30',
      '2025-10-28',
      91,
    ]);
    const rows = usageRows(world);
    expect(rows).toHaveLength(1092);
    expect(new Set(rows.map((row) => row.application)).size).toBe(6);
    expect(
      rows.every((row) => row.units >= 50 && row.units <= 500 && row.nodes >= 5 && row.nodes <= 50),
    ).toBe(true);
  });

  test('each day of a capability stands in exactly one of its two packages', () => {
    const keys = usageRows(world).map(
      (row) => `${row.application}/${row.packageName.split('_')[0]}/${row.day}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((seed) => [seed * 7919]))(
    'with seed %i every one of the 24 groups has 30 points in the look-back window',
    (seed) => {
      const groups = new Map<string, number>();
      for (const row of usageRows(createWorld('design', seed), '2025-07-31')) {
        const key = `${row.application}/${row.packageName}`;
        groups.set(key, (groups.get(key) ?? 0) + 1);
      }
      expect(groups.size).toBe(24);
      expect(Math.min(...groups.values())).toBeGreaterThanOrEqual(30);
    },
  );

  test('services have the names of the applications, H-codes, and none is shared', () => {
    const { services } = world.cmdb();
    expect(services.map((one) => one.name)).toEqual(world.applications().map((one) => one.name));
    expect(services.filter((one) => one.hCode === '' || /PLATFORM|SHARED|GLOBAL/.test(one.hCode))).toEqual(
      [],
    );
  });
});

describe('world enterprise', () => {
  const world = createWorld('enterprise');

  test('it has 61 monitored applications, 90 services, 14 sectors and 400 days', () => {
    expect(world.applications()).toHaveLength(61);
    expect(world.cmdb().services).toHaveLength(90);
    expect(world.cmdb().sectors).toHaveLength(14);
    expect(countDays(world.firstDay, world.lastDay)).toBe(400);
    expect(world.truth.size).toBe(61);
  });

  test('the truth speaks of services that exist', () => {
    const names = new Set(world.cmdb().services.map((one) => one.name));
    expect([...world.truth.values()].filter((name) => name !== null && !names.has(name))).toEqual([]);
  });

  test('reviewable names are too far from their service for a link and too near for none', () => {
    for (const [monitored, service] of enterpriseNames.filter(([name]) => reviewableNames.includes(name))) {
      expect(similarityPercent(monitored, service ?? '')).toBeGreaterThanOrEqual(50);
      expect(similarityPercent(monitored, service ?? '')).toBeLessThan(80);
    }
  });

  test('siblings look like a service that they are not', () => {
    for (const sibling of siblingNames) {
      const best = Math.max(...world.cmdb().services.map((one) => similarityPercent(sibling, one.name)));
      expect(best).toBeGreaterThanOrEqual(80);
      expect(world.truth.get(sibling)).toBeNull();
    }
  });

  test('the moved application belongs to its new sector from the day of the move on, without memory', () => {
    const moving = createWorld('enterprise');
    const sectorOn = (day: Day): string | undefined => {
      moving.clock.set(day);
      return moving.cmdb().services.find((one) => one.name === move.service)?.sector;
    };
    expect([sectorOn('2025-09-15'), sectorOn('2025-09-16'), sectorOn('2025-10-29')]).toEqual([
      move.from,
      move.to,
      move.to,
    ]);
  });

  test('a retired application ends, and the CMDB notices later', () => {
    const later = createWorld('enterprise');
    const positive = (day: Day): boolean =>
      unitsOn(later, retirement.application, day).some((one) => Number(one) > 0);
    expect([positive(retirement.on), positive(addDays(retirement.on, 1))]).toEqual([true, false]);
    const statusOn = (day: Day): string | undefined => {
      later.clock.set(day);
      return later.cmdb().services.find((one) => one.name === retirement.service)?.operationalStatus;
    };
    expect([statusOn('2025-09-30'), statusOn(retirement.noticedOn)]).toEqual(['1', '6']);
  });

  test('a new application is listed from its first day of use on', () => {
    const earlier = createWorld('enterprise');
    expect(Math.max(...unitsOn(earlier, launch.application, addDays(launch.on, -1)).map(Number))).toBe(0);
    expect(Math.max(...unitsOn(earlier, launch.application, launch.on).map(Number))).toBeGreaterThan(0);
    earlier.clock.set(addDays(launch.on, -1));
    expect(earlier.applications().map((one) => one.name)).not.toContain(launch.application);
  });

  test('late days have no point until they arrive a week later', () => {
    const late = createWorld('enterprise');
    const seenOn = (day: Day): (number | null)[] => {
      late.clock.set(day);
      return unitsOn(late, 'Treasury Workbench', '2025-09-25');
    };
    expect(seenOn('2025-10-01').every((one) => one === null)).toBe(true);
    expect(seenOn('2025-10-02').every((one) => one !== null)).toBe(true);
  });

  test('corrected days change after 10 October, some to and some from nothing', () => {
    const corrected = createWorld('enterprise');
    const seenOn = (today: Day, name: string, day: Day): number => {
      corrected.clock.set(today);
      return unitsOn(corrected, name, day).reduce<number>((sum, one) => sum + (one ?? 0), 0);
    };
    const before = seenOn('2025-10-10', 'HR Portal', '2025-09-04');
    expect(seenOn('2025-10-11', 'HR Portal', '2025-09-04')).toBeLessThan(before);
    expect(seenOn('2025-10-10', 'Document Archive', '2025-09-09')).toBe(0);
    expect(seenOn('2025-10-11', 'Document Archive', '2025-09-09')).toBeGreaterThan(0);
    expect(seenOn('2025-10-10', 'jmeter-loadtest', '2025-09-08')).toBeGreaterThan(0);
    expect(seenOn('2025-10-11', 'jmeter-loadtest', '2025-09-08')).toBe(0);
  });

  test('one application alone uses a package that nobody has mapped', () => {
    const users = new Set(
      usageRows(world, '2025-10-01').flatMap((row) =>
        row.packageName === unmappedPackage.name ? row.application : [],
      ),
    );
    expect([...users]).toEqual([iotApplication]);
  });

  test('shared services stand in shared sectors and, by H-code, in others', () => {
    const shared = world.cmdb().services.filter((one) => /^(PLATFORM|SHARED|GLOBAL)-/.test(one.hCode));
    expect(shared.map((one) => one.hCode).sort()).toEqual([
      'GLOBAL-12',
      'GLOBAL-7',
      'PLATFORM-001',
      'PLATFORM-002',
      'SHARED-NET-02',
    ]);
    expect(new Set(shared.map((one) => one.sector)).size).toBeGreaterThan(2);
  });

  test('demo runs stand on both sides of the move, and the last sees everything', () => {
    expect(world.demoRuns.map((run) => [run.date, run.from, run.to])).toEqual([
      ['2025-09-15', '2024-09-24', '2025-09-14'],
      ['2025-09-16', '2025-09-15', '2025-09-15'],
      ['2025-10-29', '2025-09-01', '2025-10-28'],
    ]);
  });
});
