import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareDecimals, fromCents, sumDecimals } from '../../../../domain/money.ts';
import { ratePeriod, type PriceTerms } from '../../../../domain/pricing/rate-period.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

const thorough = { seed: 20250815, numRuns: 10_000 };
const whole = { days: 31, daysOfMonth: 31 };
const plain: PriceTerms = {
  model: 'per_unit',
  unitRate: '0',
  packageSize: null,
  minimumAmount: null,
  maximumAmount: null,
  slices: [],
};
const slices = [
  { fromUnits: '0', unitRate: '1.25', flatAmount: '0' },
  { fromUnits: '1000', unitRate: '1.10', flatAmount: '50' },
];
const isEqual = (left: string, right: string): boolean => compareDecimals(left, right) === 0;
const amountOf = (terms: Partial<PriceTerms>, units: string, days = whole): string =>
  ratePeriod({ ...plain, ...terms }, { units, ...days }).amount;

/** Units with four decimals, as usage has them. */
const units = fc
  .bigInt({ min: 0n, max: 10n ** 11n })
  .map((ten) => `${ten / 10_000n}.${String(ten % 10_000n).padStart(4, '0')}`);
const money = fc.bigInt({ min: 0n, max: 10n ** 8n }).map(fromCents);
const rising = fc
  .uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 5 })
  .map((bounds) => [0, ...bounds.toSorted((a, b) => a - b)]);
const someSlices = rising.chain((bounds) =>
  fc.tuple(
    ...bounds.map((from) =>
      fc.record({ fromUnits: fc.constant(String(from)), unitRate: money, flatAmount: money }),
    ),
  ),
);

describe('R9: what a month costs by each model', () => {
  test.each([
    ['per unit: every unit its rate', { unitRate: '1.25' }, '1500.5', '1875.625'],
    ['flat: the amount, whatever was used', { model: 'flat', unitRate: '750' }, '3', '750'],
    [
      'package: one that is begun counts whole',
      { model: 'package', unitRate: '90', packageSize: '100' },
      '200.0001',
      '270',
    ],
    [
      'package: a full one is no new one',
      { model: 'package', unitRate: '90', packageSize: '100' },
      '200',
      '180',
    ],
    ['package: none for no use', { model: 'package', unitRate: '90', packageSize: '100' }, '0', '0'],
    ['graduated: each slice its own rate', { model: 'graduated', slices }, '1500', '1850'],
    ['graduated: the bound belongs to the slice below', { model: 'graduated', slices }, '1000', '1250'],
    ['volume: all units the rate that was reached', { model: 'volume', slices }, '1500', '1700'],
    ['volume: the bound belongs to the slice below', { model: 'volume', slices }, '1000', '1250'],
    ['volume: nothing for no use', { model: 'volume', slices }, '0', '0'],
  ] as const)('%s', (_, terms, used, expected) => {
    expect(isEqual(amountOf(terms, used), expected)).toBe(true);
  });

  test('the maximum comes after the base price, and the minimum stands beside both', () => {
    const terms = { ...plain, unitRate: '2', minimumAmount: '500', maximumAmount: '1000' };

    expect(ratePeriod(terms, { units: '900', ...whole })).toEqual({
      base: '1800',
      amount: '1000',
      minimum: '500',
    });
    expect(ratePeriod(terms, { units: '100', ...whole })).toEqual({
      base: '200',
      amount: '200',
      minimum: '500',
    });
  });

  test('amounts per month count by the days of the price; slices and packages do not', () => {
    const half = { days: 10, daysOfMonth: 30 };
    const terms = {
      ...plain,
      model: 'flat' as const,
      unitRate: '100',
      minimumAmount: '50',
      maximumAmount: '40',
    };

    expect(ratePeriod(terms, { units: '1', ...half })).toEqual({
      base: '33.33333333',
      amount: '13.33333333',
      minimum: '16.66666667',
    });
    expect(isEqual(amountOf({ model: 'graduated', slices }, '1500', half), '1850')).toBe(true);
  });

  test('a model without what it needs is a defect of ours', () => {
    expect(() => amountOf({ model: 'package' }, '1')).toThrow(InvariantError);
    expect(() => amountOf({ model: 'volume' }, '1')).toThrow(InvariantError);
  });
});

describe('R9: of any price', () => {
  test('the order in which slices are given changes nothing', () => {
    fc.assert(
      fc.property(
        someSlices,
        units,
        fc.constantFrom('graduated' as const, 'volume' as const),
        (given, used, model) =>
          isEqual(
            amountOf({ model, slices: given }, used),
            amountOf({ model, slices: given.toReversed() }, used),
          ),
      ),
      thorough,
    );
  });

  test('splitting a slice in two of the same rate changes nothing', () => {
    fc.assert(
      fc.property(
        money,
        money,
        units,
        fc.integer({ min: 1, max: 100_000 }),
        (unitRate, flatAmount, used, bound) => {
          const one = [{ fromUnits: '0', unitRate, flatAmount }];
          const two = [...one, { fromUnits: String(bound), unitRate, flatAmount: '0' }];
          return isEqual(
            amountOf({ model: 'graduated', slices: one }, used),
            amountOf({ model: 'graduated', slices: two }, used),
          );
        },
      ),
      thorough,
    );
  });

  test('per unit, the parts of a month cost what the month costs', () => {
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 8 }), money, (parts, unitRate) =>
        isEqual(
          amountOf({ unitRate }, sumDecimals(parts)),
          sumDecimals(parts.map((part) => amountOf({ unitRate }, part))),
        ),
      ),
      thorough,
    );
  });

  test('more units never cost less, and never more than the maximum', () => {
    fc.assert(
      fc.property(someSlices, units, units, money, (given, some, more, maximumAmount) => {
        const terms = { model: 'graduated' as const, slices: given, maximumAmount };
        const [less, all] = [amountOf(terms, some), amountOf(terms, sumDecimals([some, more]))];
        return compareDecimals(less, all) <= 0 && compareDecimals(all, maximumAmount) <= 0;
      }),
      thorough,
    );
  });
});
