import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../repositories/migrate.ts';
import { openDatabase, type Database } from '../../repositories/database.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createEmptyDatabase('schema');
  database = openDatabase(testDatabase.settings);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const names = async (sql: string): Promise<string[]> =>
  (await database.rows<{ name: string }>('reading the catalog', sql)).map((row) => row.name);

describe('the schema', () => {
  test('its migrations apply to an empty database, and a second time without harm', async () => {
    const first = await migrate(testDatabase.url);
    const second = await migrate(testDatabase.url);
    expect(first.applied.length).toBeGreaterThan(0);
    expect(second.applied).toEqual([]);
  });

  test('every foreign key has an index that begins with its columns', async () => {
    const unindexed = await names(`
      select c.conrelid::regclass || ' ' || c.conname as name from pg_constraint c
      where c.contype = 'f' and c.conparentid = 0
      and not exists (
        select from pg_index i where i.indrelid = c.conrelid
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
        and c.conkey @> (i.indkey::int2[])[0:cardinality(c.conkey) - 1])`);
    expect(unindexed).toEqual([]);
  });

  test('facts refer to dimensions and never to each other, or an orphan could not be found', async () => {
    const targets = await names(`
      select distinct confrelid::regclass::text as name from pg_constraint
      where contype = 'f' and conrelid in ('license_usage_fact'::regclass, 'license_cost_fact'::regclass) order by 1`);
    expect(targets).toEqual(['applications_dim', 'capabilities_dim', 'price_config']);
  });

  test('partitions exist for every month of the days asked for, and making them again makes none', async () => {
    const made = (): Promise<{ made: number }> =>
      database.one('making partitions', `select ensure_month_partitions('2025-11-15', '2026-02-01') as made`);
    expect(await made()).toEqual({ made: 8 });
    expect(await made()).toEqual({ made: 0 });
    const months = await names(
      `select to_char(month_start, 'YYYY-MM') as name from chargeback_periods order by 1`,
    );
    expect(months).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  });

  test('two prices of one capability and tier cannot hold on the same day; one may begin where the other ends', async () => {
    const price = (from: string, to: string | null): Promise<number> =>
      database.run(
        'pricing',
        `insert into price_config (capability_id, tier, unit_rate, start_date, end_date) select capability_id, 'PEAK', 1, $1, $2 from capabilities_dim`,
        [from, to],
      );
    await database.run(
      'adding',
      `insert into capabilities_dim (tool, capability_code, capability_name) values ('appdynamics', 'APM', 'APM')`,
    );
    await price('2025-01-01', '2025-06-15');
    await price('2025-06-15', null);
    await expect(price('2025-03-01', '2025-03-02')).rejects.toThrow(/price_config_one_price_a_day/);
    await expect(price('2030-01-01', null)).rejects.toThrow(/price_config_one_price_a_day/);
  });

  test('a price that comes makes the open months that it touches be priced anew', async () => {
    await database.run('clearing', 'update chargeback_periods set needs_recost = false');
    await database.run(
      'pricing',
      `insert into price_config (capability_id, tier, unit_rate, start_date) select capability_id, 'PRO', 1, '2026-01-20' from capabilities_dim`,
    );
    const flagged = await names(
      `select to_char(month_start, 'YYYY-MM') as name from chargeback_periods where needs_recost order by 1`,
    );
    expect(flagged).toEqual(['2026-01', '2026-02']);
  });

  test('cost that is not units times rate, rounded once, cannot be stored', async () => {
    await database.run(
      'adding',
      `insert into applications_dim (kind, tool, instance, appd_application_id, appd_application_name) values ('application', 'appdynamics', 'acme', '1', 'Orders')`,
    );
    const store = (cost: string): Promise<number> =>
      database.run(
        'storing cost',
        `insert into license_cost_fact (app_id, capability_id, price_id, run_id, tool, instance, tier, units, unit_rate, cost_exact, usd_cost, ts)
         select a.app_id, p.capability_id, p.price_id, 1, 'appdynamics', 'acme', 'PEAK', 3, 0.115, 0.345, $1, '2025-12-01'
         from price_config p, applications_dim a where a.kind = 'application' limit 1`,
        [cost],
      );
    await expect(store('0.34')).rejects.toThrow(/license_cost_fact/);
    expect(await store('0.35')).toBe(1);
  });
});
