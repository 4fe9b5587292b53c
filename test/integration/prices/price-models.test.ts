import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectedCost } from '../../../checks/expected-cost.ts';
import type { PriceRow } from '../../../domain/pricing/price.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';
import { useUnits } from './use-units.ts';

let warehouse: Warehouse;
let orders: number;
let payments: number;

beforeAll(async () => {
  warehouse = await openWarehouse('price_models');
  [orders = 0, payments = 0] = await warehouse.applications('Orders', 'Payments');
});

afterAll(() => warehouse.close());

const bring = (tier: string, terms: Partial<PriceRow>) => {
  const plain = { tool: 'appdynamics', capability: 'APM', tier, unitRate: '0', currency: 'USD' };
  const row = { ...plain, startDate: '2025-01-01', endDate: null, ...terms };
  return importPrices(warehouse.database, [row], { priceList: 'contract', createdBy: 'ana' });
};
const use = (appId: number, tier: string, days: Readonly<Record<string, string>>, date?: string) =>
  useUnits(warehouse, { appId, tier, days, ...(date !== undefined && { date }) });

interface Row {
  readonly app: string;
  readonly day: string;
  readonly units: string;
  readonly cost: string;
  readonly exact: string;
  readonly formula: number;
}

const costsOf = (tier: string): Promise<Row[]> =>
  warehouse.database.rows<Row>(
    'reading cost',
    `select appd_application_name as app, ts::date as day, trim_scale(units)::text as units, usd_cost::text as cost,
            trim_scale(cost_exact)::text as exact, formula_version as formula
     from license_cost_fact join applications_dim using (app_id) where tier = $1 order by ts, app`,
    [tier],
  );
const totalOf = async (tier: string): Promise<string> => {
  const sql = `select coalesce(sum(usd_cost), 0)::text as total from license_cost_fact where tier = $1`;
  return (await warehouse.database.one<{ total: string }>('adding up', sql, [tier])).total;
};
const chargesOf = (tier: string): Promise<object[]> =>
  warehouse.database.rows(
    'reading charges',
    `select t.month_start as month, t.kind, t.usd_cost::text as cost, t.h_code, a.appd_application_name as app, s.sector_name as sector
     from contract_charge_fact t join price_config p using (price_id) join applications_dim a using (app_id)
     join sectors_dim s on s.sector_id = t.sector_id where p.tier = $1 order by 1, 2`,
    [tier],
  );
const wrongRows = (): Promise<object[]> =>
  warehouse.database.rows(
    'checking cost',
    `select * from (${expectedCost}) e where (expected_cost, expected_exact) is distinct from (stored_cost, stored_exact)`,
  );

const graduated: Partial<PriceRow> = {
  model: 'graduated',
  slices: [
    { fromUnits: '0', unitRate: '1.25', flatAmount: '0' },
    { fromUnits: '100', unitRate: '1', flatAmount: '0' },
  ],
};

