import { describe, expect, test } from '@jest/globals';
import { insertPrice } from '../../../../domain/pricing/insert-price.ts';
import { planPrices, rangeProblems } from '../../../../domain/pricing/plan-prices.ts';
import {
  completePrice,
  describeTerms,
  type PriceRow,
  type StoredPrice,
} from '../../../../domain/pricing/price.ts';

const row = (unitRate: string, startDate: string, endDate: string | null, line?: number): PriceRow => ({
  tool: 'appdynamics',
  capability: 'APM',
  tier: 'PEAK',
  unitRate,
  currency: 'USD',
  startDate,
  endDate,
  ...(line !== undefined && { line }),
});
const stored = (
  priceId: number,
  unitRate: string,
  startDate: string,
  endDate: string | null,
): StoredPrice => ({
  ...completePrice(row(unitRate, startDate, endDate)),
  priceId,
  capabilityId: 1,
  version: 1,
});
const rangesOf = (prices: readonly PriceRow[]): unknown[] =>
  prices.map(({ unitRate, startDate, endDate }) => [unitRate, startDate, endDate]);

describe('a plan', () => {
  test('knows a price by its first day, and 1.25 and 1.2500 as the same', () => {
    const plan = planPrices(
      [stored(1, '1.25000000', '2025-01-01', null), stored(2, '9', '2020-01-01', '2021-01-01')],
      [row('1.25', '2025-01-01', '2025-06-15'), row('1.31', '2025-06-15', null)],
    );

    expect(plan.changed.map(({ before, after }) => [before.priceId, after.endDate])).toEqual([
      [1, '2025-06-15'],
    ]);
    expect(rangesOf(plan.added)).toEqual([['1.31', '2025-06-15', null]]);
    expect(
      planPrices([stored(1, '1.2500', '2025-01-01', null)], [row('1.25', '2025-01-01', null)]).unchanged,
    ).toBe(1);
  });

  test('sees another currency, model, minimum or slice as a change', () => {
    const before = stored(1, '1.25', '2025-01-01', null);
    const changes: Partial<PriceRow>[] = [
      { currency: 'EUR' },
      { model: 'flat' },
      { minimumAmount: '5' },
      { slices: [{ fromUnits: '0', unitRate: '1', flatAmount: '0' }] },
    ];

    for (const change of changes)
      expect(planPrices([before], [{ ...row('1.25', '2025-01-01', null), ...change }]).changed).toHaveLength(
        1,
      );
  });
});

describe('R6: ranges of a series', () => {
  test('an overlap is named with both ranges and their lines', () => {
    expect(
      rangeProblems([], [row('1.31', '2025-06-15', null, 3), row('1.25', '2025-01-01', null, 2)]),
    ).toEqual([
      'appdynamics APM PEAK: 1.25 USD for [2025-01-01, open) (line 2) overlaps 1.31 USD for [2025-06-15, open) (line 3). An end date is the first day no longer valid.',
    ]);
  });

  test('a gap is named with both ranges and the days without a price', () => {
    expect(
      rangeProblems([stored(7, '1.25', '2025-01-01', '2025-06-01')], [row('1.31', '2025-06-15', null, 2)]),
    ).toEqual([
      'appdynamics APM PEAK: 1.25 USD for [2025-01-01, 2025-06-01) (price 7) and 1.31 USD for [2025-06-15, open) (line 2) leave 2025-06-01 to 2025-06-14 without a price: usage of these days would cost nothing.',
    ]);
  });

  test('ranges that touch are neither, nor are other tiers, nor a gap that was there before', () => {
    const touching = [row('1.25', '2025-01-01', '2025-06-15'), row('1.31', '2025-06-15', null)];
    const old = [stored(1, '1', '2020-01-01', '2021-01-01'), stored(2, '1', '2022-01-01', '2025-01-01')];

    expect(rangeProblems(old, [...touching, { ...row('9', '2025-01-01', null), tier: 'PRO' }])).toEqual([]);
  });
});

describe('a price that is added', () => {
  const series = [stored(1, '1', '2025-01-01', '2025-07-01'), stored(2, '2', '2025-07-01', null)];
  const added = (startDate: string, endDate: string | null) =>
    rangesOf(insertPrice(series, completePrice(row('9', startDate, endDate))));

  test('ends the one that holds on its first day, and lasts until the next begins', () => {
    expect(added('2025-03-01', null)).toEqual([
      ['1', '2025-01-01', '2025-03-01'],
      ['9', '2025-03-01', '2025-07-01'],
    ]);
    expect(added('2025-08-15', null)).toEqual([
      ['2', '2025-07-01', '2025-08-15'],
      ['9', '2025-08-15', null],
    ]);
  });

  test('with an end lets the old price hold again', () => {
    expect(added('2025-08-15', '2025-09-01')).toEqual([
      ['2', '2025-07-01', '2025-08-15'],
      ['9', '2025-08-15', '2025-09-01'],
      ['2', '2025-09-01', null],
    ]);
  });

  test('on the first day of another takes its place', () => {
    expect(added('2025-07-01', null)).toEqual([['9', '2025-07-01', null]]);
  });

  test('before every other price lasts until the first begins', () => {
    expect(added('2024-01-01', null)).toEqual([['9', '2024-01-01', '2025-01-01']]);
  });
});

test('a price says what it charges in a few words', () => {
  const price = completePrice({
    ...row('0', '2025-01-01', null),
    model: 'graduated',
    minimumAmount: '500.00',
    slices: [
      { fromUnits: '0.0000', unitRate: '1.25000000', flatAmount: '0.00' },
      { fromUnits: '1000.0000', unitRate: '1.10000000', flatAmount: '50.00' },
    ],
  });

  expect(describeTerms(price)).toBe('graduated 0:1.25|1000:1.1:50 USD, at least 500');
});
