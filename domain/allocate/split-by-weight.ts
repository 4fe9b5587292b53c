import { InvariantError } from '../../pipeline/errors.ts';

/**
 * Parts of `totalCents` in proportion to `weights`, adding up to it exactly.
 * Every part is rounded toward zero; the cents left over go to the largest fractions, ties to the smaller key (R3).
 * A negative total (a credit) is split as its absolute value. Keys compare as text, so the order of the record is of no
 * account.
 *
 * @throws InvariantError when no weight is positive: the caller decides where such an amount goes (R25). Also when a weight
 * is negative.
 * @example splitByWeight(100n, { a: 1n, b: 1n, c: 1n }) // { a: 34n, b: 33n, c: 33n }
 */
export function splitByWeight<Key extends string>(
  totalCents: bigint,
  weights: Readonly<Record<Key, bigint>>,
): Record<Key, bigint> {
  const entries = Object.entries<bigint>(weights);
  const totalWeight = sumOfWeights(entries);
  const size = totalCents < 0n ? -totalCents : totalCents;

  const parts = entries.map(([key, weight]) => ({
    key,
    cents: (size * weight) / totalWeight,
    fraction: (size * weight) % totalWeight,
  }));
  let left = size - parts.reduce((sum, part) => sum + part.cents, 0n);
  for (const part of parts.toSorted(byFractionThenKey)) {
    if (left === 0n) break;
    part.cents += 1n;
    left -= 1n;
  }
  const sign = totalCents < 0n ? -1n : 1n;
  return Object.fromEntries(parts.map(({ key, cents }) => [key, sign * cents])) as Record<Key, bigint>;
}

function sumOfWeights(entries: readonly (readonly [key: string, weight: bigint])[]): bigint {
  const negative = entries.find(([, weight]) => weight < 0n);
  if (negative) {
    throw new InvariantError(
      `Weight ${negative[1]} of ${negative[0]} is negative; expected 0 or more.`,
      'Clamp or reject the driver before splitting.',
    );
  }
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0n);
  if (total === 0n) {
    throw new InvariantError(
      `None of ${entries.length} weights is positive, so the amount has nowhere to go.`,
      "Use the rule's fallback or the Unallocated bucket (R25).",
    );
  }
  return total;
}

interface Fraction {
  readonly key: string;
  readonly fraction: bigint;
}

function byFractionThenKey(left: Fraction, right: Fraction): number {
  if (left.fraction !== right.fraction) return left.fraction > right.fraction ? -1 : 1;
  return left.key < right.key ? -1 : 1;
}
