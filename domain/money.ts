import { InvariantError } from '../pipeline/errors.ts';
import type { Decimal } from '../pipeline/run.ts';

/** A decimal taken apart: `digits` times ten to the power of minus `places`. */
interface Parts {
  readonly digits: bigint;
  readonly places: number;
}

/**
 * The whole cents in `amount`, exactly. Nothing is rounded here: whoever holds fractions of a cent decides with
 * {@link roundDecimal} how they end, once (R2).
 *
 * @throws InvariantError when the text is no decimal, or holds a fraction of a cent.
 * @example toCents('-12.3') // -1230n
 */
export function toCents(amount: Decimal): bigint {
  const { digits, places } = parse(amount);
  if (places <= 2) return digits * tenTo(2 - places);
  const unit = tenTo(places - 2);
  if (digits % unit !== 0n) {
    throw new InvariantError(
      `The amount ${amount} holds a fraction of a cent; expected at most 2 decimal places.`,
      'Round the amount where it arises, with roundDecimal.',
    );
  }
  return digits / unit;
}

/**
 * `cents` as a decimal with two places.
 *
 * @example fromCents(-5n) // '-0.05'
 */
export function fromCents(cents: bigint): Decimal {
  return format({ digits: cents, places: 2 });
}

/** The exact sum of two decimals, with the places of the finer one. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  return sumDecimals([left, right]);
}

/** The exact sum of decimals, with the places of the finest one; `0` when there is none. */
export function sumDecimals(values: Iterable<Decimal>): Decimal {
  let sum: Parts = { digits: 0n, places: 0 };
  for (const value of values) {
    const [left, right, places] = aligned(sum, parse(value));
    sum = { digits: left + right, places };
  }
  return format(sum);
}

/** The exact product of two decimals; it has the places of both together. */
export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  const [a, b] = [parse(left), parse(right)];
  return format({ digits: a.digits * b.digits, places: a.places + b.places });
}

/**
 * `value` with exactly `places` decimals, ties away from zero: the way of `round(numeric, n)` in Postgres, so that code and
 * SQL never disagree by a cent (R1).
 *
 * @example roundDecimal('-0.125', 2) // '-0.13'
 */
export function roundDecimal(value: Decimal, places: number): Decimal {
  const parts = parse(value);
  if (parts.places <= places) return format({ digits: parts.digits * tenTo(places - parts.places), places });
  return format({ digits: divideRounded(parts.digits, tenTo(parts.places - places)), places });
}

/** Below zero when `left` is smaller, above zero when it is larger, 0 when both say the same number (`1.0` and `1`). */
export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const [a, b] = aligned(parse(left), parse(right));
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The values as integers over one common power of ten, in the same order: their proportions, exactly. Weights for
 * `splitByWeight` are made of these.
 *
 * @example scaleDecimals(['1.5', '0.25']) // { integers: [150n, 25n], places: 2 }
 */
export function scaleDecimals(values: readonly Decimal[]): {
  readonly integers: bigint[];
  readonly places: number;
} {
  const parsed = values.map(parse);
  const places = Math.max(0, ...parsed.map((value) => value.places));
  return { integers: parsed.map((value) => value.digits * tenTo(places - value.places)), places };
}

/**
 * `numerator / denominator` as a decimal with `places` places, ties away from zero.
 *
 * @throws InvariantError when the denominator is zero.
 */
export function divideToDecimal(numerator: bigint, denominator: bigint, places: number): Decimal {
  if (denominator === 0n)
    throw new InvariantError(`Cannot divide ${numerator} by zero.`, 'Decide before dividing.');
  const sign = denominator < 0n ? -1n : 1n;
  return format({ digits: divideRounded(sign * numerator * tenTo(places), sign * denominator), places });
}

function parse(text: Decimal): Parts {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) {
    throw new InvariantError(
      `${JSON.stringify(text)} is no decimal number; expected digits with an optional sign and point, e.g. -12.34.`,
      'Pass exact decimals as text, without exponent, separators or currency.',
    );
  }
  const [, sign, whole = '', fraction = ''] = match;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, places: fraction.length };
}

function format({ digits, places }: Parts): Decimal {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function aligned(left: Parts, right: Parts): [left: bigint, right: bigint, places: number] {
  const places = Math.max(left.places, right.places);
  return [left.digits * tenTo(places - left.places), right.digits * tenTo(places - right.places), places];
}

/** Half away from zero; `denominator` is above zero. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power);
}
