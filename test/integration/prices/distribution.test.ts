import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { splitByWeight } from '../../../domain/allocate/split-by-weight.ts';
import {
  multiplyDecimals,
  roundDecimal,
  scaleDecimals,
  sumDecimals,
  toCents,
} from '../../../domain/money.ts';
import type { PriceRow, PricingModel } from '../../../domain/pricing/price.ts';
import { ratePeriod } from '../../../domain/pricing/rate-period.ts';
import { expectedCost } from '../../../checks/expected-cost.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

jest.setTimeout(120_000);

let warehouse: Warehouse;
let apps: number[];

beforeAll(async () => {
  warehouse = await openWarehouse('distribution');
  apps = await warehouse.applications('Orders', 'Payments', 'Search');
});

afterAll(() => warehouse.close());

const cents = (max: number) =>
  fc
    .integer({ min: 0, max })
    .map((value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);
const price = fc.record({
  model: fc.constantFrom<PricingModel>('flat', 'graduated', 'volume', 'package', 'per_unit'),
  unitRate: cents(50_000),
  maximumAmount: cents(500_000),
  slices: fc
    .uniqueArray(fc.integer({ min: 1, max: 800 }), { maxLength: 3 })
    .chain((bounds) =>
      fc.tuple(
        ...[0, ...bounds.toSorted((a, b) => a - b)].map((from) =>
          fc.record({ fromUnits: fc.constant(String(from)), unitRate: cents(900), flatAmount: cents(9_000) }),
        ),
      ),
    ),
});
const usage = fc.uniqueArray(
  fc.record({
    app: fc.nat({ max: 2 }),
    day: fc.integer({ min: 1, max: 30 }),
    tenths: fc.integer({ min: 1, max: 9_999 }),
  }),
  { minLength: 1, maxLength: 12, selector: ({ app, day }) => `${app} ${day}` },
);
const world = fc.tuple(fc.array(fc.tuple(price, usage), { minLength: 25, maxLength: 25 }));

/** 200 months in 8 loads: each load is a world of 25 prices, and the rows of each are compared with the pure functions. */
test('R3, R9: whatever the model, rows of a month add up to its amount and are the largest remainders of it', async () => {
  let load = 0;
  await fc.assert(
    fc.asyncProperty(world, async ([months]) => {
      load += 1;
      const priced = months.map(([terms, used], index) => ({
        tier: `L${load}P${index}`,
        terms: rowOf(terms),
        used,
      }));
      await importPrices(
        warehouse.database,
        priced.map(({ tier, terms }) => ({ ...terms, tier })),
        { priceList: 'random', createdBy: 'test' },
      );
      await save(priced);
      for (const { tier, terms, used } of priced) expect(await stored(tier)).toEqual(expected(terms, used));
      expect(await wrongRows(load)).toEqual([]);
    }),
    { seed: 20250815, numRuns: 8, endOnFailure: true },
  );
});

type Terms = typeof price extends fc.Arbitrary<infer Value> ? Value : never;
type Used = typeof usage extends fc.Arbitrary<infer Value> ? Value : never;

function rowOf({ model, unitRate, maximumAmount, slices }: Terms): PriceRow {
  const plain = {
    tool: 'appdynamics',
    capability: 'APM',
    tier: '',
    currency: 'USD',
    startDate: '2025-01-01',
    endDate: null,
  };
  const hasSlices = model === 'graduated' || model === 'volume';
  return {
    ...plain,
    model,
    unitRate: hasSlices ? '0' : unitRate,
    packageSize: model === 'package' ? '7' : null,
    maximumAmount,
    slices: hasSlices ? slices : [],
  };
}

const unitsOf = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`;
const dayOf = (day: number): string => `2025-09-${String(day).padStart(2, '0')}`;

function expected(row: PriceRow, used: Used): object[] {
  const units = used.map(({ tenths }) => unitsOf(tenths));
  const terms = {
    packageSize: null,
    minimumAmount: null,
    slices: [],
    ...row,
    model: row.model ?? 'per_unit',
  };
  const { amount } = ratePeriod(
    { ...terms, maximumAmount: row.maximumAmount ?? null },
    { units: sumDecimals(units), days: 30, daysOfMonth: 30 },
  );
  const keys = used.map(({ app, day }) => `${String(apps[app] ?? 0).padStart(9, '0')} ${dayOf(day)}`);
  const { integers } = scaleDecimals(units);
  const weights = Object.fromEntries(keys.map((key, index) => [key, integers[index] ?? 0n]));
  const parts = splitByWeight(toCents(roundDecimal(multiplyDecimals(amount, '1'), 2)), weights);
  return keys.toSorted().map((key) => ({ key, cents: String(parts[key] ?? 0n) }));
}

async function save(priced: readonly { readonly tier: string; readonly used: Used }[]): Promise<void> {
  const capabilityId = await warehouse.capability('APM');
  const run = await warehouse.openRun('2025-10-01', '2025-09-01', '2025-09-30');
  const rows = priced.flatMap(({ tier, used }) =>
    used.map(({ app, day, tenths }) => ({
      appId: apps[app] ?? 0,
      capabilityId,
      tier,
      day: dayOf(day),
      units: unitsOf(tenths),
      unitsAverage: null,
      nodeCount: 1,
    })),
  );
  await warehouse.saveUsage(run, rows, []);
}

function stored(tier: string): Promise<object[]> {
  return warehouse.database.rows(
    'reading cost',
    `select lpad(app_id::text, 9, '0') || ' ' || ts::date as key, (usd_cost * 100)::bigint::text as cents
     from license_cost_fact where tier = $1 order by app_id, ts`,
    [tier],
  );
}

function wrongRows(load: number): Promise<object[]> {
  return warehouse.database.rows(
    'checking cost',
    `select * from (${expectedCost}) e
     where tier like $1 and (expected_cost, expected_exact) is distinct from (stored_cost, stored_exact)`,
    [`L${load}P%`],
  );
}
