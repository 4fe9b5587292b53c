import { add, compare, parseDecimal, toText } from './decimal-text.js';

/** @typedef {import('./types.js').Cell} Cell */

/**
 * One value of many, by Grafana's names; exact where the result is one of the values or their sum.
 * @param {readonly Cell[]} values
 * @param {string} calculation
 * @returns {Cell}
 */
export function reduce(values, calculation) {
  const known = values.filter((value) => value !== null);
  if (calculation === 'last') return values.at(-1) ?? null;
  if (calculation === 'first') return values[0] ?? null;
  if (calculation === 'firstNotNull') return known[0] ?? null;
  if (calculation === 'count') return String(values.length);
  if (calculation === 'countAll') return String(values.length);
  const numbers = known.flatMap((value) => parseDecimal(String(value)) ?? []);
  const [first] = numbers;
  if (calculation === 'lastNotNull' || first === undefined) return known.at(-1) ?? null;
  if (calculation === 'sum') return toText(add(numbers));
  if (calculation === 'mean') return String(sumOf(numbers) / numbers.length);
  if (calculation === 'max')
    return toText(numbers.reduce((best, one) => (compare(one, best) > 0 ? one : best), first));
  if (calculation === 'min')
    return toText(numbers.reduce((best, one) => (compare(one, best) < 0 ? one : best), first));
  return null;
}

/** @param {import('./decimal-text.js').Decimal[]} numbers */
const sumOf = (numbers) => Number(toText(add(numbers)));

const words = /** @type {Record<string, string>} */ ({
  lastNotNull: 'Last',
  last: 'Last',
  firstNotNull: 'First',
  first: 'First',
  sum: 'Total',
  mean: 'Mean',
  max: 'Max',
  min: 'Min',
  count: 'Count',
});

/** @param {string} calculation */
export const calculationName = (calculation) => words[calculation] ?? calculation;
