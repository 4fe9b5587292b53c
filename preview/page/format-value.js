import { grouped, parseDecimal, round, shift, trim } from './decimal-text.js';

/** @typedef {import('./types.js').Cell} Cell */

/** Numbers that a reader compares have all their digits; what tells a size (a duration, bytes) is scaled as in Grafana. */
const scaled =
  /** @type {Record<string, readonly (readonly [above: number, divisor: number, name: string])[]>} */ ({
    ms: durationFrom(0.001),
    s: durationFrom(1),
    m: durationFrom(60),
    h: durationFrom(3600),
    d: [
      [0, 1, 'day'],
      [7, 7, 'week'],
      [365, 365, 'year'],
    ],
    bytes: [0, 1, 2, 3, 4].map((power) => [
      power === 0 ? 0 : 1024 ** power,
      1024 ** power,
      ['B', 'KiB', 'MiB', 'GiB', 'TiB'][power] ?? '',
    ]),
    decbytes: [0, 1, 2, 3, 4].map((power) => [
      power === 0 ? 0 : 1000 ** power,
      1000 ** power,
      ['B', 'kB', 'MB', 'GB', 'TB'][power] ?? '',
    ]),
  });
const plural = new Set(['day', 'week', 'year', 'hour']);

/**
 * Grafana's steps of seconds and milliseconds, for a unit that is so many seconds long.
 * @param {number} seconds
 * @returns {(readonly [number, number, string])[]}
 */
function durationFrom(seconds) {
  return /** @type {[number, string][]} */ ([
    [0.001, 'ms'],
    [1, 's'],
    [60, 'min'],
    [3600, 'hour'],
    [86_400, 'day'],
    [604_800, 'week'],
    [31_536_000, 'year'],
  ]).map(([length, name], index) => [index === 0 ? 0 : length / seconds, length / seconds, name]);
}

const timePattern = /^\d{4}-\d{2}-\d{2}T/;

/**
 * A value as a reader reads it: exact text in, exact text out.
 * @param {Cell} value
 * @param {{ unit?: string | undefined, decimals?: number | undefined, type?: string }} how
 * @returns {string}
 */
export function formatValue(value, { unit = 'none', decimals, type }) {
  if (value === null || value === '') return '';
  if (typeof value === 'boolean') return booleanText(value, unit);
  if (type === 'time' || isTimeUnit(unit)) return formatTime(value, unit);
  if (unit === 'string' || type === 'string') return String(value);
  const decimal = parseDecimal(String(value));
  return decimal === undefined ? String(value) : formatNumber(decimal, unit, decimals);
}

/**
 * @param {import('./decimal-text.js').Decimal} decimal
 * @param {string} unit
 * @param {number | undefined} decimals
 */
function formatNumber(decimal, unit, decimals) {
  const steps = scaled[unit];
  if (steps !== undefined) return formatScaled(decimal, steps, decimals);
  const number = unit === 'percentunit' ? shift(decimal, 2) : decimal;
  const { prefix, suffix } = around(unit);
  const { isNegative, text } = grouped(roundFor(number, decimals));
  return `${isNegative ? '-' : ''}${prefix}${text}${suffix}`;
}

/**
 * Digits as asked for; else as many as tell the number apart: three that count, and never cents of a million.
 * @param {import('./decimal-text.js').Decimal} decimal
 * @param {number | undefined} decimals
 */
function roundFor(decimal, decimals) {
  if (decimals !== undefined) return round(decimal, decimals);
  const size = Math.abs(toNumber(decimal));
  const digits =
    size >= 100 ? 1 : size >= 1 ? 2 : size === 0 ? 0 : Math.min(8, 2 - Math.floor(Math.log10(size)));
  return trim(round(decimal, digits));
}

/**
 * @param {import('./decimal-text.js').Decimal} decimal
 * @param {readonly (readonly [above: number, divisor: number, name: string])[]} steps
 * @param {number | undefined} decimals
 */
