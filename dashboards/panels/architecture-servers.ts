import { labelOf, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { costOfApplications, noUse, perThirtyDays } from './architecture-cost.ts';
import { bars, table, type PanelDraft } from './kit.ts';

/** How many applications run on how many servers. */
export function serversPerApplication(): PanelDraft {
  return bars({
    key: 'servers-per-application',
    title: 'Servers per application',
    says: 'How many applications run on how many servers, as the CMDB relates them today. "Unknown": it relates none, or the application has no service; that is not the same as no server.',
    definition: 'cost-per-node-server-and-application',
    noData: noUse,
    unit: 'count',
    x: 'Servers',
    showValues: true,
    sql: sql`
with ${costOfApplications}, sized as (
  select app_id, case when servers is null then 7 when servers <= 3 then servers when servers <= 5 then 4 when servers <= 10 then 5 else 6 end as size
  from   apps
)
select (array['1', '2', '3', '4 to 5', '6 to 10', 'more than 10', 'unknown'])[size] as "Servers", count(distinct app_id) as "Applications"
from   sized
group  by size
order  by size`,
    rules: { Applications: { color: 'actual' } },
  });
}

/** The applications with their servers and what these cost. */
export function serverTable(): PanelDraft {
  return table({
    key: 'server-table',
    title: 'Applications and their servers',
    says: `Servers, nodes and cost of each application, dearest per server first. ${perThirtyDays} A server that several applications share counts for each of them.`,
    definition: 'cost-per-node-server-and-application',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: sql`
with ${costOfApplications}
select a.label as "Application", sector_today as "Sector today", pattern as "Pattern", servers as "Servers", node_days / nullif(days, 0) as "Nodes",
       node_days / nullif(days * servers, 0) as "Nodes per server", per_server as "Per server", per_node as "Per node", per_application as "Per application", cost as "Cost"
from   apps
${labelOf('application', 'a', 'apps.app_id')}
order  by per_server desc nulls last, cost desc, 1
limit  500`,
    rules: {
      Application: {
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
        width: 240,
      },
      'Sector today': { width: 200 },
      Servers: { unit: 'count', more: [{ id: 'noValue', value: 'unknown' }] },
      Nodes: { unit: 'units', decimals: 1 },
      'Nodes per server': { unit: 'units', decimals: 1 },
    },
  });
}
