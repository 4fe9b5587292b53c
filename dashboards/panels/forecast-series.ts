import { labelsOf, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { noForecast, seriesChosen } from './forecast-totals.ts';
import { stat, table, type PanelDraft } from './kit.ts';

/** A series has one row for the month. */
const isNext = 'f.month_start = (select first_month from reporting.forecast_version)';

const seriesLinks = {
  Application: {
    link: {
      title: 'Usage of the application',
      url: drill('usage', { application: 'Application', capability: 'Capability' }, 'forecast'),
    },
  },
  Capability: {
    link: { title: 'Usage of the capability', url: drill('usage', { capability: 'Capability' }, 'forecast') },
  },
};

/** Which forecast this is. */
export function version(): PanelDraft {
  return stat({
    key: 'version',
    title: 'The forecast in force',
    says: 'The logical date of the newest forecast, the method that made it, how many series of application, capability and tier it covers, and how many of them lack units or cost. The table at the end names these.',
    definition: '72-methods',
    timeless: 'there is one forecast in force',
    noData: noForecast,
    unit: 'text',
    sql: sql`
with series as (
  select f.method from reporting.forecast f where ${isNext} and ${seriesChosen()}
), gap as (
  select count(*) as gaps from reporting.forecast_gap where ${seriesChosen()}
)
select to_char(v.as_of, 'FMDD Mon YYYY') as "Made on", (select string_agg(distinct method, ', ') from series) as "Method",
       round(100 * v.confidence) || ' %' as "Band", (select count(*) from series) as "Series", gap.gaps as "With gaps"
from   reporting.forecast_version v
cross  join gap`,
    rules: {
      Series: { unit: 'count' },
      'With gaps': {
        unit: 'count',
        steps: [
          [null, 'good'],
          [1, 'warning'],
        ],
      },
    },
  });
}

/** Every series with its method, month and year. */
export function seriesList(): PanelDraft {
  return table({
    key: 'series',
    title: 'Forecast by application, capability and tier',
    says: 'The dearest 500 series of the forecast in force: the method, the coming month and the twelve months with their bands. Units are unit-days, cost is that at the prices of the date of the forecast.',
    definition: '7-forecast',
    timeless: 'there is one forecast in force',
    basis: 'direct',
    noData: noForecast,
    unit: 'units',
    sql: sql`
with dearest as (
  -- The order needs two sums only: all others are for the series that are shown.
  select f.app_id, f.capability_id, f.tier, sum(f.predicted_units) as units, sum(f.predicted_cost) as cost
  from   reporting.forecast f
  where  ${seriesChosen()}
  group  by 1, 2, 3
  order  by cost desc nulls last, units desc, 1, 2, 3
  limit  500
), series as (
  select f.app_id, f.capability_id, f.tier, max(f.method) as method, max(f.sector_today_id) as sector_id, sum(f.predicted_units) as units,
         sum(f.predicted_cost) as cost, sum(f.half_cost) as half, max(f.predicted_units) filter (where ${isNext}) as next_units,
         max(f.lower_units) filter (where ${isNext}) as next_lower, max(f.upper_units) filter (where ${isNext}) as next_upper
  from   reporting.forecast f
  where  (f.app_id, f.capability_id, f.tier) in (select app_id, capability_id, tier from dearest)
  group  by 1, 2, 3
)
select a.label as "Application", k.label as "Capability", t.tier as "Tier", coalesce(s.label, '__unassigned__') as "Sector", t.method as "Method",
       t.next_units as "Next month", t.next_lower as "At least", t.next_upper as "At most", t.units as "12 months",
       t.cost as "Cost of 12 months", case when t.cost is not null then greatest(0, t.cost - t.half) end as "Cost at least", t.cost + t.half as "Cost at most"
from   series t
${labelsOf('t')}
order  by t.cost desc nulls last, t.units desc, 1, 2, 3
`,
    rules: {
      ...seriesLinks,
      'Next month': { decimals: 0 },
      'At least': { decimals: 0 },
      'At most': { decimals: 0 },
      '12 months': { decimals: 0 },
      'Cost of 12 months': { unit: 'money' },
      'Cost at least': { unit: 'money' },
      'Cost at most': { unit: 'money' },
    },
  });
}

/** What is not in the figures above, and why. */
export function gaps(): PanelDraft {
  return table({
    key: 'gaps',
    title: 'Series without a forecast, and why',
    says: 'Series of application, capability and tier that the forecast in force leaves out, or for which it knows units and no cost. They are missing in every total of this tab.',
    definition: '71-the-daily-grid',
    timeless: 'there is one forecast in force',
    noData: 'Every chosen series has a forecast of units and cost, or there is no forecast yet.',
    unit: 'text',
    sql: sql`
select application as "Application", capability as "Capability", tier as "Tier", sector_today as "Sector", lacks as "Lacks",
       reason as "Why", observed_days as "Days with usage"
from   reporting.forecast_gap
where  ${seriesChosen()}
order  by 5 desc, 7 desc, 1, 2, 3`,
    rules: { ...seriesLinks, 'Days with usage': { unit: 'count', width: 130 } },
  });
}
