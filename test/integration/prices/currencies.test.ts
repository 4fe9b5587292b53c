import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { currenciesHaveRates } from '../../../checks/prices/currencies-have-rates.ts';
import { expectedCost } from '../../../checks/expected-cost.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { importRates, listRates } from '../../../repositories/rates/rates.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';
import { useUnits } from './use-units.ts';

let warehouse: Warehouse;
let appId: number;

beforeAll(async () => {
  warehouse = await openWarehouse('currencies');
  [appId = 0] = await warehouse.applications('Orders');
});

afterAll(() => warehouse.close());

const rates = (...lines: readonly (readonly [month: string, currency: string, usdRate: string])[]) =>
  actingAs(warehouse.database, { name: 'ana', token: null, reason: 'ECB' }, (tx, who) =>
    importRates(
      tx,
      who,
      lines.map(([month, currency, usdRate], index) => ({
        line: index + 2,
        month,
        currency,
        usdRate,
        source: 'ECB',
      })),
    ),
  );
const bring = (tier: string, currency: string, startDate: string) =>
  importPrices(
    warehouse.database,
    [
      {
        tool: 'appdynamics',
        capability: 'APM',
        tier,
        unitRate: '0.123',
        currency,
        startDate,
        endDate: null,
        line: 2,
      },
    ],
    { priceList: 'contract', createdBy: 'ana' },
  );
const use = (tier: string, days: Readonly<Record<string, string>>) =>
  useUnits(warehouse, { appId, tier, days });
const costsOf = (tier: string): Promise<object[]> =>
  warehouse.database.rows(
    'reading cost',
    `select ts::date as day, usd_cost::text as cost, trim_scale(cost_exact)::text as exact, currency, trim_scale(unit_rate)::text as rate,
            trim_scale(exchange_rate)::text as "exchangeRate", formula_version as formula
     from license_cost_fact where tier = $1 order by ts`,
    [tier],
  );
const wrongRows = (): Promise<object[]> =>
  warehouse.database.rows(
    'checking cost',
    `select * from (${expectedCost}) e where (expected_cost, expected_exact) is distinct from (stored_cost, stored_exact)`,
  );
const withoutRate = (): Promise<object[]> =>
  warehouse.database.rows('checking rates', currenciesHaveRates.failingRows);

describe('R5: a price in another currency', () => {
  test('is refused while a month with usage has no rate, and the months are named', async () => {
    await use('EURO', { '2025-08-10': '12.5', '2025-09-10': '12.5' });

    await expect(bring('EURO', 'EUR', '2025-07-01')).rejects.toThrow(
      'line 2, appdynamics APM EURO: 0.123 EUR from 2025-07-01 needs an exchange rate for 2025-07, 2025-08, 2025-09; bring it with "rates import".',
    );
    expect(await costsOf('EURO')).toEqual([]);
  });

  test('R8: costs units x rate x the exchange rate of the month, rounded once; the row keeps all three', async () => {
    await rates(['2025-07-01', 'EUR', '1.08'], ['2025-08-01', 'EUR', '1.0842'], ['2025-09-01', 'EUR', '1.1']);
    await bring('EURO', 'EUR', '2025-07-01');
    await use('EURO', { '2025-09-10': '12.5' });

    // 12.5 x 0.123 = 1.5375 EUR.
    const row = { currency: 'EUR', rate: '0.123', formula: 2 };
    expect(await costsOf('EURO')).toEqual([
      { ...row, day: '2025-08-10', cost: '1.67', exact: '1.6669575', exchangeRate: '1.0842' },
      { ...row, day: '2025-09-10', cost: '1.69', exact: '1.69125', exchangeRate: '1.1' },
    ]);
    expect(await wrongRows()).toEqual([]);
  });

  test('without a rate for a later month costs nothing there, and a blocking check names it', async () => {
    await use('EURO', { '2025-10-10': '12.5' });

    expect(await costsOf('EURO')).toHaveLength(2);
    expect(await withoutRate()).toMatchObject([{ currency: 'EUR', month_start: '2025-10-01', tier: 'EURO' }]);
    expect(currenciesHaveRates.severity).toBe('blocking');
  });

  test('R21: is priced when the rate comes, and anew when it is corrected', async () => {
    await rates(['2025-10-01', 'EUR', '1.2']);
    await use('EURO', { '2025-10-11': '1' });
    expect((await costsOf('EURO')).slice(2)).toMatchObject([{ cost: '1.85' }, { cost: '0.15' }]);

    await rates(['2025-10-01', 'EUR', '1.4']);
    await use('EURO', { '2025-10-11': '1' });
    expect((await costsOf('EURO')).slice(2)).toMatchObject([{ cost: '2.15' }, { cost: '0.17' }]);
    expect(await withoutRate()).toEqual([]);
  });

  test('R9: of a whole month is rated in its currency and distributed in US dollars', async () => {
    await importPrices(
      warehouse.database,
      [
        {
          ...{ tool: 'appdynamics', capability: 'APM', tier: 'FLAT', unitRate: '100', currency: 'EUR' },
          ...{ startDate: '2025-09-01', endDate: null, model: 'flat' as const },
        },
      ],
      { priceList: 'contract', createdBy: 'ana' },
    );
    await use('FLAT', { '2025-09-01': '1', '2025-09-02': '2' });

    expect(await costsOf('FLAT')).toMatchObject([
      { cost: '36.67', exact: '36.66666667', rate: '33.33333333', formula: 3, exchangeRate: '1.1' },
      { cost: '73.33', exact: '73.33333333', formula: 3 },
    ]);
    expect(await wrongRows()).toEqual([]);
  });
});

describe('R5: a rate', () => {
  test('imported twice changes nothing', async () => {
    expect(await rates(['2025-06-01', 'EUR', '1.07'])).toEqual({ inserted: 1, updated: 0, unchanged: 0 });
    expect(await rates(['2025-06-01', 'EUR', '1.0700'])).toEqual({ inserted: 0, updated: 0, unchanged: 1 });
    expect((await listRates(warehouse.database)).map(({ month }) => month)).toEqual([
      '2025-10-01',
      '2025-09-01',
      '2025-08-01',
      '2025-07-01',
      '2025-06-01',
    ]);
  });

  test('of a closed month stays, and the line that would change it is named', async () => {
    await warehouse.database.transaction(async (tx) => {
      await tx.run('letting a month be closed', 'set local session_replication_role = replica');
      await tx.run(
        'closing',
        `update chargeback_periods set state = 'closed', prepared_by = 'ana', closed_by = 'bob', closed_at = now(), closed_hash = 'h'
         where month_start = '2025-08-01'`,
      );
    });

    await expect(rates(['2025-11-01', 'EUR', '1.3'], ['2025-08-01', 'EUR', '1.3'])).rejects.toThrow(
      'line 3: 2025-08 is closed with EUR at 1.0842; found 1.3',
    );
    expect(await rates(['2025-08-01', 'EUR', '1.0842'])).toEqual({ inserted: 0, updated: 0, unchanged: 1 });
    expect((await listRates(warehouse.database)).map(({ month }) => month)).not.toContain('2025-11-01');
    await expect(
      warehouse.database.run(
        'trying',
        `update exchange_rates set usd_rate = 2 where month_start = '2025-08-01'`,
      ),
    ).rejects.toThrow('closed with the month');
  });
});