describe('R9: a price that looks at the whole month', () => {
  test('is distributed over the usage of all applications, and the rows add up to its amount', async () => {
    await bring('GRADUATED', graduated);
    await use(orders, 'GRADUATED', { '2025-10-01': '60', '2025-10-02': '30' });
    await use(payments, 'GRADUATED', { '2025-10-02': '60' });

    // 100 x 1.25 + 50 x 1.00 = 175.00 for 150 units.
    expect(await costsOf('GRADUATED')).toEqual([
      { app: 'Orders', day: '2025-10-01', units: '60', cost: '70.00', exact: '70', formula: 3 },
      { app: 'Orders', day: '2025-10-02', units: '30', cost: '35.00', exact: '35', formula: 3 },
      { app: 'Payments', day: '2025-10-02', units: '60', cost: '70.00', exact: '70', formula: 3 },
    ]);
    expect(await wrongRows()).toEqual([]);
  });

  test('R3: cents that are left over go to the largest fractions, ties by the natural key', async () => {
    await bring('CENTS', { model: 'flat', unitRate: '100' });
    await use(orders, 'CENTS', { '2025-10-01': '1', '2025-10-02': '1', '2025-10-03': '1' });

    expect((await costsOf('CENTS')).map(({ cost, exact }) => [cost, exact])).toEqual([
      ['33.34', '33.33333333'],
      ['33.33', '33.33333333'],
      ['33.33', '33.33333333'],
    ]);
    expect(await wrongRows()).toEqual([]);
  });

  test('R21: is rated anew as a whole when any of its usage comes, changes or goes', async () => {
    await bring('VOLUME', {
      model: 'volume',
      slices: [
        { fromUnits: '0', unitRate: '2', flatAmount: '0' },
        { fromUnits: '10', unitRate: '1', flatAmount: '0' },
      ],
    });
    await use(orders, 'VOLUME', { '2025-10-01': '10' });
    expect(await totalOf('VOLUME')).toBe('20.00');

    await use(payments, 'VOLUME', { '2025-10-07': '10' });
    expect((await costsOf('VOLUME')).map(({ cost }) => cost)).toEqual(['10.00', '10.00']);

    await use(payments, 'VOLUME', { '2025-10-07': '20' });
    expect((await costsOf('VOLUME')).map(({ cost }) => cost)).toEqual(['10.00', '20.00']);

    const run = await warehouse.openRun('2025-11-05', '2025-10-07', '2025-10-07');
    await warehouse.saveUsage(run, [], [{ appId: payments, day: '2025-10-07', missing: [] }]);
    expect((await costsOf('VOLUME')).map(({ cost }) => cost)).toEqual(['20.00']);
    expect(await wrongRows()).toEqual([]);
  });

  test('R20: rated twice changes nothing', async () => {
    const again = await use(orders, 'GRADUATED', { '2025-10-01': '60', '2025-10-02': '30' });

    expect(again.cost).toEqual({ inserted: 0, updated: 0, deleted: 0 });
  });

  test('each month is rated for itself, and each price for its own days of the month', async () => {
    await bring('MONTHS', { ...graduated, endDate: '2025-10-15' });
    await bring('MONTHS', { unitRate: '3', startDate: '2025-10-15' });
    await use(orders, 'MONTHS', { '2025-09-30': '100', '2025-10-14': '110', '2025-10-15': '10' });

    expect((await costsOf('MONTHS')).map(({ day, cost, formula }) => [day, cost, formula])).toEqual([
      ['2025-09-30', '125.00', 3],
      ['2025-10-14', '135.00', 3],
      ['2025-10-15', '30.00', 1],
    ]);
    expect(await wrongRows()).toEqual([]);
  });

  test('package and maximum: what is begun counts whole, and no month costs more than its maximum', async () => {
    await bring('PACKAGE', { model: 'package', unitRate: '90', packageSize: '100', maximumAmount: '250' });
    await use(orders, 'PACKAGE', { '2025-09-01': '101', '2025-10-01': '301' });

    expect((await costsOf('PACKAGE')).map(({ cost }) => cost)).toEqual(['180.00', '250.00']);
    expect(await wrongRows()).toEqual([]);
  });

  test('a maximum makes a price per unit one of the month, in which the order base, maximum, minimum holds', async () => {
    await bring('CAPPED', {
      unitRate: '2',
      maximumAmount: '50',
      minimumAmount: '50',
      startDate: '2025-09-01',
    });
    await use(orders, 'CAPPED', { '2025-10-01': '20', '2025-10-02': '20' });

    expect((await costsOf('CAPPED')).map(({ cost }) => cost)).toEqual(['25.00', '25.00']);
    expect(await chargesOf('CAPPED')).toEqual([trueUp('2025-09-01', '50.00')]);
  });

  test('a change of the model rates the month anew', async () => {
    await bring('CHANGED', { unitRate: '2' });
    await use(orders, 'CHANGED', { '2025-10-01': '1', '2025-10-02': '2' });
    await bring('CHANGED', { model: 'flat', unitRate: '10' });
    await use(orders, 'CHANGED', { '2025-10-02': '2' });

    expect((await costsOf('CHANGED')).map(({ cost, formula }) => [cost, formula])).toEqual([
      ['3.33', 3],
      ['6.67', 3],
    ]);
    await bring('CHANGED', { unitRate: '5' });
    await use(orders, 'CHANGED', { '2025-10-02': '2' });
    expect((await costsOf('CHANGED')).map(({ cost, formula }) => [cost, formula])).toEqual([
      ['5.00', 1],
      ['10.00', 1],
    ]);
    expect(await wrongRows()).toEqual([]);
  });
});

