import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../pipeline/days.ts';
import type { MatchResult } from '../../../domain/reconcile/match.ts';
import type { Day } from '../../../pipeline/run.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { findSector } from '../../../repositories/find-by-name.ts';
import type { Found } from '../../../repositories/find-by-name.ts';
import {
  mergeApplications,
  retireApplication,
  splitApplication,
} from '../../../repositories/lifecycle/change-lifecycle.ts';
import { readEvents } from '../../../repositories/lifecycle/read-lifecycle.ts';
import { undoChange } from '../../../repositories/lifecycle/undo-change.ts';
import { createLinks } from '../../../repositories/links.ts';
import { correctOwnership } from '../../../repositories/ownership/correct-ownership.ts';
import { readOwnership } from '../../../repositories/ownership/read-ownership.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

const addRange = `
  insert into application_ownership (app_id, sector_id, valid_from, valid_to, source, reason, run_id)
  select $1, min(sector_id), $2, $3, case when $4 then 'correction' else 'cmdb' end, case when $4 then 'test' end,
         (select max(run_id) from pipeline_runs)
  from   sectors_dim`;

const ana = { name: 'ana', token: null, reason: 'it moved' };

let warehouse: Warehouse;
let shop: Found;
let shopNew: Found;
let service: number;

beforeEach(async () => {
  warehouse = await openWarehouse('ownership');
  const [first = 0, second = 0] = await warehouse.applications('Shop', 'Shop New');
  shop = { id: first, name: 'Shop', key: '1' };
  shopNew = { id: second, name: 'Shop New', key: '2' };
  service = await warehouse.service('sys1', 'Shop', 'Europe', 'EU-1');
  await warehouse.service('sys2', 'Store', 'America', 'US-1');
  await use(shop.id, '2025-10-01', '2025-10-20');
});

afterEach(() => warehouse.close());

async function use(appId: number, from: Day, to: Day): Promise<void> {
  const run = await warehouse.openRun('2025-10-29', from, to);
  const capabilityId = await warehouse.capability('APM');
  const days = await warehouse.database.rows<{ day: Day }>(
    'days',
    "select d::date as day from generate_series($1::date, $2::date, interval '1 day') d",
    [from, to],
  );
  const usage = { capabilityId, tier: 'PEAK', units: '10', unitsAverage: null, nodeCount: null };
  await warehouse.saveUsage(
    run,
    days.map(({ day }) => ({ appId, day, ...usage })),
  );
}

const linked = (appId: number, to: number | null): MatchResult => ({
  appId,
  serviceId: to,
  status: to === null ? 'unmatched' : 'auto_matched',
  method: to === null ? 'none' : 'normalized',
  score: to === null ? 0 : 100,
  scores: { sequenceMatcher: 100, jaroWinkler: 100, dice: 100, levenshtein: 100 },
  environment: 'PROD',
  baseName: `app-${appId}`,
  isProduction: true,
  reason: 'Same name.',
  candidates: to === null ? [] : [{ serviceId: to, score: 100 }],
});

async function reconcile(date: Day, ...results: MatchResult[]): Promise<void> {
  const { runId } = await warehouse.openRun(date, '2025-10-01', '2025-10-20');
  await createLinks(warehouse.database).replace({ runId, date }, results);
}

async function moveService(sector: string): Promise<void> {
  await warehouse.database.run(
    'moving the service',
    `update applications_dim set sector_id = (select sector_id from sectors_dim where sector_name = $1) where sn_service_name = 'Shop'`,
    [sector],
  );
}

async function correct(sector: string, from: Day, to: Day | null = null): Promise<readonly string[]> {
  const { closedMonths } = await actingAs(warehouse.database, ana, async (tx, who) => {
    const found = await findSector(tx, sector);
    if ('why' in found) throw new Error(found.why);
    const correction = { from, to, owner: { sectorId: found.id } };
    return correctOwnership(tx, shop.id, correction, { by: who.name, reason: 'it moved' });
  });
  return closedMonths;
}

async function owners(appId = shop.id): Promise<string[]> {
  const ranges = await readOwnership(warehouse.database, appId);
  return ranges.map(({ from, to, sector, source }) => `${from} ${to ?? 'open'} ${sector} ${source}`);
}

