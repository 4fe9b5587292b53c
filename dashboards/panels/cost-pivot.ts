import { monthShown, rowChosen, sectorShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { compared, comparedInWords, comparedMonth, nothingToCompare, previousMonth } from './cost-months.ts';
import { changed } from './cost-steps.ts';
import { bars, table, timeSeries, type FieldRule, type FieldRules, type PanelDraft } from './kit.ts';
import { chosenCost, sumsChosen } from './sums.ts';

const basis =
  'Cost before shared services are distributed, usage, contract charges and corrections together.';
const noCost =
  'Nothing cost anything in the chosen time, or nothing of what is chosen: widen the time or the filters.';

/** What cost can be looked at by. */
interface Dimension {
  readonly title: string;
  readonly value: string;
  readonly link?: FieldRule;
}
const dimensions = {
  capability: {
    title: 'Capability',
    value: 'c.capability',
    link: { link: { title: 'Usage of the capability', url: drill('usage', { capability: 'Capability' }) } },
  },
  tier: { title: 'Tier', value: `replace(c.tier, '_', ' ')` },
  sector: {
    title: 'Sector',
    value: sectorShown('c.'),
    link: { link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }) } },
  },
  owner: { title: 'Owner', value: `coalesce(c.owner, '(no owner)')` },
  architecture: { title: 'Architecture', value: `coalesce(c.architecture, '(no pattern)')` },
} as const satisfies Record<string, Dimension>;
type DimensionId = keyof typeof dimensions;

/** Many names make no picture: the largest, and the rest as one. */
const shownNames = 12;

/** Both months by one dimension, the largest first. */
export function costBy(id: DimensionId): PanelDraft {
  const { title, value, link }: Dimension = dimensions[id];
  return bars({
    key: `cost-by-${id}`,
    title: `Cost by ${title.toLowerCase()}`,
    says: `The month beside the month before it, the ${shownNames} largest and all others as one. ${comparedInWords} ${basis}`,
    definition: 'figures-of-cost-analytics',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    x: title,
    horizontal: true,
    sql: sql`
with ${compared}, cost as (
  select ${value} as name, sum(c.cost) filter (where c.month_start = ${comparedMonth}) as cost,
         sum(c.cost) filter (where c.month_start = ${previousMonth}) as cost_before
  from   reporting.cost c
  where  c.month_start in (${comparedMonth}, ${previousMonth}) and ${rowChosen()}
  group  by 1
  having bool_or(c.cost <> 0)
), ranked as (
  select name, cost, cost_before, row_number() over (order by coalesce(cost, 0) desc, cost_before desc nulls last, name) as place from cost
)
select case when place <= ${shownNames} then name else '(all others)' end as "${title}", sum(cost) as "Month", sum(cost_before) as "Month before"
from   ranked
group  by 1
order  by min(place)`,
    rules: { Month: { color: 'actual', ...link }, 'Month before': { color: 'quiet', ...link } },
  });
}

const monthlyBars: FieldRules = {
  '/.*/': {
    more: [
      { id: 'custom.drawStyle', value: 'bars' },
      { id: 'custom.fillOpacity', value: 75 },
      { id: 'custom.lineWidth', value: 0 },
    ],
  },
};

/** Month by month, stacked. */
export function costOverTime(id: 'capability' | 'sector'): PanelDraft {
  const { title } = dimensions[id];
  const value =
    id === 'capability' ? `c.capability || ' ' || replace(c.tier, '_', ' ')` : dimensions.sector.value;
  const series = id === 'capability' ? 'capability and tier' : 'sector';
  return timeSeries({
    key: `cost-over-time-by-${id}`,
    title: `Cost by month and ${title.toLowerCase()}`,
    says: `The cost of every month, stacked by ${series}. The month that is running holds only the days that are known: it is no drop. ${basis}`,
    definition: 'figures-of-cost-analytics',
    basis: 'direct',
    noData: noCost,
    unit: 'money',
    stacked: true,
    sql: sql`
select c.month_start::timestamp as time, ${value} as metric, sum(c.cost) as cost
from   ${chosenCost} c
where  ${monthShown('c.month_start')} and ${sumsChosen()}
group  by 1, 2
having sum(c.cost) <> 0
order  by 1, 2`,
    rules: monthlyBars,
  });
}

/** Everything by everything. */
export function costPivot(): PanelDraft {
  return table({
    key: 'cost-pivot',
    title: 'Cost by everything',
    says: `One row per sector, owner, architecture, capability and tier, the dearest 1,000: filter and sort the columns, or download them as CSV. ${comparedInWords} ${basis}`,
    definition: 'figures-of-cost-analytics',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
with ${compared}
select ${sectorShown('c.')} as "Sector", coalesce(c.owner, '(no owner)') as "Owner", coalesce(c.architecture, '(no pattern)') as "Architecture",
       c.capability as "Capability", replace(c.tier, '_', ' ') as "Tier", count(distinct c.app_id) filter (where c.month_start = ${comparedMonth}) as "Applications",
       sum(c.units) filter (where c.month_start = ${comparedMonth} and c.part = 'usage') as "Unit-days",
       sum(c.cost) filter (where c.month_start = ${previousMonth}) as "Month before", sum(c.cost) filter (where c.month_start = ${comparedMonth}) as "Month",
       sum(case c.month_start when ${comparedMonth} then c.cost else -c.cost end) as "Change"
from   reporting.cost c
where  c.month_start in (${comparedMonth}, ${previousMonth}) and ${rowChosen()}
group  by 1, 2, 3, 4, 5
order  by "Month" desc nulls last, "Month before" desc nulls last, 1, 2, 3, 4, 5
limit  1000`,
    rules: {
      Sector: { ...dimensions.sector.link, width: 210 },
      Capability: dimensions.capability.link,
      Applications: { unit: 'count', width: 110 },
      'Unit-days': { unit: 'units' },
      Change: { ...changed, paint: true },
    },
  });
}
