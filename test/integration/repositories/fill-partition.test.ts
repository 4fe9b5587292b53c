import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { daysBetween } from '../../../pipeline/days.ts';
import type { UsageRow } from '../../../repositories/usage.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

let warehouse: Warehouse;
let rows: UsageRow[];

beforeAll(async () => {
  warehouse = await openWarehouse('fill');
  const appIds = await warehouse.applications(
    ...Array.from({ length: 700 }, (_, index) => `Application ${index}`),
  );
  const capabilityId = await warehouse.capability('APM');
  await warehouse.price('APM', 'PEAK', '1.25', '2025-01-01');
  rows = daysBetween('2025-08-01', '2025-09-05').flatMap((day) =>
    appIds.map((appId) => ({
      appId,
      capabilityId,
      tier: 'PEAK',
      day,
      units: '3',
      unitsAverage: null,
      nodeCount: 1,
    })),
  );
});

afterAll(() => warehouse.close());

const keys = (table: string): Promise<object[]> =>
  warehouse.database.rows(
    'reading keys',
    `select contype::text as kind, pg_get_constraintdef(oid) as key from pg_constraint where conrelid = ($1::text)::regclass and contype in ('p', 'f', 'c', 'u')
     union all
     select 'i', regexp_replace(indexdef, ' INDEX .* USING', ' USING') from pg_indexes where tablename = ($1::text)::name
     order by 1, 2`,
    [table],
  );

describe('a month that many rows come to at once', () => {
  test('is filled aside and ends with the same keys as any other month, all of them proved', async () => {
    const run = await warehouse.openRun('2025-09-06', '2025-08-01', '2025-09-05');
    const saved = await warehouse.saveUsage(run, rows, []);

    expect(saved.usage.inserted).toBe(rows.length);
    expect(saved.costRows).toBe(rows.length);
    for (const fact of ['license_usage_fact', 'license_cost_fact']) {
      expect(await keys(`${fact}_2025_08`)).toEqual(await keys(`${fact}_2025_09`));
      const unproved = await warehouse.database.rows(
        'reading',
        `select 1 from pg_constraint where conrelid = $1::regclass and (not convalidated or (contype = 'f' and conparentid = 0))`,
        [`${fact}_2025_08`],
      );
      expect(unproved).toEqual([]);
    }
  }, 60_000);

  test('costs the same to the cent, and loading it again changes nothing', async () => {
    const total = await warehouse.database.one(
      'reading',
      'select sum(usd_cost)::text as cost, count(*)::integer as rows from license_cost_fact',
    );
    expect(total).toEqual({ cost: ((rows.length * 375) / 100).toFixed(2), rows: rows.length });

    const again = await warehouse.openRun('2025-09-06', '2025-08-01', '2025-09-05');
    const saved = await warehouse.saveUsage(again, rows, []);
    expect(saved.usage).toEqual({ inserted: 0, updated: 0, deleted: 0 });
  }, 60_000);

  test('a row that refers to nothing is refused, and nothing of the month is written', async () => {
    const run = await warehouse.openRun('2025-12-02', '2025-11-01', '2025-11-30');
    const strangers = rows
      .filter(({ day }) => day < '2025-08-31')
      .map((row, index) => ({
        ...row,
        appId: index === 0 ? 999_999 : row.appId,
        day: row.day.replace('2025-08', '2025-11'),
      }));
    await expect(warehouse.saveUsage(run, strangers, [])).rejects.toMatchObject({
      name: 'StorageError',
      retryable: false,
    });
    const { count } = await warehouse.database.one<{ count: number }>(
      'reading',
      `select count(*)::integer as count from license_usage_fact where ts >= '2025-11-01'`,
    );
    expect(count).toBe(0);
  }, 60_000);
});
