import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PriceRow } from '../../../domain/pricing/price.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { addPrice } from '../../../repositories/prices/edit-prices.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { previewPrices, type PriceEffect } from '../../../repositories/prices/preview-prices.ts';
import { setMetric } from '../../../repositories/prices/set-metric.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';
import { useUnits } from './use-units.ts';

const ana = { name: 'ana', token: null, reason: 'amendment 3' };
const plain = { tool: 'appdynamics', capability: 'APM', tier: 'PEAK', currency: 'USD', endDate: null };
const next: PriceRow = { ...plain, unitRate: '1.5', startDate: '2025-08-15' };

let warehouse: Warehouse;
let orders: number;
let payments: number;

beforeAll(async () => {
  warehouse = await openWarehouse('preview_prices');
  [orders = 0, payments = 0] = await warehouse.applications('Orders', 'Payments');
  await importPrices(warehouse.database, [{ ...plain, unitRate: '1', startDate: '2025-01-01' }], {
    priceList: 'contract',
    createdBy: 'ana',
  });
  const days = { '2025-07-31': '10', '2025-08-14': '10', '2025-08-15': '10', '2025-09-01': '20' };
  await useUnits(warehouse, { appId: orders, tier: 'PEAK', days });
  await useUnits(warehouse, { appId: payments, tier: 'PEAK', days: { '2025-09-01': '3' } });
  await warehouse.database.run('giving a sector', `insert into sectors_dim (sector_name) values ('Retail')`);
  await warehouse.database.run(
    'giving an owner',
    `insert into application_ownership (app_id, sector_id, valid_from, run_id)
     select $1, sector_id, '2025-01-01', (select max(run_id) from pipeline_runs) from sectors_dim where sector_name = 'Retail'`,
    [orders],
  );
});

afterAll(() => warehouse.close());

const add = (row: PriceRow) => actingAs(warehouse.database, ana, (tx, who) => addPrice(tx, who, row, null));
const preview = (row: PriceRow) =>
  actingAs(warehouse.database, ana, (tx, who) =>
    previewPrices(tx, (inner) => addPrice(inner, who, row, null)),
  );
const effect = (
  month: string,
  sector: string,
  before: string,
  after: string,
  difference: string,
): PriceEffect => ({
  month,
  state: 'open',
  sector,
  before,
  after,
  difference,
});
const everything = (): Promise<object[]> =>
  warehouse.database.rows(
    'reading everything that a change of prices writes',
    `select (select json_agg(p order by price_id) from price_config p) as prices, (select json_agg(c order by cost_id) from license_cost_fact c) as cost,
            (select json_agg(m order by month_start) from chargeback_periods m) as months, (select count(*) from audit_log) as audit,
            (select count(*) from user_actions) as actions`,
  );

describe('R7: a preview', () => {
  test('shows per month and sector what a price would move, and saves nothing', async () => {
    const before = await everything();

    const { changed, effects } = await preview(next);

    expect(changed).toMatchObject({ inserted: 1, versions: 1 });
    expect(effects).toEqual([
      effect('2025-08-01', 'Retail', '20.00', '25.00', '5.00'),
      effect('2025-09-01', 'Retail', '20.00', '30.00', '10.00'),
      effect('2025-09-01', '__unassigned__', '3.00', '4.50', '1.50'),
    ]);
    expect(await everything()).toEqual(before);
  });

  test('R9: of a price that looks at the whole month counts all of its usage, and its minimum when the month is over', async () => {
    const { effects } = await preview({
      ...next,
      startDate: '2025-09-01',
      unitRate: '0',
      model: 'graduated',
      minimumAmount: '100',
      slices: [
        { fromUnits: '0', unitRate: '2', flatAmount: '0' },
        { fromUnits: '10', unitRate: '1', flatAmount: '0' },
      ],
    });

    // 10 x 2 + 13 x 1 = 33.00 for 23 units; October is over too, without usage.
    expect(effects).toEqual([
      effect('2025-09-01', '(flat fees and minimums)', '0.00', '67.00', '67.00'),
      effect('2025-09-01', 'Retail', '20.00', '28.70', '8.70'),
      effect('2025-09-01', '__unassigned__', '3.00', '4.30', '1.30'),
      effect('2025-10-01', '(flat fees and minimums)', '0.00', '100.00', '100.00'),
    ]);
  });

  test('R14, R21: shows a closed month as an adjustment to come; what it shows is what the next run does to open ones', async () => {
    await warehouse.database.transaction(async (tx) => {
      await tx.run('letting a month be closed', 'set local session_replication_role = replica');
      await tx.run(
        'closing',
        `update chargeback_periods set state = 'closed', prepared_by = 'ana', closed_by = 'bob', closed_at = now(), closed_hash = 'h'
         where month_start = '2025-08-01'`,
      );
      await tx.run(
        'keeping the owner',
        `insert into closed_ownership (month_start, app_id, sector_id, valid_from, valid_to)
         select '2025-08-01', $1, sector_id, '2025-08-01', '2025-09-01' from sectors_dim where sector_name = 'Retail'`,
        [orders],
      );
    });

    const { effects } = await preview(next);
    expect(effects[0]).toEqual({
      ...effect('2025-08-01', 'Retail', '20.00', '25.00', '5.00'),
      state: 'closed',
    });

    await add(next);
    await useUnits(warehouse, { appId: payments, tier: 'PEAK', days: { '2025-09-01': '3' } });
    expect(await costPerMonth()).toEqual([
      { month: '2025-07', cost: '10.00' },
      { month: '2025-08', cost: '20.00' },
      { month: '2025-09', cost: '34.50' },
    ]);
    expect(await flagged()).toEqual([
      { month: '2025-08-01', needs_restatement: true, restatement_causes: ['price'] },
    ]);
  });
});