describe('a correction of ownership', () => {
  beforeEach(() => reconcile('2025-10-29', linked(shop.id, service)));

  test('R18: cuts what overlaps, says who and why, and charges each day to its owner', async () => {
    await correct('America', '2025-10-11', '2025-10-16');

    expect(await owners()).toEqual([
      '2025-10-01 2025-10-11 Europe cmdb',
      '2025-10-11 2025-10-16 America correction',
      '2025-10-16 open Europe cmdb',
    ]);
    const [, corrected] = await readOwnership(warehouse.database, shop.id);
    expect(corrected).toMatchObject({ hCode: 'EU-1', correctedBy: 'ana', reason: 'it moved' });
  });

  test('R18: no run rewrites a corrected past, also when the CMDB moves the application', async () => {
    await correct('America', '2025-10-11', '2025-10-16');
    await moveService('America');
    await reconcile('2025-10-30', linked(shop.id, service));

    expect(await owners()).toEqual([
      '2025-10-01 2025-10-11 Europe cmdb',
      '2025-10-11 2025-10-16 America correction',
      '2025-10-16 2025-10-30 Europe cmdb',
      '2025-10-30 open America cmdb',
    ]);
  });

  test('R18: without an end it stays while the CMDB repeats itself, and ends when the CMDB says something else', async () => {
    await correct('America', '2025-10-11');
    await reconcile('2025-10-30', linked(shop.id, service));
    expect(await owners()).toEqual([
      '2025-10-01 2025-10-11 Europe cmdb',
      '2025-10-11 open America correction',
    ]);

    await reconcile('2025-10-31', linked(shop.id, null));
    expect((await owners()).at(-1)).toBe('2025-10-11 open America correction');

    await warehouse.service('sys3', 'Other', 'Asia');
    await moveService('Asia');
    await reconcile('2025-11-02', linked(shop.id, service));
    expect(await owners()).toEqual([
      '2025-10-01 2025-10-11 Europe cmdb',
      '2025-10-11 2025-11-02 America correction',
      '2025-11-02 open Asia cmdb',
    ]);
  });

  test('the days after a correction that ends in the future follow the CMDB', async () => {
    await correct('America', '2025-10-11', '2025-12-01');
    await moveService('America');
    await reconcile('2025-10-30', linked(shop.id, service));

    expect(await owners()).toEqual([
      '2025-10-01 2025-10-11 Europe cmdb',
      '2025-10-11 2025-12-01 America correction',
      '2025-12-01 open America cmdb',
    ]);
  });

  test('usage that comes later for days before a correction is owned by what the CMDB says, not by the correction', async () => {
    await correct('America', '2025-10-01', '2025-10-11');
    await use(shop.id, '2025-09-20', '2025-09-21');
    await reconcile('2025-10-29', linked(shop.id, service));

    expect(await owners()).toEqual([
      '2025-09-20 2025-10-01 Europe cmdb',
      '2025-10-01 2025-10-11 America correction',
      '2025-10-11 open Europe cmdb',
    ]);
  });

  test('a correction of days that have not come is refused, and nothing is written', async () => {
    await expect(correct('America', '2025-12-01')).rejects.toThrow(/after the newest run/);
    expect(await owners()).toEqual(['2025-10-01 open Europe cmdb']);
  });

  test('R14: closed months are named, and flagged for an adjustment', async () => {
    await warehouse.database.run(
      'closing',
      `update chargeback_periods set state = 'in_review', prepared_by = 'bo' where month_start = '2025-10-01'`,
    );
    await warehouse.database.run(
      'closing',
      `update chargeback_periods set state = 'closed', closed_by = 'cy', closed_at = now(), closed_hash = 'x' where month_start = '2025-10-01'`,
    );

    expect(await correct('America', '2025-10-11', '2025-10-16')).toEqual(['2025-10']);
    expect(
      await warehouse.database.one(
        'reading the flag',
        `select needs_restatement, restatement_causes from chargeback_periods where month_start = '2025-10-01'`,
      ),
    ).toEqual({ needs_restatement: true, restatement_causes: ['ownership'] });
  });

  test('an unknown sector is refused with those that come near', async () => {
    expect(await findSector(warehouse.database, 'Amerika')).toEqual({
      why: 'There is no sector called "Amerika". Near to it: "America".',
    });
    expect(await findSector(warehouse.database, 'america')).toMatchObject({ name: 'America' });
  });
});

