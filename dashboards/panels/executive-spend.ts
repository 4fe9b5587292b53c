import { monthName, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { atMonthEnd, change, isWhole, usageOnly } from './forecast-totals.ts';
import { bars, stat, type PanelDraft } from './kit.ts';
import { chosenCost, chosenForecast, sumsChosen } from './sums.ts';

const direct = 'All sectors and buckets together are the whole cost of the company.';
const costLink = { link: { title: 'Cost analytics', url: drill('cost') } };
const nothingYet =
  'Nothing to compare: no run has brought this month yet (start one with "npm run cli -- run"), or what is chosen costs nothing.';

/** What this month cost so far, and whether a day costs more than it used to. */
export function monthToDate(): PanelDraft {
  return stat({
    key: 'month-to-date',
    title: 'This month so far',
    says: `Cost of the current month up to the last day of data. A month that is not over cannot be compared as a whole: what a day of usage costs is compared with a day of the month before, and of the same month last year, without contract charges and corrections, which come when a month is over. ${direct}`,
    definition: 'cost-of-a-day',
    timeless: 'it is about the month that is running',
    basis: 'direct',
    noData: nothingYet,
    unit: 'money',
    sql: sql`
with cost as (
  select c.month_start, sum(c.cost) as cost, sum(c.cost) filter (where c.part = 'usage') as of_usage
  from   ${chosenCost} c
  where  c.month_start = any (array(
           select unnest(array[p.month_start, (p.month_start - interval '1 month')::date, (p.month_start - interval '1 year')::date])
           from   reporting.month_progress p))
  and    ${sumsChosen()}
  group  by 1
), daily as (
  select c.month_start, c.cost, c.of_usage / nullif(case when c.month_start = p.month_start then p.days_past
                                                     else (c.month_start + interval '1 month')::date - c.month_start end, 0) as a_day
  from   cost c
  cross  join reporting.month_progress p
  where  c.month_start = p.month_start or ${isWhole('c.month_start')}
)
select this.cost as "Cost", to_char(p.data_through, 'FMDD Mon YYYY') as "Through", round(100 * this.a_day / nullif(before.a_day, 0) - 100, 2) as "Per day vs last month",
       round(100 * this.a_day / nullif(last_year.a_day, 0) - 100, 2) as "Per day vs last year"
from   reporting.month_progress p
join   daily this on this.month_start = p.month_start
left   join daily before on before.month_start = p.month_start - interval '1 month'
left   join daily last_year on last_year.month_start = p.month_start - interval '1 year'`,
    rules: {
      Cost: { color: 'actual', ...costLink },
      Through: { unit: 'text' },
      'Per day vs last month': { unit: 'percent', steps: change, ...costLink },
      'Per day vs last year': { unit: 'percent', steps: change, ...costLink },
    },
  });
}

/** The newest month that nothing changes any more. */
export function lastClosed(): PanelDraft {
  return stat({
    key: 'last-closed',
    title: 'Last closed month',
    says: `The newest month that is closed: what it cost, and the change to the month before it and to the same month last year. ${direct}`,
    definition: '13-periods-and-corrections',
    timeless: 'it is about the newest closed month',
    basis: 'direct',
    noData:
      'No month is closed yet, or what is chosen cost nothing in it. Finance closes a month with "npm run cli -- periods close".',
    unit: 'money',
    sql: sql`
with closed as (
  select max(month_start) as month_start from reporting.period where state in ('closed', 'restated')
), cost as (
  select c.month_start, sum(c.cost) as cost
  from   ${chosenCost} c
  where  c.month_start = any (array(
           select unnest(array[m.month_start, (m.month_start - interval '1 month')::date, (m.month_start - interval '1 year')::date]) from closed m))
  and    ${sumsChosen()}
  group  by 1
), whole as (
  select c.* from cost c cross join reporting.month_progress p where ${isWhole('c.month_start')}
)
select to_char(m.month_start, 'YYYY-MM') as "Month", this.cost as "Cost", round(100 * this.cost / nullif(before.cost, 0) - 100, 2) as "vs month before",
       round(100 * this.cost / nullif(last_year.cost, 0) - 100, 2) as "vs year before"
from   closed m
join   cost this on this.month_start = m.month_start
left   join whole before on before.month_start = m.month_start - interval '1 month'
left   join whole last_year on last_year.month_start = m.month_start - interval '1 year'`,
    rules: {
      Month: { unit: 'text', link: { title: 'Bills', url: drill('chargeback') } },
      Cost: { color: 'actual', ...costLink },
      'vs month before': { unit: 'percent', steps: change, ...costLink },
      'vs year before': { unit: 'percent', steps: change, ...costLink },
    },
  });
}

/** A year back and a year ahead. */
export function yearAhead(): PanelDraft {
  return bars({
    key: 'year-ahead',
    title: 'Cost by month: 13 months back, 12 ahead',
    says: `Blue: months that are over and known from their first day on. Purple: this month as it is expected to end, then the forecast in force at the prices of its date. ${usageOnly} The band of a month stands on tab 6. ${direct}`,
    definition: 'expected-at-month-end',
    timeless: 'it ends a year after the last day of data',
    basis: 'direct',
    noData: nothingYet,
    unit: 'money',
    x: 'Month',
    stacked: true,
    sql: sql`
with actual as (
  select c.month_start, sum(c.cost) as cost
  from   ${chosenCost} c
  where  c.month_start >= (select (p.month_start - interval '13 months')::date from reporting.month_progress p)
  and    c.month_start <= (select p.month_start from reporting.month_progress p) and ${sumsChosen()}
  group  by 1
), forecast as (
  select month_start, sum(predicted_cost) as cost from ${chosenForecast} f where ${sumsChosen()} group by 1
), shown as (
  select a.month_start, a.cost as actual, null::numeric as forecast
  from   actual a cross join reporting.month_progress p where a.month_start <= p.last_complete and ${isWhole('a.month_start')}
  union  all
  select a.month_start, null, ${atMonthEnd('a.cost', 'f.cost')}
  from   reporting.month_progress p join actual a on a.month_start = p.month_start join forecast f on f.month_start = p.next_month
  where  p.days_left > 0
  union  all
  select f.month_start, null, f.cost from forecast f cross join reporting.month_progress p where f.month_start > p.month_start
)
select ${monthName('m.')} as "Month", s.actual as "Actual", s.forecast as "Expected"
from   shown s
join   reporting.month_label m using (month_start)
order  by month_start`,
    rules: {
      Actual: { color: 'actual', ...costLink },
      Expected: { color: 'forecast', link: { title: 'Trends and forecasts', url: drill('forecast') } },
    },
  });
}