describe('R11: the licensed metric of a capability', () => {
  test('decides which of the two stored figures is charged; open months are priced anew, closed ones stay', async () => {
    const capabilityId = await warehouse.capability('APM');
    const run = await warehouse.openRun('2025-11-05', '2025-10-01', '2025-10-02');
    const row = { appId: orders, capabilityId, tier: 'PEAK', nodeCount: 1 };
    await warehouse.saveUsage(
      run,
      [
        { ...row, day: '2025-10-01', units: '300', unitsAverage: '225' },
        { ...row, day: '2025-10-02', units: '300', unitsAverage: null },
      ],
      [],
    );
    expect(await october()).toEqual(['450.00', '450.00']);

    const done = await actingAs(warehouse.database, ana, (tx) =>
      setMetric(tx, { tool: 'appdynamics', capability: 'APM', metric: 'daily_average' }),
    );
    expect(done).toMatchObject({
      before: 'daily_maximum',
      months: ['2025-07-01', '2025-09-01', '2025-10-01'],
    });
    await useUnits(warehouse, { appId: payments, tier: 'PEAK', days: { '2025-09-01': '3' } });

    expect(await october()).toEqual(['337.50', '450.00']);
    const audited = await warehouse.database.rows(
      'reading the audit log',
      `select actor, reason, before ->> 'licensed_metric' as before, after ->> 'licensed_metric' as after from audit_log
       where entity = 'capabilities_dim' and operation = 'update'`,
    );
    expect(audited).toEqual([
      { actor: 'ana', reason: 'amendment 3', before: 'daily_maximum', after: 'daily_average' },
    ]);
  });

  test('set again to what it is changes nothing, and an unknown capability is said', async () => {
    const set = (capability: string) =>
      actingAs(warehouse.database, ana, (tx) =>
        setMetric(tx, { tool: 'appdynamics', capability, metric: 'daily_average' }),
      );

    expect(await set('APM')).toMatchObject({ months: [] });
    await expect(set('AMP')).rejects.toThrow('appdynamics has no capability "AMP"');
  });
});

function costPerMonth(): Promise<object[]> {
  return warehouse.database.rows(
    'reading cost',
    `select to_char(ts, 'YYYY-MM') as month, sum(usd_cost)::text as cost from license_cost_fact group by 1 order by 1`,
  );
}

function flagged(): Promise<object[]> {
  return warehouse.database.rows(
    'reading flags',
    `select month_start as month, needs_restatement, restatement_causes from chargeback_periods where needs_restatement or needs_recost`,
  );
}

async function october(): Promise<string[]> {
  const rows = await warehouse.database.rows<{ cost: string }>(
    'reading cost',
    `select usd_cost::text as cost from license_cost_fact where ts >= '2025-10-01' order by ts`,
  );
  return rows.map(({ cost }) => cost);
}
