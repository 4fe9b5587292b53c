import { InvariantError } from '../../pipeline/errors.ts';
import { addMonths, countDays, daysIn } from '../../pipeline/days.ts';
import type { Month } from '../../pipeline/run.ts';
import type { SeriesPoint } from './build-series.ts';
import { smoothExponentially, type SmoothedLevel } from './exponential-smoothing.ts';
import { fitLinearTrend, type LinearTrend } from './linear-trend.ts';
import { twoSidedNormalQuantile } from './normal-quantile.ts';
import { observe, type Observations } from './observations.ts';

/** How usage is projected. */
export interface ForecastSettings {
  readonly method: 'linear' | 'smoothing' | 'ensemble';
  /** Weight of the latest day in the smoothed level, above 0 and at most 1. */
  readonly alpha: number;
  /** The two weights of the ensemble add up to 1. */
  readonly linearWeight: number;
  readonly smoothingWeight: number;
  /** Usage rows that a group needs in its window (000-190). */
  readonly minimumRows: number;
  /** What share of outcomes the band should hold. */
  readonly confidence: number;
}

/** What the documents set (000-186, 000-187, 000-190, 000-192). */
export const defaultForecastSettings: ForecastSettings = {
  method: 'ensemble',
  alpha: 0.3,
  linearWeight: 0.6,
  smoothingWeight: 0.4,
  minimumRows: 30,
  confidence: 0.95,
};

/** One group's daily grid and the months to project. */
export interface ForecastQuestion {
  readonly points: readonly SeriesPoint[];
  /** Usage rows behind the points; days filled with 0 are not counted. */
  readonly observedRows: number;
  readonly firstMonth: Month;
  /** How many months, 12 by the documents. */
  readonly months: number;
  readonly settings: ForecastSettings;
}

/** License units of a month with their band: `0 <= lower <= units <= upper`. */
export interface MonthForecast {
  readonly month: Month;
  readonly units: number;
  readonly lower: number;
  readonly upper: number;
}

/** What the method saw, stored for the audit trail (000-198). */
export interface ForecastDiagnostics {
  /** License units per day. */
  readonly slope: number;
  readonly intercept: number;
  /** License units a day. */
  readonly level: number;
  readonly linearResidualSd: number;
  readonly smoothingResidualSd: number;
  /** 0: days depart from the trend on their own; near 1: a departure lasts. */
  readonly persistence: number;
  readonly knownDays: number;
}

/** A projection, or why there is none. */
export type Forecast =
  | {
      readonly status: 'forecast';
      readonly method: ForecastSettings['method'];
      readonly months: readonly MonthForecast[];
      readonly diagnostics: ForecastDiagnostics;
    }
  | {
      readonly status: 'insufficient_history';
      readonly observedRows: number;
      readonly needed: number;
      readonly reason: string;
    };

/**
 * The license units of the coming months: mean daily forecast x days in the month, not below 0 (C12e).
 *
 * **Bands.** Both methods predict days; a month is a sum of days. Whether the errors of days are independent decides how wide
 * the band of a month is: independent ones mostly cancel (factor root of n), dependent ones add (factor n). Neither may be
 * assumed: an application whose tier changes at random has days that know nothing of each other, one whose level wanders is
 * off for weeks. So the trend's residuals are asked: their lag-1 autocorrelation r (`persistence`, never below 0) gives the
 * variance of n days as n + 2 x sum over k of (n - k) r^k. The error of the line itself is common to all days of a month and
 * counts n^2. The smoothed level's variance per day is 1 + h alpha^2 at the middle of the month.
 *
 * **Ensemble.** Both methods learn from the same days, so their errors go together: their standard deviations are added with
 * the weights of the methods, the widest that two errors can combine to. Where the methods disagree, one of them is wrong:
 * the variance between them (the product of the weights x difference^2, as of a mixture) is added. It grows with the horizon
 * when a trend runs away from the flat level.
 *
 * A band holds the uncertainty that the history shows, and no change that it has never seen.
 *
 * @throws InvariantError when alpha, weights or confidence make no sense.
 */
