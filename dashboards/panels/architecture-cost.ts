import {
  applicationChosen,
  isEverything,
  labelOf,
  monthShown,
  rowChosen,
  sectorChosen,
  sql,
} from '../sql.ts';

/** What the pictures call applications that no pattern is known of. */
export const noPattern = '(no pattern)';
export const noUse = 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.';
export const perThirtyDays =
  'Direct cost of usage per 30 days of use, so that long, short and unfinished months compare.';

/** What one row per month, application and owner is added up to. */
const usedOfAll = sql`
  select month_start, app_id, architecture_id, days, cost, node_days, node_cost
  from   reporting.application_month
  where  ${isEverything('capability')} and ${monthShown()} and ${sectorChosen()} and ${applicationChosen()}`;

/** The same of the chosen capabilities; of several, the days of the one that is used most often. */
const usedOfSome = sql`
  select month_start, app_id, architecture_id, max(capability_days), sum(cost), sum(nodes * days), sum(cost) filter (where nodes is not null)
  from   reporting.cost
  where  not ${isEverything('capability')} and part = 'usage' and ${monthShown()} and ${rowChosen()}
  group  by month_start, app_id, sector_id, owner_id, architecture_id`;

/**
 * Common table expression `amounts`: by application and pattern or by month and pattern, days of use, applications, cost, and nodes
 * times days. Of the two halves PostgreSQL reads the one that is asked for.
 */
const amountsBy = (by: string): string => sql`
amounts as (
  select ${by}, sum(days) as days, count(distinct app_id) as applications, sum(cost) as cost, sum(node_days) as node_days,
         sum(node_cost) as node_cost
  from   (${usedOfAll}
  union  all${usedOfSome}) used
  group  by ${by}
)`;

/** `monthly`: one row per month and pattern. */
export const costOfMonths = sql`
${amountsBy('month_start, architecture_id')}, monthly as (
  select m.*, coalesce(p.label, '${noPattern}') as pattern
  from   amounts m
  ${labelOf('architecture', 'p', 'm.architecture_id')}
)`;

/** `apps`: one row per application and pattern over the chosen time, with the servers that the CMDB relates today. */
export const costOfApplications = sql`
${amountsBy('app_id, architecture_id')}, apps as (
  select m.app_id, m.days, m.cost, m.node_days, m.node_cost, coalesce(p.label, '${noPattern}') as pattern, r.servers, r.service, r.architecture_today,
         coalesce(r.sector_today, '(another sector)') as sector_today, m.cost / nullif(m.days, 0) * 30 as per_application,
         m.node_cost / nullif(m.node_days, 0) * 30 as per_node, m.cost / nullif(m.days * r.servers, 0) * 30 as per_server
  from   amounts m
  left   join reporting.application r on r.app_id = m.app_id
  ${labelOf('architecture', 'p', 'm.architecture_id')}
)`;

/** What is compared between the applications of a pattern. */
export type Measure = 'Cost per node' | 'Cost per application';
const columnOf: Readonly<Record<Measure, string>> = {
  'Cost per node': 'per_node',
  'Cost per application': 'per_application',
};

/** Bounds of what is usual: 1.5 times the box beyond the box, as in any box plot. */
export const upperBound = 'q3 + 1.5 * (q3 - q1)';
export const lowerBound = 'q1 - 1.5 * (q3 - q1)';

/** `measured` besides: one row per measure and application; and `quartiles` of them per pattern. */
export const quartilesOf = (...measures: readonly Measure[]): string => sql`
${costOfApplications}, measured as (
  ${measures
    .map(
      (
        measure,
      ) => sql`select '${measure}' as measure, app_id, sector_today, pattern, cost, ${columnOf[measure]} as amount
  from   apps where ${columnOf[measure]} is not null`,
    )
    .join('\n  union  all\n  ')}
), quartiles as (
  select measure, pattern, count(*) as applications, min(amount) as lowest, max(amount) as highest,
         percentile_cont(0.25) within group (order by amount)::numeric as q1,
         percentile_cont(0.5) within group (order by amount)::numeric as median,
         percentile_cont(0.75) within group (order by amount)::numeric as q3
  from   measured
  group  by 1, 2
)`;
