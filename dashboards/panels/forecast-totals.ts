import type { Steps } from '../house.ts';
import { chosen, rowChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { stat, type FieldRule, type PanelDraft } from './kit.ts';
import { chosenCost, chosenForecast, sumsChosen } from './sums.ts';

/** More cost than before is no alarm by itself, a tenth more is worth a look. */
export const change: Steps = [
  [null, 'good'],
  [0, 'neutral'],
  [10, 'warning'],
];

/** The rows of series that are chosen on the tab of forecasts, which lets choose tiers as well. */
export const tierChosen = (): string => chosen('tier', 'tier');
export const seriesChosen = (): string => `${rowChosen()} and ${tierChosen()}`;

/** The band around a sum of series whose errors are independent; `squared` is the square of the wider half of each. */
export const lowerEnd = (value: string, squared: string): string =>
  `round(greatest(0, sum(${value}) - sqrt(sum(${squared}))), 2)`;
export const upperEnd = (value: string, squared: string): string =>
  `round(sum(${value}) + sqrt(sum(${squared})), 2)`;

/** What stands in the running month and its coming days, as `of` tells the coming month. */
export const atMonthEnd = (soFar: string, of: string): string =>
  `round(${soFar} + p.share_of_next * ${of}, 2)`;

/** Usage of the month is known from its first day on, or there is none at all; `p` is reporting.month_progress. */
export const isWhole = (month: string): string =>
  `(p.first_day > ${month} and p.first_day < ${month} + interval '1 month') is not true`;

/** What panels say of months to come beside months that are over. */
export const usageOnly =
  'Months to come hold usage only; months that are over also hold contract charges and corrections.';

export const noForecast =
  'No forecast for what is chosen: the first run with thirty days of usage makes one, or widen the filters.';

/** The tabs that show the same totals. */
export type ForecastTab = 'executive' | 'forecast';

/** What else rows must satisfy, and where a click leads: tab 6 lets choose tiers, and leads on to usage. */
function wordsOn(on: ForecastTab): { readonly also: string; readonly link: FieldRule } {
  return on === 'forecast'
    ? { also: tierChosen(), link: { link: { title: 'Usage', url: drill('usage', {}, 'forecast') } } }
    : { also: 'true', link: { link: { title: 'Trends and forecasts', url: drill('forecast') } } };
}

/** What the running month will have cost when it is over. */
export function monthEnd(on: ForecastTab): PanelDraft {
  const { also, link } = wordsOn(on);
  return stat({
    key: 'month-end',
    title: 'Expected at the end of this month',
    says: 'The cost of this month so far, and its remaining days as the forecast in force expects the days of the coming month, with the band that holds 95 % of outcomes. Contract charges that come when the month is over are not in it. vs last month: the expected cost of usage beside that of the whole month before.',
    definition: 'expected-at-month-end',
    timeless: 'it is about the month that is running',
    basis: 'direct',
    noData: noForecast,
    unit: 'money',
    sql: sql`
with cost as (
  select c.month_start, sum(c.cost) as cost, sum(c.cost) filter (where c.part = 'usage') as of_usage
  from   ${chosenCost} c
  where  c.month_start = any (array(select unnest(array[p.month_start, (p.month_start - interval '1 month')::date]) from reporting.month_progress p))
  and    ${sumsChosen()} and ${also}
  group  by 1
), rest as (
  select sum(predicted_cost) as value, ${lowerEnd('predicted_cost', 'half_cost_squared')} as lower, ${upperEnd('predicted_cost', 'half_cost_squared')} as upper
  from   ${chosenForecast} f
  where  month_start = (select next_month from reporting.month_progress) and ${sumsChosen()} and ${also}
  having count(predicted_cost) > 0
)
select ${atMonthEnd('this.cost', 'rest.value')} as "Expected", ${atMonthEnd('this.cost', 'rest.lower')} as "At least",
       ${atMonthEnd('this.cost', 'rest.upper')} as "At most",
       round(100 * (this.of_usage + p.share_of_next * rest.value) / nullif(before.of_usage, 0) - 100, 2) as "vs last month"
from   reporting.month_progress p
cross  join rest
join   cost this on this.month_start = p.month_start
left   join cost before on before.month_start < p.month_start and ${isWhole('before.month_start')}`,
    rules: {
      Expected: { color: 'forecast', ...link },
      'At least': link,
      'At most': link,
      'vs last month': { unit: 'percent', steps: change },
    },
  });
}

/** The year ahead in one figure, as the summary of the run tells it. */
export function nextTwelveMonths(on: ForecastTab): PanelDraft {
  const { also, link } = wordsOn(on);
  return stat({
    key: 'next-twelve-months',
    title: 'Forecast of the next 12 months',
    says: 'The sum of the forecast in force at the prices of its date, with the band that holds 95 % of outcomes: months of one series are too high or too low together, series are taken as independent of each other. With everything chosen it is the total that the summary of the run shows. When no run has made a forecast for a while, its months that are running or over are left out.',
    definition: '74-the-band-of-a-total',
    timeless: 'it is about the months to come',
    basis: 'direct',
    noData: noForecast,
    unit: 'money',
    sql: sql`
with series as (
  select app_id, capability_id, tier, sum(predicted_cost) as value, sum(half_cost) as half
  from   reporting.forecast
  where  predicted_cost is not null and month_start > (select p.month_start from reporting.month_progress p) and ${rowChosen()} and ${also}
  group  by 1, 2, 3
)
select sum(value) as "Expected", ${lowerEnd('value', 'half * half')} as "At least", ${upperEnd('value', 'half * half')} as "At most"
from   series
having count(*) > 0`,
    rules: {
      Expected: { color: 'forecast', ...link },
      'At least': link,
      'At most': link,
    },
  });
}
