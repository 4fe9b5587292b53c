import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Day } from '../../../pipeline/run.ts';
import type { UsageRow } from '../../../repositories/usage.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

let warehouse: Warehouse;
let appId: number;
let apm: number;

beforeAll(async () => {
  warehouse = await openWarehouse('usage');
  [appId = 0] = await warehouse.applications('Orders');
  apm = await warehouse.capability('APM');
  await warehouse.price('APM', 'PEAK', '2.345', '2025-01-01', '2025-10-15');
  await warehouse.price('APM', 'PEAK', '3', '2025-10-15');
});

afterAll(() => warehouse.close());

const usage = (day: Day, units: string, tier = 'PEAK'): UsageRow => ({
  appId,
  capabilityId: apm,
  tier,
  day,
  units,
  unitsAverage: null,
  nodeCount: 3,
});

interface Priced {
  readonly day: string;
  readonly tier: string;
  readonly units: string;
  readonly cost: string | null;
}

const stored = (from: Day, to: Day): Promise<Priced[]> =>
  warehouse.database.rows<Priced>(
    'reading',
    `select u.ts::date as day, u.tier, u.units_consumed::float8::text as units, c.usd_cost::text as cost
     from   license_usage_fact u left join license_cost_fact c using (tool, instance, app_id, capability_id, tier, ts)
     where  u.ts between $1::date and $2::date order by 1, 2`,
    [from, to],
  );

