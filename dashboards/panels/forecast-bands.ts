import { labelOf, monthShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import {
  atMonthEnd,
  isWhole,
  lowerEnd,
  noForecast,
  tierChosen,
  upperEnd,
  usageOnly,
} from './forecast-totals.ts';
import { timeSeries, type FieldRules, type PanelDraft } from './kit.ts';
import { chosenCost, chosenForecast, sumsChosen } from './sums.ts';

const reading =
  'Blue: complete months whose usage is known from the first day on. Purple: this month as it is expected to end, then the forecast in force; the band around it holds 95 % of outcomes, of all chosen series together. History follows the chosen time; let it end in the future to see the forecast.';

const usageLink = { link: { title: 'Usage', url: drill('usage', {}, 'forecast') } };

/** The band is the area between its ends, which have no line of their own. */
const bandRules: FieldRules = {
  Actual: { color: 'actual', ...usageLink },
  Forecast: {
    color: 'forecast',
    ...usageLink,
    more: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 8] } }],
  },
  'At most': {
    color: 'forecast',
    more: [
      { id: 'custom.lineWidth', value: 0 },
      { id: 'custom.fillOpacity', value: 20 },
      { id: 'custom.fillBelowTo', value: 'At least' },
    ],
  },
  'At least': { color: 'forecast', more: [{ id: 'custom.lineWidth', value: 0 }] },
};

interface Measure {
  /** Columns of chosenCost and chosenForecast. */
  readonly actual: string;
  readonly predicted: string;
  readonly squared: string;
  /** What else rows of history must satisfy. */
  readonly actualOnly: string;
}

/**
 * History, the running month and the forecast by month. The last complete month begins the forecast as well, so that the lines meet.
 */
const history = ({ actual, predicted, squared, actualOnly }: Measure): string => sql`
with actual as (
  select c.month_start, sum(c.${actual}) as value
  from   ${chosenCost} c
  where  ${monthShown('c.month_start')} and ${actualOnly} and ${sumsChosen()} and ${tierChosen()}
  group  by 1
), forecast as (
  select month_start, sum(${predicted}) as value, ${lowerEnd(predicted, squared)} as lower, ${upperEnd(predicted, squared)} as upper
  from   ${chosenForecast} f
  where  ${predicted} is not null and ${sumsChosen()} and ${tierChosen()}
  group  by 1
)
select a.month_start::timestamp as time, a.value as "Actual", case when joins.here then a.value end as "Forecast",
       case when joins.here then a.value end as "At least", case when joins.here then a.value end as "At most"
from   actual a
cross  join reporting.month_progress p
cross  join lateral (select a.month_start = p.last_complete and exists (select from forecast) as here) joins
where  a.month_start <= p.last_complete and ${isWhole('a.month_start')}
union  all
select a.month_start, null, ${atMonthEnd('a.value', 'f.value')}, ${atMonthEnd('a.value', 'f.lower')}, ${atMonthEnd('a.value', 'f.upper')}
from   reporting.month_progress p
join   actual a on a.month_start = p.month_start
join   forecast f on f.month_start = p.next_month
where  p.days_left > 0
union  all
select f.month_start, null, f.value, f.lower, f.upper
from   forecast f
cross  join reporting.month_progress p
where  f.month_start > p.month_start
order  by 1`;

/** What it will cost. */
export function costBand(): PanelDraft {
  return timeSeries({
    key: 'cost-band',
    title: 'Cost: history, forecast and its band',
    says: `${reading} Cost is that at the prices of the date of the forecast. ${usageOnly}`,
    definition: '74-the-band-of-a-total',
    basis: 'direct',
    noData: noForecast,
    unit: 'money',
    sql: history({
      actual: 'cost',
      predicted: 'predicted_cost',
      squared: 'half_cost_squared',
      actualOnly: 'true',
    }),
    rules: bandRules,
  });
}

/** What will be used. */
export function unitsBand(): PanelDraft {
  return timeSeries({
    key: 'units-band',
    title: 'License units: history, forecast and its band',
    says: `${reading} Unit-days of the month. Units of different capabilities are different things: choose one capability for a figure that means something by itself.`,
    definition: '73-the-band-of-a-month',
    noData: noForecast,
    unit: 'units',
    axis: 'Unit-days',
    sql: history({
      actual: 'units',
      predicted: 'predicted_units',
      squared: 'half_units_squared',
      actualOnly: `c.part = 'usage'`,
    }),
    rules: bandRules,
  });
}

/** Which license types will grow. */
export function unitsByType(): PanelDraft {
  return timeSeries({
    key: 'units-by-type',
    title: 'License units by capability and tier',
    says: 'Unit-days of the eight license types for which the forecast expects most: complete months, then this month as it is expected to end and the forecast in force. What lies after the last day of data is forecast.',
    definition: '7-forecast',
    noData: noForecast,
    unit: 'units',
    axis: 'Unit-days',
    sql: sql`
with forecast as (
  select month_start, capability_id, tier, sum(predicted_units) as units from ${chosenForecast} f where ${sumsChosen()} and ${tierChosen()} group by 1, 2, 3
), largest as (
  select capability_id, tier from forecast group by 1, 2 order by sum(units) desc nulls last, capability_id, tier limit 8
), actual as (
  select c.month_start, c.capability_id, c.tier, sum(c.units) as units
  from   ${chosenCost} c
  where  ${monthShown('c.month_start')} and c.part = 'usage' and ${sumsChosen()} and ${tierChosen()}
  group  by 1, 2, 3
), shown as (
  select a.month_start, a.capability_id, a.tier, a.units
  from   actual a cross join reporting.month_progress p
  where  a.month_start <= p.last_complete and ${isWhole('a.month_start')}
  union  all
  select a.month_start, a.capability_id, a.tier, ${atMonthEnd('a.units', 'f.units')}
  from   reporting.month_progress p
  join   actual a on a.month_start = p.month_start
  join   forecast f on f.month_start = p.next_month and f.capability_id = a.capability_id and f.tier = a.tier
  where  p.days_left > 0
  union  all
  select f.month_start, f.capability_id, f.tier, f.units from forecast f cross join reporting.month_progress p where f.month_start > p.month_start
)
select s.month_start::timestamp as time, k.label || ' ' || s.tier as metric, s.units as "Units"
from   shown s
join   largest l on l.capability_id = s.capability_id and l.tier = s.tier
${labelOf('capability', 'k', 's.capability_id')}
order  by 1, 2`,
    rules: {},
  });
}
