import { SimpleLinearRegression } from 'ml-regression';
import { mean, type Observations } from './observations.ts';

/** Method A (000-183): y = slope x day + intercept, and what it leaves unexplained. */
export interface LinearTrend {
  /** License units per day. */
  readonly slope: number;
  /** License units on day 0. */
  readonly intercept: number;
  /** Standard deviation of the residuals with n - 2 degrees of freedom: the error of a prediction, not of the slope (C12c). */
  readonly residualSd: number;
  /**
   * How much of one day's departure from the trend returns on the next day, 0 to 0.99. Only neighboring known days count;
   * a negative figure becomes 0, so that a band never shrinks for it.
   */
  readonly persistence: number;
  /** License units expected on a day. */
  at(dayIndex: number): number;
  /** Variance of the line itself at a day, as a multiple of the residual variance: 1/n + (t - mean)^2 / Sxx. */
  leverage(dayIndex: number): number;
}

/** The straight line of least squares through at least 3 known days. */
export function fitLinearTrend({ x, y }: Observations): LinearTrend {
  const line = new SimpleLinearRegression(x, y);
  const center = mean(x);
  const spread = x.reduce((sum, day) => sum + (day - center) ** 2, 0);
  const residuals = x.map((day, index) => (y[index] ?? 0) - line.predict(day));
  return {
    slope: line.slope,
    intercept: line.intercept,
    residualSd: Math.sqrt(sumOfSquares(residuals) / (x.length - 2)),
    persistence: persistenceOf(x, residuals),
    at: (dayIndex) => line.predict(dayIndex),
    leverage: (dayIndex) => 1 / x.length + (dayIndex - center) ** 2 / spread,
  };
}

function persistenceOf(x: readonly number[], residuals: readonly number[]): number {
  const variance = sumOfSquares(residuals) / residuals.length;
  const products = residuals.flatMap((residual, index) =>
    x[index + 1] === (x[index] ?? 0) + 1 ? [residual * (residuals[index + 1] ?? 0)] : [],
  );
  if (variance === 0 || products.length === 0) return 0;
  return Math.min(0.99, Math.max(0, mean(products) / variance));
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