describe('replacing usage', () => {
  test('each day costs the rate in force on that day, rounded once and half away from zero', async () => {
    const run = await warehouse.openRun('2025-10-17', '2025-10-14', '2025-10-16');
    const saved = await warehouse.saveUsage(run, [
      usage('2025-10-14', '1'),
      usage('2025-10-15', '1'),
      usage('2025-10-16', '7.5'),
    ]);

    expect(saved.usage).toEqual({ inserted: 3, updated: 0, deleted: 0 });
    expect(await stored('2025-10-14', '2025-10-16')).toEqual([
      { day: '2025-10-14', tier: 'PEAK', units: '1', cost: '2.35' },
      { day: '2025-10-15', tier: 'PEAK', units: '1', cost: '3.00' },
      { day: '2025-10-16', tier: 'PEAK', units: '7.5', cost: '22.50' },
    ]);
  });

  test('doing it twice changes nothing, and leaves rows with the run that wrote them', async () => {
    const again = await warehouse.openRun('2025-10-17', '2025-10-14', '2025-10-16');
    const saved = await warehouse.saveUsage(again, [
      usage('2025-10-14', '1'),
      usage('2025-10-15', '1'),
      usage('2025-10-16', '7.5'),
    ]);

    expect([saved.usage, saved.cost]).toEqual([
      { inserted: 0, updated: 0, deleted: 0 },
      { inserted: 0, updated: 0, deleted: 0 },
    ]);
    const written = await warehouse.database.rows(
      'reading',
      'select 1 from license_usage_fact where run_id = $1',
      [again.runId],
    );
    expect(written).toEqual([]);
  });

  test('a corrected day is repriced, and the old and the new value are kept', async () => {
    const run = await warehouse.openRun('2025-10-18', '2025-10-16', '2025-10-17');
    await warehouse.saveUsage(run, [usage('2025-10-16', '8')]);

    expect(await stored('2025-10-16', '2025-10-16')).toEqual([
      { day: '2025-10-16', tier: 'PEAK', units: '8', cost: '24.00' },
    ]);
    const changes = await warehouse.database.rows(
      'reading',
      `select table_name, operation, before ->> 'units_consumed' as units_before, after ->> 'units_consumed' as units_after,
              before ->> 'usd_cost' as cost_before, after ->> 'usd_cost' as cost_after
       from row_changes where run_id = $1 order by table_name`,
      [run.runId],
    );
    expect(changes).toEqual([
      {
        table_name: 'license_cost_fact',
        operation: 'update',
        units_before: null,
        units_after: null,
        cost_before: '22.50',
        cost_after: '24.00',
      },
      {
        table_name: 'license_usage_fact',
        operation: 'update',
        units_before: '7.5000',
        units_after: '8.0000',
        cost_before: null,
        cost_after: null,
      },
    ]);
  });

  test('usage that a complete day no longer has goes, with its cost', async () => {
    const run = await warehouse.openRun('2025-10-18', '2025-10-16', '2025-10-16');
    const saved = await warehouse.saveUsage(run, [], [{ appId, day: '2025-10-16', missing: [] }]);

    expect([saved.usage.deleted, saved.cost.deleted]).toEqual([1, 1]);
    expect(await stored('2025-10-16', '2025-10-16')).toEqual([]);
  });

  test('a gap keeps the last good data', async () => {
    const run = await warehouse.openRun('2025-10-16', '2025-10-15', '2025-10-15');
    await warehouse.saveUsage(run, [], [{ appId, day: '2025-10-15', missing: ['APM/PEAK'] }]);

    expect(await stored('2025-10-15', '2025-10-15')).toHaveLength(1);
    const days = await warehouse.database.rows(
      'reading',
      `select is_complete from source_days where day = '2025-10-15'`,
    );
    expect(days).toEqual([{ is_complete: false }]);
  });

  test('usage without a price is kept and costs nothing until its price comes', async () => {
    const run = await warehouse.openRun('2025-10-20', '2025-10-19', '2025-10-19');
    await warehouse.saveUsage(run, [usage('2025-10-19', '10', 'PRO')]);
    expect(await stored('2025-10-19', '2025-10-19')).toEqual([
      { day: '2025-10-19', tier: 'PRO', units: '10', cost: null },
    ]);

    await warehouse.price('APM', 'PRO', '0.5', '2025-10-01');
    const next = await warehouse.openRun('2025-10-21', '2025-10-20', '2025-10-20');
    await warehouse.saveUsage(next, []);
    expect(await stored('2025-10-19', '2025-10-19')).toEqual([
      { day: '2025-10-19', tier: 'PRO', units: '10', cost: '5.00' },
    ]);
  });

  test('R14, R19: a closed month keeps what it holds, and what would have changed it stands beside it as late usage', async () => {
    const { database } = warehouse;
    const september = await warehouse.openRun('2025-10-01', '2025-09-29', '2025-09-30');
    await warehouse.saveUsage(september, [usage('2025-09-29', '3'), usage('2025-09-30', '4')]);
    await database.run(
      'reviewing',
      `update chargeback_periods set state = 'in_review', prepared_by = 'anna' where month_start = '2025-09-01'`,
    );
    await database.run(
      'closing',
      `update chargeback_periods set state = 'closed', closed_by = 'bert', closed_at = now(), closed_hash = 'x' where month_start = '2025-09-01'`,
    );
    const late = async (): Promise<unknown> =>
      database.rows(
        'reading',
        `select l.ts::date as day, trim_scale(l.units_consumed)::text as units, p.needs_restatement, p.restatement_causes as causes
         from late_usage_fact l join chargeback_periods p on p.month_start = date_trunc('month', l.ts) order by 1`,
      );
    const again = async (rows: ReturnType<typeof usage>[]): Promise<number> => {
      const run = await warehouse.openRun('2025-10-02', '2025-09-29', '2025-10-01');
      const days = ['2025-09-29', '2025-09-30'].map((day) => ({
        appId: usage(day, '1').appId,
        day,
        missing: [],
      }));
      return (await warehouse.saveUsage(run, rows, days)).late;
    };

    expect(await again([usage('2025-09-30', '5'), usage('2025-10-01', '6')])).toBe(2);
    expect((await stored('2025-09-29', '2025-10-01')).map((row) => row.units)).toEqual(['3', '4', '6']);
    const flagged = { needs_restatement: true, causes: ['late_usage'] };
    expect(await late()).toEqual([
      { day: '2025-09-29', units: '0', ...flagged },
      { day: '2025-09-30', units: '5', ...flagged },
    ]);

    expect(await again([usage('2025-09-29', '3'), usage('2025-09-30', '5')])).toBe(0);
    expect(await late()).toEqual([{ day: '2025-09-30', units: '5', ...flagged }]);
  });

  test('every save says which slice of which table it wrote, with a hash of what came and what stands', async () => {
    const run = await warehouse.openRun('2025-10-23', '2025-10-22', '2025-10-22');
    await warehouse.saveUsage(run, [usage('2025-10-22', '9')]);
    const lineage = await warehouse.database.rows(
      'reading',
      `select target_table, slice, rows_in, inserted, length(hash_in) as in, length(hash_out) as out
       from data_lineage where run_id = $1 order by 1`,
      [run.runId],
    );
    const slice = 'appdynamics/acme 2025-10-22..2025-10-22';
    expect(lineage).toEqual([
      { target_table: 'license_cost_fact', slice, rows_in: 1, inserted: 1, in: 32, out: 32 },
      { target_table: 'license_usage_fact', slice, rows_in: 1, inserted: 1, in: 32, out: 32 },
    ]);
  });

  test('the daily average is charged where the contract says so', async () => {
    const mrum = await warehouse.capability('MRUM');
    await warehouse.database.run(
      'setting',
      `update capabilities_dim set licensed_metric = 'daily_average' where capability_id = $1`,
      [mrum],
    );
    await warehouse.price('MRUM', 'PEAK', '2', '2025-01-01');
    const run = await warehouse.openRun('2025-10-25', '2025-10-24', '2025-10-24');
    await warehouse.saveUsage(run, [
      { ...usage('2025-10-24', '300'), capabilityId: mrum, unitsAverage: '225' },
    ]);
    expect((await stored('2025-10-24', '2025-10-24'))[0]).toMatchObject({ units: '300', cost: '450.00' });
  });
});
