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
  const entries = Object.entries<bigint>(weights).sort(([left], [right]) => (left < right ? -1 : 1));
  const parts = splitInOrder(
    totalCents,
    entries.map(([, weight]) => weight),
  );
  return Object.fromEntries(entries.map(([key], index) => [key, parts[index] ?? 0n])) as Record<Key, bigint>;
}

/**
 * The same for weights in a fixed order: parts come back in it, and a tie goes to the one that stands first.
 *
 * @throws InvariantError as `splitByWeight` does.
 */
export function splitInOrder(totalCents: bigint, weights: readonly bigint[]): bigint[] {
  const totalWeight = sumOfWeights(weights);
  const isCredit = totalCents < 0n;
  const size = isCredit ? -totalCents : totalCents;
  let left = size;
  const fractions: bigint[] = [];
  const parts = weights.map((weight) => {
    const product = size * weight;
    const part = product / totalWeight;
    fractions.push(product - part * totalWeight);
    left -= part;
    return part;
  });
  for (const index of largestFirst(fractions).slice(0, Number(left)))
    parts[index] = (parts[index] ?? 0n) + 1n;
  return isCredit ? parts.map((part) => -part) : parts;
}

function largestFirst(fractions: readonly bigint[]): number[] {
  return fractions
    .map((_, index) => index)
    .sort((a, b) => {
      const [left, right] = [fractions[a] ?? 0n, fractions[b] ?? 0n];
      return left === right ? a - b : left > right ? -1 : 1;
    });
}

function sumOfWeights(weights: readonly bigint[]): bigint {
  const negative = weights.find((weight) => weight < 0n);
  if (negative !== undefined) {
    throw new InvariantError(
      `A weight is ${negative}; expected 0 or more.`,
      'Clamp or reject the driver before splitting.',
    );
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) {
    throw new InvariantError(
      `None of ${weights.length} weights is positive, so the amount has nowhere to go.`,
      "Use the rule's fallback or the Unallocated bucket (R25).",
    );
  }
  return total;
}
