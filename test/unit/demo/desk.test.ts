import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openBookmark } from '../../../demo/desk/bookmark.ts';
import { openDesk } from '../../../demo/desk/desk.ts';
import { invoiceLines } from '../../../demo/desk/enterprise/invoice.ts';
import { scenesOf, stories } from '../../../demo/desk/story.ts';
import type { Vendors } from '../../../simulators/start.ts';
import { createWorld } from '../../../simulators/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-desk-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bookmark of a story', () => {
  test('a story is told once; one that broke off is not told on', () => {
    const own = mkdtempSync(join(folder, 'story-'));
    const first = openBookmark(own, 2);
    expect(first.isAtEnd).toBe(false);
    first.turn();
    expect(() => openBookmark(own, 2)).toThrow(/stopped in the middle of its story. Start with --fresh/);
    first.turn();
    expect(openBookmark(own, 2).isAtEnd).toBe(true);
  });

  test('a world without a story has no end of it', () => {
    expect(openBookmark(mkdtempSync(join(folder, 'story-')), 0).isAtEnd).toBe(false);
  });
});

describe('stories', () => {
  test('nobody does anything in world design; in world enterprise every day has its scenes in order', () => {
    expect(scenesOf(stories.design)).toEqual([]);
    const days = scenesOf(stories.enterprise).map(({ on }) => on);
    expect(days).toEqual(days.toSorted());
    expect(days.length).toBeGreaterThan(15);
    const dates = createWorld('enterprise').demoRuns.map(({ date }) => date);
    expect(Object.keys(stories.enterprise.after)).toEqual(dates);
  });
});

describe('the desk', () => {
  test('a command that is refused ends the story with its words', async () => {
    const desk = openDesk(
      {
        databaseUrl: 'postgresql://nobody:nothing@127.0.0.1:1/none',
        folder,
        vendors: {} as Vendors,
        run: () => Promise.resolve(true),
      },
      '2025-09-15',
    );
    await expect(desk.say('mia', 'periods', 'review', 'July')).rejects.toThrow(
      /"periods review July --as mia": .*"July" is no month/,
    );
    await expect(desk.ask('review', 'list')).rejects.toThrow(/Postgres does not answer/);
  });
});

describe('the invoices of the vendor', () => {
  test('a line per capability and tier by the prices of each day, units above the commitment, and the mistake', () => {
    const world = createWorld('enterprise');
    world.clock.set('2025-09-16');
    const [header, ...lines] = invoiceLines(world, ['2025-07-01']);
    expect(header).toContain('invoice_number');
    expect(lines).toHaveLength(5);
    const units = (capability: string): number =>
      world
        .applications()
        .flatMap(({ id }) =>
          Array.from(
            { length: 31 },
            (_, day) =>
              world.usageOn(id, capability, `2025-07-${String(day + 1).padStart(2, '0')}`)?.units ?? 0,
          ),
        )
        .reduce((sum, one) => sum + one, 0);
    const peak = units('APM_PEAK');
    expect(lines[0]).toBe(
      `appdynamics,INV-2025-07,2025-08-05,USD,2025-07,APM,PEAK,${peak},${(peak * 1.31).toFixed(2)},usage of the month`,
    );
    const [, ...wrong] = invoiceLines(world, ['2025-07-01'], { '2025-07 APM': 100 });
    expect(wrong[0]).toContain(`,${(peak * 1.31 + 100).toFixed(2)},`);
  });
});
