import { drill } from '../tab-list.ts';
import { labelOf, sql } from '../sql.ts';
import { costOfApplications, noPattern, noUse, perThirtyDays } from './architecture-cost.ts';
import { bars, stat, table, type PanelDraft } from './kit.ts';

/** How many applications a pattern is known of. */
export function patternsInShort(): PanelDraft {
  return stat({
    key: 'patterns-in-short',
    title: 'Patterns in short',
    says: 'Applications with usage in the chosen time, how many of them have no architecture pattern and what these cost, and how many run on no server that the CMDB knows. Missing patterns are entered in the CMDB, or the application is matched to its service on the admin panel.',
    definition: 'figures-of-architecture-efficiency',
    basis: 'direct',
    noData: noUse,
    unit: 'count',
    sql: sql`
with ${costOfApplications}
select count(distinct app_id) as "Applications", count(distinct pattern) filter (where pattern <> '${noPattern}') as "Patterns",
       count(distinct app_id) filter (where pattern = '${noPattern}') as "Without pattern",
       sum(case when pattern = '${noPattern}' then cost else 0 end) as "Cost without pattern",
       sum(case when pattern = '${noPattern}' then cost else 0 end) * 100 / nullif(sum(cost), 0) as "Share of cost without pattern",
       count(distinct app_id) filter (where servers is null) as "Without servers"
from   apps`,
    rules: {
      'Without pattern': {
        steps: [
          [null, 'good'],
          [1, 'warning'],
        ],
      },
      'Cost without pattern': { unit: 'money' },
      'Share of cost without pattern': { unit: 'percent' },
    },
  });
}

/** Everything about the patterns in one table. */
export function patternTable(): PanelDraft {
  return table({
    key: 'patterns',
    title: 'Patterns side by side',
    says: `Cost per application, per node and per server, and servers per application, for each architecture pattern. ${perThirtyDays} Nodes are those of all chosen capabilities together; servers are those that the CMDB relates today, and applications without any are left out of both figures of servers.`,
    definition: 'cost-per-node-server-and-application',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: sql`
with ${costOfApplications}
select pattern as "Pattern", count(distinct app_id) as "Applications", sum(cost) as "Cost", sum(cost) * 100 / nullif(sum(sum(cost)) over (), 0) as "Share of cost",
       sum(cost) / nullif(sum(days), 0) * 30 as "Per application", sum(node_cost) / nullif(sum(node_days), 0) * 30 as "Per node",
       sum(cost) filter (where servers is not null) / nullif(sum(days * servers), 0) * 30 as "Per server",
       sum(node_days) / nullif(sum(days) filter (where node_days is not null), 0) as "Nodes per application",
       sum(servers) / nullif(count(servers), 0) as "Servers per application", count(*) filter (where servers is null) as "Without servers"
from   apps
group  by 1
order  by (pattern = '${noPattern}'), 6 desc nulls last`,
    rules: {
      Applications: { unit: 'count' },
      'Share of cost': { unit: 'percent' },
      'Nodes per application': { unit: 'units', decimals: 1 },
      'Servers per application': { unit: 'units', decimals: 1 },
      'Without servers': { unit: 'count' },
    },
  });
}

/** One ratio as bars, the dearest pattern first. */
function ratioBars(key: string, title: string, per: string, ratio: string): PanelDraft {
  return bars({
    key,
    title,
    says: `${per} ${perThirtyDays} The dearest pattern first.`,
    definition: 'cost-per-node-server-and-application',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    x: 'Pattern',
    horizontal: true,
    showValues: true,
    sql: sql`
with ${costOfApplications}
select pattern as "Pattern", ${ratio} * 30 as "${title}"
from   apps
group  by 1
having ${ratio} is not null
order  by 2 desc, 1`,
    rules: { [title]: { color: 'actual' } },
  });
}

export const costPerNode = (): PanelDraft =>
  ratioBars(
    'cost-per-node',
    'Cost per node',
    'What a node costs. Choose one capability to compare like with like.',
    'sum(node_cost) / nullif(sum(node_days), 0)',
  );
export const costPerServer = (): PanelDraft =>
  ratioBars(
    'cost-per-server',
    'Cost per server',
    'What a server costs that the CMDB relates today; applications without any are left out.',
    'sum(cost) filter (where servers is not null) / nullif(sum(days * servers), 0)',
  );
export const costPerApplication = (): PanelDraft =>
  ratioBars(
    'cost-per-application',
    'Cost per application',
    'What an application costs.',
    'sum(cost) / nullif(sum(days), 0)',
  );

/** Applications without a pattern, and why. */
export function withoutPattern(): PanelDraft {
  return table({
    key: 'without-pattern',
    title: 'Applications without pattern',
    says: 'Applications with usage on days without a known pattern, dearest first, and who can change it. Their cost stands under "(no pattern)" in every picture of this tab.',
    definition: 'figures-of-architecture-efficiency',
    basis: 'direct',
    noData: 'Every application with usage in the chosen time has a pattern.',
    unit: 'money',
    sql: sql`
with ${costOfApplications}
select a.label as "Application", sector_today as "Sector today",
       case when sector_today = '(another sector)' then 'belongs to another sector today'
            when architecture_today is not null then 'has one today: ' || architecture_today
            when service is null then 'matched to no service: decide on the admin panel'
            else 'the service ' || service || ' names none: enter it in the CMDB' end as "Why", cost as "Cost"
from   apps
${labelOf('application', 'a', 'apps.app_id')}
where  pattern = '${noPattern}'
order  by cost desc, 1
limit  500`,
    rules: {
      Application: {
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
      },
    },
  });
}