describe('R9: flat fee and minimum', () => {
  test('a minimum counts only when the month is over, and not before', async () => {
    await bring('MINIMUM', { unitRate: '2', minimumAmount: '100', startDate: '2025-10-01' });
    await use(orders, 'MINIMUM', { '2025-10-01': '10' }, '2025-10-31');
    expect(await chargesOf('MINIMUM')).toEqual([]);

    await use(orders, 'MINIMUM', { '2025-10-01': '10' }, '2025-11-01');
    expect(await chargesOf('MINIMUM')).toEqual([trueUp('2025-10-01', '80.00')]);

    await use(orders, 'MINIMUM', { '2025-10-01': '60' }, '2025-11-02');
    expect(await chargesOf('MINIMUM')).toEqual([]);
  });

  test('a flat fee without usage is charged beside usage, and moves into usage that comes late', async () => {
    await bring('FLAT', { model: 'flat', unitRate: '300', startDate: '2025-10-01' });
    await use(orders, 'GRADUATED', { '2025-10-01': '60' }, '2025-11-03');
    expect(await chargesOf('FLAT')).toEqual([{ ...trueUp('2025-10-01', '300.00'), kind: 'flat_fee' }]);

    await use(orders, 'FLAT', { '2025-10-09': '1' }, '2025-11-04');
    expect(await chargesOf('FLAT')).toEqual([]);
    expect(await totalOf('FLAT')).toBe('300.00');
  });

  test('settled twice leaves rows with the run that wrote them', async () => {
    await bring('TWICE', { model: 'flat', unitRate: '31', startDate: '2025-10-22' });
    await use(orders, 'GRADUATED', { '2025-10-01': '60' }, '2025-11-03');
    const written = () =>
      warehouse.database.rows(
        'reading charges',
        `select charge_id, t.run_id, usd_cost::text as cost from contract_charge_fact t join price_config using (price_id) where tier = 'TWICE'`,
      );
    const before = await written();
    await use(orders, 'GRADUATED', { '2025-10-01': '60' }, '2025-11-03');

    // 10 of 31 days.
    expect(before).toMatchObject([{ cost: '10.00' }]);
    expect(await written()).toEqual(before);
  });

  test('a closed month keeps its charges', async () => {
    await bring('KEPT', { model: 'flat', unitRate: '300', startDate: '2025-10-01' });
    await use(orders, 'GRADUATED', { '2025-10-01': '60' }, '2025-11-03');
    const { database } = warehouse;
    await database.transaction(async (tx) => {
      await tx.run('letting a month be closed', 'set local session_replication_role = replica');
      await tx.run(
        'closing',
        `update chargeback_periods set state = 'closed', prepared_by = 'ana', closed_by = 'bob', closed_at = now(), closed_hash = 'h'
         where month_start = '2025-10-01'`,
      );
    });
    await bring('KEPT', { model: 'flat', unitRate: '400', startDate: '2025-10-01' });
    await use(orders, 'GRADUATED', { '2025-11-01': '60' }, '2025-11-03');

    expect(await chargesOf('KEPT')).toEqual([{ ...trueUp('2025-10-01', '300.00'), kind: 'flat_fee' }]);
    expect(await wrongRows()).toEqual([]);
  });
});

function trueUp(month: string, cost: string): object {
  return {
    month,
    kind: 'minimum_true_up',
    cost,
    h_code: 'CONTRACT',
    app: '__contract__',
    sector: '__unallocated__',
  };
}
