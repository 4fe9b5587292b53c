import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  compare,
  grouped,
  parseDecimal,
  round,
  shift,
  toText,
  trim,
} from '../../../../preview/page/decimal-text.js';

const decimal = (text: string) => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`${text} is no number`);
  return parsed;
};

test.each([
  ['1234567.891', 2, '1,234,567.89'],
  ['0.005', 2, '0.01'],
  ['2.5', 0, '3'],
  ['99999999999999999.995', 2, '100,000,000,000,000,000.00'],
  ['0', 2, '0.00'],
  ['7', 2, '7.00'],
  ['1e3', 0, '1,000'],
  ['1.5e-7', 8, '0.00000015'],
  ['.5', 1, '0.5'],
])('%s with %i digits is %s', (text, digits, written) => {
  expect(grouped(round(decimal(text), digits))).toEqual({ isNegative: false, text: written });
});

test('halves are rounded away from zero below zero as well', () => {
  expect(toText(round(decimal('-2.5'), 0))).toBe('-3');
  expect(toText(round(decimal('-0.004'), 2))).toBe('0.00');
});

test.each(['', '-', '.', 'NaN', 'Infinity', '1,000', '0x10', '1e99999', 'five'])(
  '%j is no finite number',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);

test('cents add up exactly, where floats would not', () => {
  expect(toText(add(Array.from({ length: 10 }, () => decimal('0.10'))))).toBe('1.00');
  expect(toText(add([]))).toBe('0');
});

test('what is written is what PostgreSQL said', () => {
  const text = fc.tuple(fc.bigInt(), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(text, ([value, scale]) => {
      const written = toText({ value, scale });
      expect(parseDecimal(written)).toEqual({ value, scale });
      expect(compare(trim(decimal(written)), { value, scale })).toBe(0);
      expect(compare(shift({ value, scale }, 2), shift(shift({ value, scale }, 3), -1))).toBe(0);
    }),
  );
});

test('numbers compare by value, not as text', () => {
  expect(compare(decimal('10'), decimal('9.99'))).toBe(1);
  expect(compare(decimal('1.0'), decimal('1'))).toBe(0);
  expect(compare(decimal('-2'), decimal('1'))).toBe(-1);
});
