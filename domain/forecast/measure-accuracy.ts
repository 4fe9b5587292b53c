/** How far forecasts were from what happened. */
export interface Accuracy {
  /**
   * Mean absolute percentage error (000-195). Null as soon as one actual is 0, where a percentage means nothing, and when
   * there is nothing to compare.
   */
  readonly mapePct: number | null;
  /** Sum of absolute errors over sum of actuals, in percent: stays defined on days without usage. Null when all are 0. */
  readonly wapePct: number | null;
  readonly count: number;
}

/** Compares a past month's forecasts with its actual units, group by group. */
export function measureAccuracy(
  pairs: readonly { readonly actual: number; readonly forecast: number }[],
): Accuracy {
  const errors = pairs.map(({ actual, forecast }) => Math.abs(actual - forecast));
  const sizes = pairs.map(({ actual }) => Math.abs(actual));
  const totalSize = total(sizes);
  const hasZero = sizes.some((size) => size === 0);
  const shares = errors.map((error, index) => error / (sizes[index] ?? 1));
  return {
    mapePct: hasZero || pairs.length === 0 ? null : (100 * total(shares)) / pairs.length,
    wapePct: totalSize === 0 ? null : (100 * total(errors)) / totalSize,
    count: pairs.length,
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
