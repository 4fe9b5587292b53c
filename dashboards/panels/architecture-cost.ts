import { labelOf, monthShown, rowChosen, sql } from '../sql.ts';

/** What the pictures call applications that no pattern is known of. */
export const noPattern = '(no pattern)';
export const noUse = 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.';
export const perThirtyDays =
  'Direct cost of usage per 30 days of use, so that long, short and unfinished months compare.';

const chosenUse = sql`reporting.cost where part = 'usage' and ${monthShown()} and ${rowChosen()}`;

/**
 * Common table expression `amounts`: by application and pattern or by month and pattern, days of use, applications, cost, and nodes
 * times days. Capabilities and tiers are used on the same days, owners follow each other; so the days of a month are counted before
 * they are added up.
 */
const amountsBy = (by: string): string => sql`
used as (
  select month_start, app_id, sector_id, owner_id, architecture_id, max(days) as days, sum(cost) as cost, sum(nodes * days) as node_days,
         sum(cost) filter (where nodes is null) as cost_without_nodes
  from   ${chosenUse}
  group  by 1, 2, 3, 4, 5
), amounts as (
  select ${by}, sum(days) as days, count(distinct app_id) as applications, sum(cost) as cost, sum(node_days) as node_days,
         -- Nearly all cost has nodes: so what has none is added up, and not what has.
         case when count(node_days) > 0 then sum(cost) - coalesce(sum(cost_without_nodes), 0) end as node_cost
  from   used
  group  by ${by}
)`;

/** The same for figures that need no days of use: added up at once, which takes half the time. */
const amountsWithoutDaysBy = (by: string): string => sql`
amounts as (
  select ${by}, null::bigint as days, sum(cost) as cost, sum(nodes * days) as node_days, sum(cost) filter (where nodes is not null) as node_cost
  from   ${chosenUse}
  group  by ${by}
)`;

const byMonth = 'month_start, architecture_id';
const byApplication = 'app_id, architecture_id';

const monthly = (amounts: string): string => sql`
${amounts}, monthly as (
  select m.*, coalesce(p.label, '${noPattern}') as pattern
  from   amounts m
  ${labelOf('architecture', 'p', 'm.architecture_id')}
)`;

/** `monthly`: one row per month and pattern. */
export const costOfMonths = monthly(amountsBy(byMonth));
/** The same without days of use and applications. */
export const nodeCostOfMonths = monthly(amountsWithoutDaysBy(byMonth));

const apps = (amounts: string): string => sql`
${amounts}, apps as (
  select m.app_id, m.days, m.cost, m.node_days, m.node_cost, coalesce(p.label, '${noPattern}') as pattern, r.servers, r.service, r.architecture_today,
         coalesce(r.sector_today, '(another sector)') as sector_today, m.cost / nullif(m.days, 0) * 30 as per_application,
         m.node_cost / nullif(m.node_days, 0) * 30 as per_node, m.cost / nullif(m.days * r.servers, 0) * 30 as per_server
  from   amounts m
  left   join reporting.application r on r.app_id = m.app_id
  ${labelOf('architecture', 'p', 'm.architecture_id')}
)`;

/** `apps`: one row per application and pattern over the chosen time, with the servers that the CMDB relates today. */
export const costOfApplications = apps(amountsBy(byApplication));
/** The same without days of use, and what is divided by them. */
export const nodeCostOfApplications = apps(amountsWithoutDaysBy(byApplication));

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
${measures.includes('Cost per application') ? costOfApplications : nodeCostOfApplications}, measured as (
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
