import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitByWeight } from '../../../../domain/allocate/split-by-weight.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

const thorough = { seed: 20251029, numRuns: 10_000 };
const amount = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
const weights = fc
  .dictionary(fc.string({ minLength: 1, maxLength: 6 }), fc.bigInt({ min: 0n, max: 10n ** 20n }), {
    minKeys: 1,
    maxKeys: 10,
  })
  .filter((record) => Object.values(record).some((weight) => weight > 0n));

const areSame = (left: Record<string, bigint>, right: Record<string, bigint>): boolean =>
  Object.keys(left).length === Object.keys(right).length &&
  Object.entries(left).every(([key, part]) => right[key] === part);
const sum = (parts: Record<string, bigint>): bigint =>
  Object.values(parts).reduce((total, part) => total + part, 0n);

describe('splitByWeight', () => {
  test('three equal sectors share a dollar; the odd cent goes to the smallest key', () => {
    expect(splitByWeight(100n, { c: 1n, a: 1n, b: 1n })).toEqual({ a: 34n, b: 33n, c: 33n });
  });

  test('R3: left-over cents go to the largest fractions, not to the largest weights', () => {
    expect(splitByWeight(10n, { large: 66n, small: 19n, tiny: 15n })).toEqual({
      large: 7n,
      small: 2n,
      tiny: 1n,
    });
    expect(splitByWeight(1n, { large: 3n, small: 2n, tiny: 1n })).toEqual({ large: 1n, small: 0n, tiny: 0n });
  });

  test('R3: parts add up to the total, credits included', () => {
    fc.assert(
      fc.property(amount, weights, (total, record) => sum(splitByWeight(total, record)) === total),
      thorough,
    );
  });

  test('no part is a whole cent away from its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (total, record) => {
        const all = sum(record);
        const parts = splitByWeight(total, record);
        return Object.entries(record).every(([key, weight]) => {
          const away = (parts[key] ?? 0n) * all - total * weight;
          return away < all && away > -all;
        });
      }),
      thorough,
    );
  });

  test('the order of the sectors does not matter', () => {
    fc.assert(
      fc.property(amount, weights, (total, record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        return areSame(splitByWeight(total, reversed), splitByWeight(total, record));
      }),
      thorough,
    );
  });

  test('a credit is the mirror of the charge', () => {
    fc.assert(
      fc.property(amount, weights, (total, record) => {
        const charge = splitByWeight(total, record);
        const credit = splitByWeight(-total, record);
        return Object.keys(record).every((key) => charge[key] === -(credit[key] ?? 0n));
      }),
      thorough,
    );
  });

  test('weights only matter in proportion', () => {
    fc.assert(
      fc.property(amount, weights, fc.bigInt({ min: 1n, max: 10n ** 9n }), (total, record, factor) => {
        const scaled = Object.fromEntries(
          Object.entries(record).map(([key, weight]) => [key, weight * factor]),
        );
        return areSame(splitByWeight(total, scaled), splitByWeight(total, record));
      }),
      thorough,
    );
  });

  test('an amount without a receiver is refused instead of lost', () => {
    expect(() => splitByWeight(100n, {})).toThrow(InvariantError);
    expect(() => splitByWeight(100n, { a: 0n, b: 0n })).toThrow(InvariantError);
    expect(() => splitByWeight(100n, { a: 2n, b: -1n })).toThrow(InvariantError);
  });
});