describe('the life of an application', () => {
  beforeEach(() => reconcile('2025-10-29', linked(shop.id, service), linked(shopNew.id, null)));

  const decided = { on: '2025-10-11', by: 'ana', reason: 'one code base' };
  const merge = () =>
    actingAs(warehouse.database, ana, (tx) => mergeApplications(tx, { old: shop, into: shopNew }, decided));
  const undo = (id: number) => actingAs(warehouse.database, ana, (tx) => undoChange(tx, id, 'bo'));
  const snapshot = () =>
    warehouse.database.rows('reading ownership', 'select * from application_ownership order by ownership_id');

  test('G-12: a merged application that nobody owns inherits the owner from that day on; history stays', async () => {
    expect(await merge()).toMatchObject({ isInherited: true });

    expect(await owners(shopNew.id)).toEqual(['2025-10-11 open Europe correction']);
    expect(await owners()).toEqual(['2025-10-01 open Europe cmdb']);
    expect(await readEvents(warehouse.database, shop.id)).toMatchObject([
      { kind: 'merged', application: 'Shop', other: 'Shop New', by: 'ana', date: '2025-10-11' },
    ]);
  });

  test('G-12: a merge that is undone leaves ownership exactly as it was', async () => {
    const before = await snapshot();
    const { changeId } = await merge();
    expect(await snapshot()).not.toEqual(before);

    expect(await undo(changeId)).toMatchObject({ kind: 'merged', ranges: 1 });

    expect(await snapshot()).toEqual(before);
    expect(await readEvents(warehouse.database, shop.id)).toMatchObject([{ kind: 'merged', undoneBy: 'bo' }]);
    await expect(undo(changeId)).rejects.toThrow(/was undone by bo already/);
  });

  test('G-12: that holds whatever ranges the two had before', async () => {
    const ranges = fc.array(
      fc.record({ gap: fc.nat(4), length: fc.integer({ min: 1, max: 9 }), isCorrection: fc.boolean() }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(ranges, ranges, fc.nat(20), async (old, heir, offset) => {
        await warehouse.database.run('clearing', 'delete from application_ownership');
        await warehouse.database.run(
          'clearing',
          'update application_changes set undone_by = $1, undone_at = now()',
          ['x'],
        );
        for (const [appId, parts] of [[shop.id, old] as const, [shopNew.id, heir] as const]) {
          let at = 0;
          for (const { gap, length, isCorrection } of parts) {
            const from = addDays('2025-10-01', at + gap);
            at += gap + length;
            await warehouse.database.run('owning', addRange, [
              appId,
              from,
              addDays('2025-10-01', at),
              isCorrection,
            ]);
          }
        }
        const before = await snapshot();
        const on = addDays('2025-10-01', offset);
        const { changeId } = await actingAs(warehouse.database, ana, (tx) =>
          mergeApplications(tx, { old: shop, into: shopNew }, { ...decided, on }),
        );
        await undo(changeId);
        expect(await snapshot()).toEqual(before);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('an application with a service of its own inherits nothing', async () => {
    const store = await warehouse.service('sys4', 'Shop New', 'Asia');
    await use(shopNew.id, '2025-10-05', '2025-10-20');
    await reconcile('2025-10-30', linked(shop.id, service), linked(shopNew.id, store));
    const before = await snapshot();

    expect(await merge()).toMatchObject({ isInherited: false });
    expect(await snapshot()).toEqual(before);
  });

  test('what was inherited gives way to the CMDB when it names a sector', async () => {
    await use(shopNew.id, '2025-10-05', '2025-10-20');
    await merge();
    const store = await warehouse.service('sys4', 'Shop New', 'Asia');
    await reconcile('2025-11-03', linked(shop.id, service), linked(shopNew.id, store));

    expect(await owners(shopNew.id)).toEqual([
      '2025-10-05 2025-10-11 Asia cmdb',
      '2025-10-11 2025-11-03 Europe correction',
      '2025-11-03 open Asia cmdb',
    ]);
  });

  test('a part that is split off inherits as well; nothing is merged, split or retired twice', async () => {
    const split = () =>
      actingAs(warehouse.database, ana, (tx) => splitApplication(tx, { old: shop, part: shopNew }, decided));
    expect(await split()).toMatchObject({ isInherited: true });
    await expect(split()).rejects.toThrow(/"Shop New" was split from "Shop" on 2025-10-11 already/);

    await actingAs(warehouse.database, ana, (tx) => retireApplication(tx, shop, decided));
    await expect(merge()).rejects.toThrow(/"Shop" was retired on 2025-10-11 already/);
  });

  test('a new name at the source is noted by itself, and cannot be undone here', async () => {
    await warehouse.applications('Shop Europe', 'Shop New');

    const [renamed] = await readEvents(warehouse.database, shop.id);
    expect(renamed).toMatchObject({ kind: 'renamed', beforeName: 'Shop', afterName: 'Shop Europe' });
    await expect(undo(renamed?.changeId ?? 0)).rejects.toThrow(/is a new name, seen at the source/);
  });
});
