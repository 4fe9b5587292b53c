import {
  applicationChosen,
  labelsOf,
  monthShown,
  rowChosen,
  sectorChosen,
  sectorIdShown,
  sectorLabel,
  sectorShown,
  sql,
} from '../sql.ts';
import { drill } from '../tab-list.ts';
import { table, type PanelDraft } from './kit.ts';

const toTiers = { title: 'Its tiers', url: drill('peak', { application: 'Application' }) } as const;
const toForecast = {
  title: 'Forecast of this use',
  url: drill('forecast', { application: 'Application', capability: 'Capability' }),
} as const;

/** Units, nodes and units per node of every application. */
export function unitsPerApplication(): PanelDraft {
  return table({
    key: 'units-per-application',
    title: 'Units per application',
    says: 'A row per application, capability and tier over the whole months that the chosen time touches: the lowest, mean and highest units of a day with usage, mean nodes, units per node, and direct cost. The 500 rows with the most units; filters narrow it.',
    definition: 'units-nodes-and-units-per-node',
    basis: 'direct',
    noData: 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.',
    unit: 'units',
    sql: sql`
with largest as (
  -- The order needs one sum only: all others are for the rows that are shown.
  select app_id, ${sectorIdShown()} as sector_id, capability_id, tier, sum(units) as units
  from   reporting.cost
  where  part = 'usage' and ${monthShown()} and ${rowChosen()}
  group  by 1, 2, 3, 4
  order  by units desc, app_id, capability_id, tier
  limit  500
), sums as (
  select app_id, ${sectorIdShown()} as sector_id, capability_id, tier, min(lowest_units) as lowest, sum(units) / nullif(sum(days), 0) as mean,
         max(peak_units) as peak, sum(days) as days, sum(nodes * days) / nullif(sum(days) filter (where nodes is not null), 0) as nodes,
         sum(units) filter (where nodes is not null) / nullif(sum(nodes * days), 0) as per_node, sum(units) as units, sum(cost) as cost
  from   reporting.cost
  where  part = 'usage' and ${monthShown()} and ${rowChosen()} and (app_id, capability_id, tier) in (select app_id, capability_id, tier from largest)
  group  by 1, 2, 3, 4
  order  by units desc, app_id, capability_id, tier
  limit  500
)
select a.label as "Application", ${sectorLabel} as "Sector", k.label as "Capability", tier as "Tier", lowest as "Min a day", mean as "Mean a day",
       peak as "Max a day", days as "Days", nodes as "Nodes", per_node as "Units per node", units as "Unit-days", cost as "Cost"
from   sums
${labelsOf('sums')}
order  by units desc, 1, 3, 4`,
    rules: {
      Application: { link: toTiers, width: 240 },
      Sector: { width: 200 },
      Capability: { link: toForecast },
      'Min a day': { decimals: 1 },
      'Mean a day': { decimals: 1 },
      'Max a day': { decimals: 1 },
      Days: { unit: 'count' },
      Nodes: { decimals: 1 },
      'Units per node': { decimals: 2 },
      'Unit-days': { decimals: 0 },
      Cost: { unit: 'money' },
    },
  });
}

/** Listed by the tool, and used nothing for a week or more. */
export function idleApplications(): PanelDraft {
  return table({
    key: 'idle-applications',
    title: 'Idle applications',
    says: 'Applications that the tool lists and that used 0 units on 7 or more complete days up to the last day in the figures, longest first: agents that may be removed. Days of which the source told nothing count as unknown, not as 0. All capabilities together; sectors are those of today.',
    definition: 'idle-and-new-applications',
    timeless: 'it tells the days up to the last day in the figures',
    noData: 'No listed application was idle for 7 complete days: nothing to do.',
    unit: 'count',
    sql: sql`
select application as "Application", sector as "Sector", coalesce(to_char(last_used, 'YYYY-MM-DD'), 'never') as "Last used",
       idle_days as "Days without use", unknown_days as "Days unknown"
from   reporting.idle_application
where  ${sectorChosen('sector')} and ${applicationChosen()}
order  by idle_days desc, 1`,
    rules: {
      Application: { link: toTiers },
      'Days without use': {
        steps: [
          [null, 'warning'],
          [30, 'bad'],
        ],
        paint: true,
      },
    },
  });
}

/** Used something for the first time in the current month. */
export function newApplications(): PanelDraft {
  return table({
    key: 'new-applications',
    title: 'New applications this month',
    says: 'Applications that use something in the current month and never used or cost anything before it, with their first day and direct cost so far. In the first month of the figures every application is new.',
    definition: 'idle-and-new-applications',
    basis: 'direct',
    timeless: 'it tells the current month',
    noData: 'No application is new in the current month.',
    unit: 'units',
    sql: sql`
select application as "Application", ${sectorShown()} as "Sector", capability as "Capability",
       to_char(first_day, 'YYYY-MM-DD') as "First day", peak_units as "Max a day", units as "Unit-days", cost as "Cost"
from   reporting.new_application
where  ${rowChosen()}
order  by first_day desc, 1, 4`,
    rules: {
      Application: { link: toTiers },
      Capability: { link: toForecast },
      'Max a day': { decimals: 1 },
      'Unit-days': { decimals: 0 },
      Cost: { unit: 'money' },
    },
  });
}
