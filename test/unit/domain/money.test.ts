import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  divideToDecimal,
  fromCents,
  multiplyDecimals,
  roundDecimal,
  scaleDecimals,
  sumDecimals,
  toCents,
} from '../../../domain/money.ts';
import { InvariantError } from '../../../pipeline/errors.ts';

const thorough = { seed: 20251029, numRuns: 1_000 };
const cents = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('cents and decimals', () => {
  test.each([
    ['0', 0n],
    ['-0.00', 0n],
    ['12', 1200n],
    ['12.3', 1230n],
    ['-12.34', -1234n],
    ['+7.50', 750n],
    ['0.0500', 5n],
    ['99999999999999999999.99', 9999999999999999999999n],
  ])('%s is %s cents', (text, expected) => {
    expect(toCents(text)).toBe(expected);
  });

  test('a fraction of a cent is never dropped silently', () => {
    expect(() => toCents('1.005')).toThrow(InvariantError);
  });

  test.each(['', ' ', '1,5', '1e3', '.5', '5.', '--1', 'NaN', '$1', '1 000', '0x10', '١'])(
    '%j is refused as a decimal',
    (text) => {
      expect(() => toCents(text)).toThrow(InvariantError);
      expect(() => sumDecimals(['1', text])).toThrow(InvariantError);
    },
  );

  test('cents survive the way to text and back', () => {
    fc.assert(
      fc.property(cents, (amount) => toCents(fromCents(amount)) === amount),
      thorough,
    );
  });

  test('less than one dollar keeps its zero, and its sign', () => {
    expect([fromCents(5n), fromCents(-5n), fromCents(0n), fromCents(100n)]).toEqual([
      '0.05',
      '-0.05',
      '0.00',
      '1.00',
    ]);
  });
});

describe('rounding', () => {
  test.each([
    ['0.125', 2, '0.13'],
    ['-0.125', 2, '-0.13'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['0.1249999999', 2, '0.12'],
    ['-0.004', 2, '0.00'],
    ['1', 2, '1.00'],
    ['999.995', 2, '1000.00'],
  ])('%s to %i places is %s: ties go away from zero, as in Postgres', (value, places, expected) => {
    expect(roundDecimal(value, places)).toBe(expected);
  });

  test('a rounded value is at most half a cent away', () => {
    const fine = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(fine, (digits) => {
        const exact = divideToDecimal(digits, 100_000n, 5);
        const away = digits - toCents(roundDecimal(exact, 2)) * 1_000n;
        return away <= 500n && away >= -500n;
      }),
      thorough,
    );
  });
});

describe('arithmetic', () => {
  test('tenths add up exactly, where floating point does not', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(sumDecimals(Array.from({ length: 1_000 }, () => '0.001'))).toBe('1.000');
    expect(sumDecimals([])).toBe('0');
  });

  test('a product keeps every digit', () => {
    expect(multiplyDecimals('123456789.123', '-0.0123')).toBe('-1518518.5062129');
  });

  test('the order of a sum does not matter', () => {
    fc.assert(
      fc.property(fc.array(cents), (amounts) => {
        const texts = amounts.map(fromCents);
        return compareDecimals(sumDecimals(texts), sumDecimals(texts.toReversed())) === 0;
      }),
      thorough,
    );
  });

  test('numbers are compared by value, not by spelling', () => {
    expect([
      compareDecimals('1.0', '1'),
      compareDecimals('-2', '1.5'),
      compareDecimals('10', '9.99'),
    ]).toEqual([0, -1, 1]);
  });

  test('scaling keeps proportions', () => {
    expect(scaleDecimals(['1.5', '0.25', '3'])).toEqual({ integers: [150n, 25n, 300n], places: 2 });
  });

  test('a quotient is rounded half away from zero, and nothing is divided by zero', () => {
    expect([divideToDecimal(2n, 3n, 4), divideToDecimal(-1n, 8n, 2), divideToDecimal(1n, -8n, 2)]).toEqual([
      '0.6667',
      '-0.13',
      '-0.13',
    ]);
    expect(() => divideToDecimal(1n, 0n, 2)).toThrow(InvariantError);
  });
});
