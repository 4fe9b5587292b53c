import type { Decimal } from '../../pipeline/run.ts';

/** An exact decimal number: `digits` divided by 10^`scale`. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/** Nothing. */
export const zero: Exact = { digits: 0n, scale: 0 };

/** Larger exponents are no units of anything, and would fill memory with zeros. */
const largestExponent = 40;
const averageScale = 8;

/** The exact value of a JSON number or a numeric text; null when it is neither, infinite, or of an absurd exponent. */
export function readExact(value: unknown): Exact | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(String(value).trim());
  if (!parts) return null;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = parts;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > largestExponent) return null;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** Below zero, zero or above it, as `a` is less than, equal to or more than `b`. */
export function compareExact(a: Exact, b: Exact): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The exact sum. */
export function addExact(a: Exact, b: Exact): Exact {
  const [left, right, scale] = aligned(a, b);
  return { digits: left + right, scale };
}

/** The mean, exact to 8 decimals, half away from zero. */
export function meanExact(values: readonly Exact[]): Exact {
  const sum = values.reduce(addExact, zero);
  const divisor = BigInt(values.length) * 10n ** BigInt(sum.scale);
  const numerator = sum.digits * 10n ** BigInt(averageScale) * 2n;
  const half = numerator < 0n ? -divisor : divisor;
  return { digits: (numerator + half) / (divisor * 2n), scale: averageScale };
}

/** Plain digits without needless zeros, e.g. `12.5`. */
export function exactText({ digits, scale }: Exact): Decimal {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, '0');
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  const whole = text.slice(0, text.length - scale);
  return `${negative ? '-' : ''}${whole}${scale > 0 && fraction ? `.${fraction}` : ''}`;
}

function aligned(a: Exact, b: Exact): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}
