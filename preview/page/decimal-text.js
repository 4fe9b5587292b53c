/** Exact arithmetic on decimal numbers as text: what PostgreSQL answered must not pass through a float on its way to a reader. */

/** @typedef {{ value: bigint, scale: number }} Decimal the number is value / 10^scale */

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * @param {string} text
 * @returns {Decimal | undefined} undefined when it is no finite number
 */
export function parseDecimal(text) {
  const [whole, sign, before = '', after = '', exponent = '0'] = pattern.exec(text.trim()) ?? [];
  if (whole === undefined || before + after === '') return undefined;
  const digits = BigInt(before + after) * (sign === '-' ? -1n : 1n);
  const scale = after.length - Number(exponent);
  return scale >= 0 ? { value: digits, scale } : { value: digits * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Rounds half away from zero, as PostgreSQL rounds numerics.
 * @param {Decimal} decimal
 * @param {number} digits after the point
 * @returns {Decimal}
 */
export function round({ value, scale }, digits) {
  if (digits >= scale) return { value: value * 10n ** BigInt(digits - scale), scale: digits };
  const divisor = 10n ** BigInt(scale - digits);
  const half = value < 0n ? -(divisor / 2n) : divisor / 2n;
  return { value: (value + half) / divisor, scale: digits };
}

/**
 * @param {Decimal} decimal
 * @returns {Decimal} without zeros at its end
 */
export function trim({ value, scale }) {
  let [digits, places] = [value, scale];
  while (places > 0 && digits % 10n === 0n) [digits, places] = [digits / 10n, places - 1];
  return { value: digits, scale: places };
}

/**
 * Multiplies by a power of ten.
 * @param {Decimal} decimal
 * @param {number} power
 * @returns {Decimal}
 */
export const shift = ({ value, scale }, power) =>
  scale >= power
    ? { value, scale: scale - power }
    : { value: value * 10n ** BigInt(power - scale), scale: 0 };

/**
 * @param {readonly Decimal[]} decimals
 * @returns {Decimal}
 */
export function add(decimals) {
  const scale = Math.max(0, ...decimals.map((decimal) => decimal.scale));
  const value = decimals.reduce((sum, decimal) => sum + round(decimal, scale).value, 0n);
  return { value, scale };
}

/**
 * @param {Decimal} one
 * @param {Decimal} other
 */
export function compare(one, other) {
  const scale = Math.max(one.scale, other.scale);
  const [left, right] = [round(one, scale).value, round(other, scale).value];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * With thousands separators.
 * @param {Decimal} decimal
 * @returns {{ isNegative: boolean, text: string }} the text without a sign
 */
export function grouped({ value, scale }) {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const before = digits.slice(0, digits.length - scale);
  const after = digits.slice(digits.length - scale);
  const text = before.replace(/\B(?=(\d{3})+$)/g, ',');
  return { isNegative: value < 0n, text: after === '' ? text : `${text}.${after}` };
}

/** @param {Decimal} decimal */
export function toText(decimal) {
  const { isNegative, text } = grouped(decimal);
  return `${isNegative ? '-' : ''}${text.replaceAll(',', '')}`;
}
