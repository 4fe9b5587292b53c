import { buildSeries } from '../domain/forecast/build-series.ts';
import { forecastUsage, type MonthForecast } from '../domain/forecast/forecast-usage.ts';
import { costOf } from '../domain/pricing/cost-of.ts';
import { addDays, addMonths, monthOf } from '../pipeline/days.ts';
import type { Decimal, Month, RunSlice, StageReport } from '../pipeline/run.ts';
import {
  createForecasts,
  type ForecastModel,
  type ForecastRow,
  type SeriesVerdict,
  type UsageSeries,
} from '../repositories/forecasts.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

interface SeriesForecast {
  readonly rows: readonly ForecastRow[];
  readonly verdict: SeriesVerdict;
}

/** Stage 4: twelve months of units and cost for every application, capability and tier, as one version of the date. */
export function createForecast({ database, settings }: ActivityDependencies) {
  const forecasts = createForecasts(database);
  const { lookBackDays, months } = settings.forecast;

  return async function forecast({ runId, date }: RunSlice): Promise<StageReport> {
    const lastDay = addDays(date, -1);
    const model = await forecasts.activeModel();
    const usedFrom = addDays(date, -lookBackDays);
    const series = await forecasts.series(usedFrom, lastDay, date);
    const firstMonth = addMonths(monthOf(lastDay), 1);

    const made = series.map((one) =>
      forecastSeries(one, model, { lastDay, lookBackDays, firstMonth, months }),
    );

    const rows = made.flatMap((one) => one.rows);
    const verdicts = made.map((one) => one.verdict);
    await forecasts.replace({ runId, asOf: date, usedFrom, model, rows, verdicts });
    const without = verdicts.filter((verdict) => verdict.status !== 'forecast').length;
    return report({
      read: series.reduce((sum, one) => sum + one.rows.length, 0),
      written: rows.length,
      warnings:
        without > 0 ? [`${without} of ${series.length} series have too little history for a forecast.`] : [],
      facts: { series: series.length, forecastRows: rows.length, withoutForecast: without, firstMonth },
    });
  };
}

interface Horizon {
  readonly lastDay: string;
  readonly lookBackDays: number;
  readonly firstMonth: Month;
  readonly months: number;
}

function forecastSeries(series: UsageSeries, model: ForecastModel, horizon: Horizon): SeriesForecast {
  const { appId, capabilityId, tier } = series;
  const { points, observedRows } = buildSeries({
    rows: series.rows,
    completeDays: new Set(series.completeDays),
    missingDays: new Set(series.missingDays),
    lastDay: horizon.lastDay,
    lookBackDays: horizon.lookBackDays,
  });
  const { firstMonth, months } = horizon;
  const result = forecastUsage({ points, observedRows, firstMonth, months, settings: model.settings });
  const key = { appId, capabilityId, tier };
  if (result.status === 'insufficient_history') {
    return { rows: [], verdict: { ...key, status: result.status, reason: result.reason, observedRows } };
  }
  return {
    rows: result.months.map((month) => ({
      ...key,
      method: result.method,
      price: series.price,
      ...priced(month, series.price),
    })),
    verdict: { ...key, status: 'forecast', reason: null, observedRows },
  };
}

function priced(
  month: MonthForecast,
  price: UsageSeries['price'],
): Pick<ForecastRow, 'month' | 'units' | 'lowerUnits' | 'upperUnits' | 'cost' | 'lowerCost' | 'upperCost'> {
  const [units, lowerUnits, upperUnits] = [month.units, month.lower, month.upper].map(toUnits) as [
    Decimal,
    Decimal,
    Decimal,
  ];
  const cost = (amount: Decimal): Decimal | null => (price ? costOf(amount, price.unitRate).cents : null);
  return {
    month: month.month,
    units,
    lowerUnits,
    upperUnits,
    cost: cost(units),
    lowerCost: cost(lowerUnits),
    upperCost: cost(upperUnits),
  };
}

/** A forecast is an estimate until here; from here on it is an exact number of units. */
function toUnits(estimate: number): Decimal {
  return estimate.toFixed(4);
}