function formatScaled(decimal, steps, decimals) {
  const number = toNumber(decimal);
  const size = Math.abs(number);
  const [, divisor, name] = steps.findLast(([above]) => size >= above) ?? [0, 1, ''];
  const shown = number / divisor;
  const digits = decimals ?? (Math.abs(shown) >= 100 || Number.isInteger(shown) ? 0 : 1);
  const isPlural = plural.has(name) && Number(Math.abs(shown).toFixed(digits)) !== 1;
  return `${shown.toFixed(digits)} ${name}${isPlural ? 's' : ''}`;
}

/** Symbols of Grafana's currency units that are not asked for by `currency:`. */
const currencies = /** @type {Record<string, string>} */ ({
  currencyUSD: '$',
  currencyEUR: '€',
  currencyGBP: '£',
  currencyJPY: '¥',
  currencyCHF: 'CHF ',
});
/** Units that say what is counted, not how it is written. */
const bare = new Set(['none', 'short', 'locale', 'string', 'sishort']);

/**
 * What stands before and after the digits.
 * @param {string} unit
 * @returns {{ prefix: string, suffix: string }}
 */
function around(unit) {
  const symbol = currencies[unit];
  if (symbol !== undefined) return { prefix: symbol, suffix: '' };
  if (bare.has(unit)) return { prefix: '', suffix: '' };
  if (unit === 'percent' || unit === 'percentunit') return { prefix: '', suffix: '%' };
  const [, kind, rest = ''] = /^(currency:financial|currency|prefix|suffix|count):(.*)$/.exec(unit) ?? [];
  if (kind === 'prefix') return { prefix: rest, suffix: '' };
  if (kind === 'suffix' || kind === 'count') return { prefix: '', suffix: ` ${rest.trim()}` };
  if (kind === undefined) return { prefix: '', suffix: ` ${unit}` };
  const [sign = '', place] = rest.split(':');
  return place === 'suffix' ? { prefix: '', suffix: sign } : { prefix: sign, suffix: '' };
}

/**
 * @param {boolean} value
 * @param {string} unit
 */
function booleanText(value, unit) {
  const [yes, no] = unit.startsWith('bool:') ? unit.slice('bool:'.length).split('/') : [];
  if (unit === 'bool_yes_no') return value ? 'Yes' : 'No';
  if (unit === 'bool_on_off') return value ? 'On' : 'Off';
  return value ? (yes ?? 'True') : (no ?? 'False');
}

/** @param {string} unit */
export const isTimeUnit = (unit) => unit.startsWith('dateTime') || unit.startsWith('time:');

/**
 * A time in UTC. Other formats than ISO are made of the parts that they name.
 * @param {Cell} value ISO text, or milliseconds since 1970
 * @param {string} unit
 */
function formatTime(value, unit) {
  const text = String(value);
  const moment = new Date(timePattern.test(text) ? text : Number(text));
  if (Number.isNaN(moment.getTime())) return text;
  const [date = '', time = ''] = moment.toISOString().split(/[TZ.]/);
  if (!unit.startsWith('time:')) return `${date} ${time}`;
  const [year = '', month = '', day = ''] = date.split('-');
  const [hour = '', minute = '', second = ''] = time.split(':');
  const parts = /** @type {Record<string, string>} */ ({
    YYYY: year,
    MM: month,
    DD: day,
    HH: hour,
    mm: minute,
    ss: second,
  });
  return unit.slice('time:'.length).replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => parts[part] ?? part);
}

/**
 * A number on an axis: short, because the eye only measures there.
 * @param {number} number
 * @param {string | undefined} unit
 */
export function formatTick(number, unit = 'none') {
  if (scaled[unit] !== undefined && number === 0) return '0';
  if (scaled[unit] !== undefined) return formatValue(String(number), { unit, type: 'number' });
  const shown = unit === 'percentunit' ? number * 100 : number;
  const [divisor, letter] = /** @type {[number, string][]} */ ([
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'K'],
  ]).find(([least]) => Math.abs(shown) >= least) ?? [1, ''];
  const { prefix, suffix } = around(unit);
  const digits = Number((Math.abs(shown) / divisor).toPrecision(3));
  return `${shown < 0 ? '-' : ''}${prefix}${digits}${letter}${suffix}`;
}

/** @param {import('./decimal-text.js').Decimal} decimal */
const toNumber = ({ value, scale }) => Number(value) / 10 ** scale;
