import type { Steps } from '../house.ts';
import { monthShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { seriesChosen } from './forecast-totals.ts';
import { stat, table, timeSeries, type FieldRules, type PanelDraft } from './kit.ts';

const noMonth =
  'No complete month was forecast before it began: the first figure comes when a month has passed since the first forecast.';
const measured = `round(100 * avg(error_ratio), 2) as mape, round(100 * sum(abs(actual_units - predicted_units)) / nullif(sum(actual_units), 0), 2) as wape,
       round(100.0 * count(*) filter (where is_inside_band) / nullif(count(*), 0), 2) as coverage`;

/** What a beginner in cost management is allowed is 20. */
const error: Steps = [
  [null, 'good'],
  [10, 'neutral'],
  [20, 'warning'],
];
const coverage: Steps = [
  [null, 'bad'],
  [80, 'warning'],
  [90, 'good'],
];
const usageLink = { link: { title: 'Usage', url: drill('usage', {}, 'forecast') } };
const errorRules: FieldRules = {
  MAPE: { steps: error, ...usageLink },
  WAPE: { steps: error, ...usageLink },
  'Inside the band': { steps: coverage, ...usageLink },
};
const reading =
  'MAPE: the mean error of series in percent of what was used; one small series can spoil it. WAPE: all errors in percent of all units. Inside the band: series whose units came out between its ends; about 95 % should.';

/** Last month, judged. */
export function lastMonthAccuracy(): PanelDraft {
  return stat({
    key: 'accuracy-last-month',
    title: 'Forecast error of the last complete month',
    says: `${reading} The last version made before the month began is judged.`,
    definition: '75-cost-and-accuracy',
    timeless: 'it is about the last complete month',
    noData: noMonth,
    unit: 'percent',
    sql: sql`
with judged as (
  select ${measured}, max(month_start) as month_start, count(*) as series
  from   reporting.forecast_accuracy
  where  month_start = (select max(month_start) from reporting.forecast_judged) and ${seriesChosen()}
  having count(*) > 0
)
select to_char(month_start, 'YYYY-MM') as "Month", mape as "MAPE", wape as "WAPE", coverage as "Inside the band", series as "Series"
from   judged`,
    rules: { Month: { unit: 'text' }, ...errorRules, Series: { unit: 'count' } },
  });
}

/** The last twelve judged months together. */
export function rollingAccuracy(): PanelDraft {
  return stat({
    key: 'accuracy-rolling',
    title: 'Forecast error, rolling 12 months',
    says: `${reading} The twelve newest complete months that were forecast, each series of a month counting once.`,
    definition: '75-cost-and-accuracy',
    timeless: 'it ends with the last complete month',
    noData: noMonth,
    unit: 'percent',
    sql: sql`
with judged as (
  select ${measured}, count(distinct month_start) as months
  from   reporting.forecast_accuracy
  where  month_start = any (array(select month_start from reporting.forecast_judged order by month_start desc limit 12))
  and    ${seriesChosen()}
  having count(*) > 0
)
select mape as "MAPE", wape as "WAPE", coverage as "Inside the band", months as "Months"
from   judged`,
    rules: { ...errorRules, Months: { unit: 'count' } },
  });
}

/** Does it get better? */
export function accuracyByMonth(): PanelDraft {
  return timeSeries({
    key: 'accuracy-by-month',
    title: 'Forecast error and band coverage by month',
    says: `${reading} Complete months of the chosen time.`,
    definition: '75-cost-and-accuracy',
    noData: noMonth,
    unit: 'percent',
    sql: sql`
select month_start::timestamp as time, m.mape as "MAPE", m.wape as "WAPE", m.coverage as "Inside the band"
from   (select month_start, ${measured}
        from   reporting.forecast_accuracy
        where  ${monthShown()} and ${seriesChosen()}
        group  by 1) m
order  by 1`,
    rules: { MAPE: { color: 'warning' }, WAPE: { color: 'bad' }, 'Inside the band': { color: 'good' } },
  });
}

/** Where it was most wrong. */
export function worstSeries(): PanelDraft {
  return table({
    key: 'worst-series',
    title: 'Most wrong in the last complete month',
    says: 'The 20 series whose units of the last complete month were farthest from the forecast, which was made before it began.',
    definition: '75-cost-and-accuracy',
    timeless: 'it is about the last complete month',
    noData: noMonth,
    unit: 'units',
    sql: sql`
select application as "Application", capability as "Capability", tier as "Tier", predicted_units as "Forecast", actual_units as "Actual",
       actual_units - predicted_units as "Difference", round(100 * error_ratio, 2) as "Error", case when is_inside_band then 'inside' else 'outside' end as "Band"
from   reporting.forecast_accuracy
where  month_start = (select max(month_start) from reporting.forecast_judged) and ${seriesChosen()}
order  by abs(actual_units - predicted_units) desc, 1, 2, 3
limit  20`,
    rules: {
      Application: {
        link: {
          title: 'Usage of the application',
          url: drill('usage', { application: 'Application', capability: 'Capability' }, 'forecast'),
        },
      },
      Forecast: { decimals: 0 },
      Actual: { decimals: 0 },
      Difference: { decimals: 0 },
      Error: { unit: 'percent', steps: error, paint: true },
    },
  });
}
