import { expect, test } from '@jest/globals';
import { costOf } from '../../../../domain/pricing/cost-of.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

test('cost is units times rate, unrounded beside the cents that are charged', () => {
  expect(costOf('12.5', '0.123')).toEqual({ exact: '1.53750000', cents: '1.54' });
});

test('R1: a tie that floating point loses is rounded up', () => {
  expect(1.005 * 100).toBeLessThan(100.5);
  expect(costOf('1.005', '1').cents).toBe('1.01');
});

test('R2: cents are rounded from the product, not from its 8 places', () => {
  expect(costOf('0.004999999', '1.0000001')).toEqual({ exact: '0.00500000', cents: '0.00' });
});

test('a correction costs what the usage cost', () => {
  expect(costOf('-12.5', '0.123').cents).toBe('-1.54');
});

test('units that are no number are refused', () => {
  expect(() => costOf('many', '1')).toThrow(InvariantError);
});
