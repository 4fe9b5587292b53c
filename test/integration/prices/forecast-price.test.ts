import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PriceRow } from '../../../domain/pricing/price.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { createForecasts } from '../../../repositories/forecasts.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { importRates } from '../../../repositories/rates/rates.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';
import { useUnits } from './use-units.ts';

let warehouse: Warehouse;
let appId: number;

beforeAll(async () => {
  warehouse = await openWarehouse('forecast_price');
  [appId = 0] = await warehouse.applications('Orders');
});

afterAll(() => warehouse.close());

const bring = (tier: string, terms: Partial<PriceRow>) => {
  const plain = { tool: 'appdynamics', capability: 'APM', tier, unitRate: '2', currency: 'USD' };
  const row = { ...plain, startDate: '2025-01-01', endDate: null, ...terms };
  return importPrices(warehouse.database, [row], { priceList: 'contract', createdBy: 'ana' });
};
const use = (tier: string) =>
  useUnits(warehouse, { appId, tier, days: { '2025-10-30': '10', '2025-10-31': '30' } });

test('a forecast takes the version in force, other currencies by their newest rate, and monthly prices by what a unit cost', async () => {
  await bring('VERSIONS', {});
  await use('VERSIONS');
  await bring('VERSIONS', { unitRate: '3' });
  await actingAs(warehouse.database, { name: 'ana', token: null, reason: null }, (tx, who) =>
    importRates(tx, who, [
      { line: 2, month: '2025-09-01', currency: 'EUR', usdRate: '1.1', source: 'ECB' },
      { line: 3, month: '2025-10-01', currency: 'EUR', usdRate: '1.2', source: 'ECB' },
    ]),
  );
  await bring('EURO', { currency: 'EUR', startDate: '2025-10-01' });
  await use('EURO');
  await bring('FLAT', { model: 'flat', unitRate: '100' });
  await use('FLAT');
  await bring('UNUSED', { model: 'flat', unitRate: '100', startDate: '2025-11-01' });
  await use('UNUSED');

  const series = await createForecasts(warehouse.database).series('2025-10-01', '2025-10-31', '2025-11-01');

  expect(Object.fromEntries(series.map(({ tier, price }) => [tier, price?.unitRate ?? null]))).toEqual({
    VERSIONS: '3.00000000',
    EURO: '2.40000000',
    FLAT: '2.50000000',
    UNUSED: null,
  });
});
