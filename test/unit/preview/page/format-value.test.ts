import { expect, test } from '@jest/globals';
import { formatTick, formatValue } from '../../../../preview/page/format-value.js';
import { tickStep } from '../../../../preview/page/tick-step.js';

test.each([
  ['1234567.8', 'currencyUSD', 2, '$1,234,567.80'],
  ['-1234.565', 'currencyUSD', 2, '-$1,234.57'],
  ['90071992547409931.23', 'currency:financial:$', 2, '$90,071,992,547,409,931.23'],
  ['12.5', 'currency:financial:€:suffix', 2, '12.50€'],
  ['47721', 'short', 0, '47,721'],
  ['47721.5', 'locale', 1, '47,721.5'],
  ['60.94', 'percent', 1, '60.9%'],
  ['0.6094', 'percentunit', 1, '60.9%'],
  ['3', 'suffix: days', 0, '3 days'],
  ['3', 'days', 0, '3 days'],
  ['3', 'prefix:#', 0, '#3'],
  ['0.5', 's', 0, '500 ms'],
  ['90', 's', 1, '1.5 min'],
  ['1', 'd', 0, '1 day'],
  ['30', 'd', 2, '4.29 weeks'],
  ['1536', 'bytes', 1, '1.5 KiB'],
  ['7200000', 'ms', 0, '2 hours'],
])('%s in %s with %i digits reads %s', (value, unit, decimals, written) => {
  expect(formatValue(value, { unit, decimals, type: 'number' })).toBe(written);
});

test.each([
  ['1025.8437', '1,025.8'],
  ['13.914', '13.91'],
  ['0.000123456', '0.000123'],
  ['5.00', '5'],
  ['0', '0'],
])('without digits asked for, %s reads %s', (value, written) => {
  expect(formatValue(value, { unit: 'short', type: 'number' })).toBe(written);
});

test('nothing is written for an unknown value, and zero is a value', () => {
  expect(formatValue(null, { unit: 'currencyUSD', decimals: 2, type: 'number' })).toBe('');
  expect(formatValue('0', { unit: 'currencyUSD', decimals: 2, type: 'number' })).toBe('$0.00');
});

test('texts stay as they are, whatever they look like', () => {
  expect(formatValue('007', { unit: 'currencyUSD', type: 'string' })).toBe('007');
  expect(formatValue('<b>百事 100%</b>', { unit: 'short', type: 'string' })).toBe('<b>百事 100%</b>');
  expect(formatValue('NaN', { unit: 'short', type: 'number' })).toBe('NaN');
});

test('times are written in UTC, by a pattern where one is given', () => {
  const time = '2025-10-01T22:15:00.000Z';
  expect(formatValue(time, { unit: 'dateTimeAsIso', type: 'time' })).toBe('2025-10-01 22:15:00');
  expect(formatValue(time, { unit: 'time:DD.MM.YYYY HH:mm', type: 'time' })).toBe('01.10.2025 22:15');
  expect(formatValue('1759356900000', { unit: 'dateTimeAsIso', type: 'number' })).toBe('2025-10-01 22:15:00');
});

test('truth has words', () => {
  expect(formatValue(true, { unit: 'bool_yes_no', type: 'boolean' })).toBe('Yes');
  expect(formatValue(false, { unit: 'bool:kept/broken', type: 'boolean' })).toBe('broken');
  expect(formatValue(true, { type: 'boolean' })).toBe('True');
});

test.each([
  [1_200_000, 'currencyUSD', '$1.2M'],
  [-4500, 'currency:financial:$', '-$4.5K'],
  [0.25, 'percentunit', '25%'],
  [120, 'percent', '120%'],
  [0, 'short', '0'],
  [7200, 's', '2 hours'],
])('%f on an axis of %s reads %s', (number, unit, written) => {
  expect(formatTick(number, unit)).toBe(written);
});

test.each([
  ['bytes', 13 * 2 ** 20, 4 * 2 ** 20],
  ['s', 80, 30],
  ['s', 4, undefined],
  ['ms', 80_000, 30_000],
  ['h', 20, 6],
  ['currencyUSD', 80, undefined],
  ['s', 0, undefined],
])('marks of an axis of %s up to %f stand %p apart', (unit, greatest, step) => {
  expect(tickStep(unit, greatest)).toBe(step);
});
