import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal } from '../../pipeline/run.ts';
import { scaleDecimals } from '../money.ts';
import type { DriverReading } from './read-driver.ts';

/** One part of a blend as it was read. */
export interface ReadPart {
  readonly weight: Decimal;
  readonly reading: DriverReading;
}

/**
 * Integer weights of `sum of weight x share`, exactly: the fractions are brought to one denominator, so that nothing is
 * rounded before the cents are (R4). 0.4 of the units and 0.6 equal is the blend of the documents.
 *
 * @throws InvariantError when a weight is negative, or they do not add up to 1.
 */
export function blendWeights(ruleName: string, parts: readonly ReadPart[]): bigint[] {
  const { integers: weights, places } = scaleDecimals(parts.map(({ weight }) => weight));
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (weights.some((weight) => weight < 0n) || sum !== 10n ** BigInt(places)) {
    throw new InvariantError(
      `${ruleName} blends parts of ${parts.map(({ weight }) => weight).join(' + ')}; expected weights of 0 or more that add up to 1.`,
      'Correct the weights of the rule.',
    );
  }
  const counted = parts.flatMap(({ reading }, index) => {
    const weight = weights[index] ?? 0n;
    return weight === 0n ? [] : [{ reading, weight }];
  });
  const denominator = counted.reduce((product, { reading }) => product * reading.total, 1n);
  const factors = counted.map(({ reading, weight }) => weight * (denominator / reading.total));
  const [first] = parts;
  return (first?.reading.integers ?? []).map((_, receiver) =>
    counted.reduce(
      (total, { reading }, index) => total + (factors[index] ?? 0n) * (reading.integers[receiver] ?? 0n),
      0n,
    ),
  );
}
