import { sql } from '../sql.ts';
import { costOfMonths, noUse, perThirtyDays } from './architecture-cost.ts';
import { timeSeries, type PanelDraft } from './kit.ts';

const costOf = (what: string): string =>
  `${what} per month, one line per pattern: which gets dearer? ${perThirtyDays}`;

const monthly = (figure: string): string => sql`
with ${costOfMonths}
select month_start::timestamp as time, pattern as metric, ${figure} as figure
from   monthly
order  by 1, 2`;

export function nodeTrend(): PanelDraft {
  return timeSeries({
    key: 'node-trend',
    title: 'Cost per node by month',
    says: costOf('Cost of a node'),
    definition: 'cost-per-node-server-and-application',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: monthly('node_cost / nullif(node_days, 0) * 30'),
  });
}

export function applicationTrend(): PanelDraft {
  return timeSeries({
    key: 'application-trend',
    title: 'Cost per application by month',
    says: costOf('Cost of an application'),
    definition: 'cost-per-node-server-and-application',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: monthly('cost / nullif(days, 0) * 30'),
  });
}

export function patternTrend(): PanelDraft {
  return timeSeries({
    key: 'pattern-trend',
    title: 'Applications by pattern and month',
    says: 'Applications with usage per month, stacked by pattern: which pattern grows? Pattern as charged, so that an application that was rebuilt changes its color.',
    definition: 'figures-of-architecture-efficiency',
    noData: noUse,
    unit: 'count',
    stacked: true,
    sql: monthly('applications'),
  });
}
