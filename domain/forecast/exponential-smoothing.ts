import type { Observations } from './observations.ts';

/** Method B (000-185): a level that follows the series; its forecast is flat (C12b). */
export interface SmoothedLevel {
  /** License units a day: the forecast of every day to come. */
  readonly level: number;
  /** Standard deviation of the one-day-ahead errors. */
  readonly residualSd: number;
  /** Variance of one day's forecast, as a multiple of the residual variance, `horizon` days after the last known one. */
  spread(horizon: number): number;
}

/**
 * s[t] = alpha x actual[t] + (1 - alpha) x s[t-1], started at the first known day. A gap leaves the level where it is: nothing
 * was learned on that day. The uncertainty grows with the horizon as 1 + h alpha^2, the rule of a level that wanders.
 */
export function smoothExponentially({ y }: Observations, alpha: number): SmoothedLevel {
  let level = y[0] ?? 0;
  let squares = 0;
  for (const actual of y.slice(1)) {
    const error = actual - level;
    squares += error * error;
    level += alpha * error;
  }
  return {
    level,
    residualSd: Math.sqrt(squares / Math.max(1, y.length - 1)),
    spread: (horizon) => 1 + horizon * alpha * alpha,
  };
}
