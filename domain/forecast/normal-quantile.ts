import { InvariantError } from '../../pipeline/errors.ts';

/**
 * How many standard deviations on both sides of the mean hold `confidence` of a normal distribution.
 *
 * @throws InvariantError when `confidence` is not between 0 and 1.
 * @example twoSidedNormalQuantile(0.95) // 1.95996...
 */
export function twoSidedNormalQuantile(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new InvariantError(
      `A confidence of ${confidence} is impossible; expected a share between 0 and 1.`,
      'Use 0.95 for 95 %.',
    );
  }
  return upperHalfQuantile((1 + confidence) / 2);
}

/**
 * Acklam's rational approximation of the inverse normal distribution for 0.5 <= p < 1; its relative error is below 1.2e-9.
 */
function upperHalfQuantile(p: number): number {
  if (p > 0.97575) {
    const q = Math.sqrt(-2 * Math.log(1 - p));
    return -polynomial(tailNumerator, q) / polynomial(tailDenominator, q);
  }
  const q = p - 0.5;
  return (q * polynomial(centerNumerator, q * q)) / polynomial(centerDenominator, q * q);
}

/** Horner's scheme, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const centerNumerator = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const centerDenominator = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const tailNumerator = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailDenominator = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
