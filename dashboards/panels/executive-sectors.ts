import { labelOf, monthShown, rowChosen, sectorIdShown, sectorLabel, sectorShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { isWhole } from './forecast-totals.ts';
import { bars, table, timeSeries, type PanelDraft } from './kit.ts';
import { chosenCost, sumsChosen } from './sums.ts';

const bySwitch = 'Sectors are those that owned the applications, as charged or of today by the switch.';
const nothing =
  'Nothing was used or charged in this month by what is chosen: widen the filters, or start a run with "npm run cli -- run".';
const thisMonth = 'c.month_start = (select p.month_start from reporting.month_progress p)';

/** Who spends it now. */
export function costBySector(): PanelDraft {
  return bars({
    key: 'cost-by-sector',
    title: 'Cost of this month by sector',
    says: `Cost of the current month up to the last day of data, before shared services are distributed. ${bySwitch} A click leads to the bill of the sector.`,
    definition: 'where-the-figures-of-the-dashboards-come-from',
    timeless: 'it is about the month that is running',
    basis: 'direct',
    noData: nothing,
    unit: 'money',
    x: 'Sector',
    horizontal: true,
    showValues: true,
    sql: sql`
select ${sectorShown('c.')} as "Sector", sum(c.cost) as "Cost"
from   ${chosenCost} c
where  ${thisMonth} and ${sumsChosen()}
group  by 1
order  by 2 desc, 1`,
    rules: {
      Cost: {
        color: 'actual',
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }) },
      },
    },
  });
}

/** How the cost of sectors developed. */
export function trendBySector(): PanelDraft {
  return timeSeries({
    key: 'trend-by-sector',
    title: 'Cost by month and sector',
    says: `Complete months of the chosen time that are known from their first day on, before shared services are distributed; the seven sectors that cost most in it, the others together. The month that is running is left out: it would look like a drop. ${bySwitch}`,
    definition: 'where-the-figures-of-the-dashboards-come-from',
    basis: 'direct',
    noData:
      'No month of the chosen time is complete, or what is chosen cost nothing in it: choose a longer time.',
    unit: 'money',
    stacked: true,
    sql: sql`
with monthly as (
  select c.month_start, ${sectorIdShown('c.')} as sector_id, sum(c.cost) as cost
  from   ${chosenCost} c
  where  ${monthShown('c.month_start')} and c.month_start <= (select p.last_complete from reporting.month_progress p) and ${sumsChosen()}
  group  by 1, 2
), ranked as (
  select sector_id, row_number() over (order by sum(cost) desc, sector_id) as place from monthly group by 1
)
select m.month_start::timestamp as time, case when r.place <= 7 then ${sectorLabel} else 'Other sectors' end as metric, sum(m.cost) as "Cost"
from   monthly m
join   ranked r on r.sector_id is not distinct from m.sector_id
cross  join reporting.month_progress p
${labelOf('sector', 's', 'm.sector_id')}
where  ${isWhole('m.month_start')}
group  by 1, 2
order  by 1, min(r.place)`,
    rules: {},
  });
}

/** The dearest applications. */
export function topApplications(): PanelDraft {
  return table({
    key: 'top-applications',
    title: 'Top 10 applications of this month',
    says: `The applications and buckets that cost most this month, their part of the cost of what is chosen, and the cost of a day compared with a day of the month before. ${bySwitch}`,
    definition: 'cost-of-a-day',
    timeless: 'it is about the month that is running',
    basis: 'direct',
    noData: nothing,
    unit: 'money',
    sql: sql`
with monthly as (
  select c.app_id, c.month_start, ${sectorIdShown('c.')} as sector_id, sum(c.cost) as cost
  from   reporting.cost c
  where  c.month_start = any (array(select unnest(array[p.month_start, (p.month_start - interval '1 month')::date]) from reporting.month_progress p))
  and    ${rowChosen()}
  group  by 1, 2, 3
), summed as (
  select m.app_id, array_agg(distinct m.sector_id) filter (where m.month_start = p.month_start) as sector_ids,
         sum(m.cost) filter (where m.month_start = p.month_start) as cost, sum(m.cost) filter (where m.month_start < p.month_start) as cost_before
  from   monthly m
  cross  join reporting.month_progress p
  group  by 1
), top as (
  select s.*, sum(s.cost) over () as everything from summed s where s.cost is not null order by s.cost desc, s.app_id limit 10
)
select a.label as "Application",
       (select string_agg(coalesce(l.label, '(another sector)'), ', ' order by l.label)
        from   unnest(t.sector_ids) as owner(id) left join reporting.label l on l.kind = 'sector' and l.id = owner.id) as "Sector",
       t.cost as "Cost", round(100 * t.cost / nullif(t.everything, 0), 2) as "Part",
       round(100 * (t.cost / nullif(p.days_past, 0)) / nullif(t.cost_before / (p.month_start - (p.month_start - interval '1 month')::date), 0) - 100, 2) as "Per day vs last month"
from   top t
cross  join reporting.month_progress p
${labelOf('application', 'a', 't.app_id')}
order  by t.cost desc, 1
`,
    rules: {
      Application: {
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
      },
      Sector: { link: { title: 'Bills', url: drill('chargeback') } },
      Part: { unit: 'percent', width: 90 },
      'Per day vs last month': { unit: 'percent', width: 170 },
    },
  });
}