export function forecastUsage(question: ForecastQuestion): Forecast {
  const { settings, observedRows } = question;
  refuseNonsense(settings);
  const observations = observe(question.points);
  if (observedRows < settings.minimumRows) return tooShort(observedRows, settings.minimumRows, 'usage rows');
  if (observations.x.length < 3) return tooShort(observations.x.length, 3, 'known days');

  const trend = fitLinearTrend(observations);
  const level = smoothExponentially(observations, settings.alpha);
  const project = projector({ settings, observations, trend, level });
  return {
    status: 'forecast',
    method: settings.method,
    months: Array.from({ length: question.months }, (_, index) =>
      project(addMonths(question.firstMonth, index)),
    ),
    diagnostics: {
      slope: trend.slope,
      intercept: trend.intercept,
      level: level.level,
      linearResidualSd: trend.residualSd,
      smoothingResidualSd: level.residualSd,
      persistence: trend.persistence,
      knownDays: observations.x.length,
    },
  };
}

interface Models {
  readonly settings: ForecastSettings;
  readonly observations: Observations;
  readonly trend: LinearTrend;
  readonly level: SmoothedLevel;
}

function projector({ settings, observations, trend, level }: Models): (month: Month) => MonthForecast {
  const quantile = twoSidedNormalQuantile(settings.confidence);
  const { linear, smoothing } = weightsOf(settings);
  const lastKnown = observations.x.at(-1) ?? 0;

  return (month) => {
    const days = daysIn(month);
    const middle = countDays(observations.firstDay, month) - 1 + (days - 1) / 2;
    const sumVariance = varianceOfSum(days, trend.persistence);
    const linearSd = trend.residualSd * Math.sqrt(sumVariance * (1 + days * trend.leverage(middle)));
    const horizon = Math.max(1, middle - lastKnown);
    const smoothingSd = level.residualSd * Math.sqrt(sumVariance * level.spread(horizon));

    const expected = days * (linear * trend.at(middle) + smoothing * level.level);
    const disagreement = Math.sqrt(linear * smoothing) * days * (trend.at(middle) - level.level);
    const half = quantile * Math.hypot(linear * linearSd + smoothing * smoothingSd, disagreement);
    const [units, lower, upper] = [expected, expected - half, expected + half].map((value) =>
      Math.max(0, value),
    );
    return { month, units: units ?? 0, lower: lower ?? 0, upper: upper ?? 0 };
  };
}

function weightsOf(settings: ForecastSettings): { readonly linear: number; readonly smoothing: number } {
  if (settings.method === 'linear') return { linear: 1, smoothing: 0 };
  if (settings.method === 'smoothing') return { linear: 0, smoothing: 1 };
  return { linear: settings.linearWeight, smoothing: settings.smoothingWeight };
}

/** Variance of the sum of `days` errors of variance 1, each of which returns to the next day by `persistence`. */
function varianceOfSum(days: number, persistence: number): number {
  let sum = days;
  for (let lag = 1; lag < days; lag += 1) sum += 2 * (days - lag) * persistence ** lag;
  return sum;
}

function tooShort(found: number, needed: number, what: string): Forecast {
  const reason = `${found} ${what} in the look-back window; a forecast needs at least ${needed}.`;
  return { status: 'insufficient_history', observedRows: found, needed, reason };
}

function refuseNonsense({ alpha, linearWeight, smoothingWeight }: ForecastSettings): void {
  const isBlend =
    linearWeight >= 0 && smoothingWeight >= 0 && Math.abs(linearWeight + smoothingWeight - 1) < 1e-9;
  if (alpha > 0 && alpha <= 1 && isBlend) return;
  throw new InvariantError(
    `Forecast settings make no sense: alpha ${alpha}, weights ${linearWeight} and ${smoothingWeight}; ` +
      'expected alpha above 0 and at most 1, and weights of 0 or more that add up to 1.',
    'Correct the forecast settings.',
  );
}
