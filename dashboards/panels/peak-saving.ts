import {
  applicationNamed,
  capabilityChosen,
  labelOf,
  labelsOf,
  monthShown,
  sectorChosen,
  sectorIdShown,
  sectorLabel,
  sql,
} from '../sql.ts';
import { drill } from '../tab-list.ts';
import { table, type PanelDraft } from './kit.ts';
import { howCompared, leftOut, peakAtProRates } from './peak-what-if.ts';

const toCost = {
  title: 'Cost of the application',
  url: drill('cost', { application: 'Application' }),
} as const;
const noPeak = 'No PEAK usage in the chosen time, or none of what is chosen: widen the time or the filters.';

/** What PEAK is dearer by today. */
export function premium(): PanelDraft {
  return table({
    key: 'premium',
    title: 'PEAK against PRO per capability',
    says: `The prices of today, what PEAK is dearer by, and what would be saved if its use were PRO. ${howCompared} ${leftOut}`,
    definition: 'saving-if-peak-were-pro',
    basis: 'direct',
    noData: noPeak,
    unit: 'money',
    sql: sql`
with ${peakAtProRates}
select capability as "Capability", peak_rate as "PEAK rate", pro_rate as "PRO rate", peak_rate * 100 / nullif(pro_rate, 0) - 100 as "PEAK dearer by",
       sum(units) as "PEAK unit-days", sum(at_peak - at_pro) as "Saving",
       coalesce(left_out, 'nothing') as "Left out"
from   valued
group  by 1, 2, 3, left_out
order  by 6 desc nulls last, 1`,
    rules: {
      'PEAK rate': { decimals: 4 },
      'PRO rate': { decimals: 4 },
      'PEAK dearer by': { unit: 'percent' },
      'PEAK unit-days': { unit: 'units', decimals: 0 },
    },
  });
}

/** What would be saved, per application. */
export function saving(): PanelDraft {
  return table({
    key: 'saving',
    title: 'Saving if PEAK were PRO',
    says: `What each application would save if its PEAK units were PRO, largest first. ${howCompared} ${leftOut} Whether it can do without PEAK is for its owner to say.`,
    definition: 'saving-if-peak-were-pro',
    basis: 'direct',
    noData: noPeak,
    unit: 'money',
    sql: sql`
with ${peakAtProRates}
select a.label as "Application", ${sectorLabel} as "Sector", valued.capability as "Capability", units as "PEAK unit-days", cost as "PEAK cost so far",
       at_peak as "At PEAK rate", at_pro as "At PRO rate", at_peak - at_pro as "Saving",
       (at_peak - at_pro) / nullif(days, 0) * 30 as "Saving in 30 days", coalesce(left_out, 'no') as "Left out"
from   valued
${labelsOf('valued')}
order  by at_peak - at_pro desc nulls last, 1, 3
limit  500`,
    rules: {
      Application: { link: toCost, width: 240 },
      Sector: { width: 200 },
      'PEAK unit-days': { unit: 'units', decimals: 0 },
    },
  });
}

/** PEAK that little work stands behind. */
export function lowPeak(): PanelDraft {
  return table({
    key: 'low-peak',
    title: 'PEAK with few nodes or little usage',
    says: 'Applications on PEAK whose mean units of a day or mean nodes lie in the lowest quarter of all PEAK applications of the capability that you may see, or that are not production: candidates for PRO, no proof. Limits are shown; a capability needs four PEAK applications to have any.',
    definition: 'peak-with-few-nodes-or-little-usage',
    basis: 'direct',
    noData: 'No PEAK application is below the limits in the chosen time.',
    unit: 'money',
    sql: sql`
with used as (
  select u.*, daily::float8 as rank_daily, nodes::float8 as rank_nodes
  from   (select app_id, sector_id, capability_id, max(${sectorIdShown()}) as shown_sector_id, sum(units) / nullif(sum(days), 0) as daily,
                 sum(nodes * days) / nullif(sum(days) filter (where nodes is not null), 0) as nodes, sum(cost) as cost
          from   reporting.cost
          where  part = 'usage' and tier = 'PEAK' and ${monthShown()}
          group  by 1, 2, 3) u
), quarter as (
  select capability_id, percentile_cont(0.25) within group (order by rank_daily) as few_units,
         percentile_cont(0.25) within group (order by rank_nodes) as few_nodes
  from   used
  group  by 1
  having count(*) >= 4
), judged as (
  select a.label as application, ${sectorLabel} as sector, k.label as capability, p.environment,
         used.daily, used.nodes, used.cost, quarter.few_units, quarter.few_nodes,
         concat_ws(', ', case when rank_nodes <= few_nodes then 'few nodes' end, case when rank_daily <= few_units then 'little usage' end,
                   case when p.environment <> 'PROD' then 'not production' end) as why
  from   used
  left   join quarter using (capability_id)
  left   join reporting.application p using (app_id)
${labelOf('application', 'a', 'used.app_id')}
${labelOf('sector', 's', 'used.shown_sector_id')}
${labelOf('capability', 'k', 'used.capability_id')}
)
select application as "Application", sector as "Sector", capability as "Capability", coalesce(environment, 'not named') as "Environment",
       why as "Why", daily as "Mean units a day", few_units as "Limit of units", nodes as "Mean nodes", few_nodes as "Limit of nodes", cost as "PEAK cost"
from   judged
where  why <> '' and ${sectorChosen('sector')} and ${applicationNamed()} and ${capabilityChosen()}
order  by cost desc, 1, 3
limit  500`,
    rules: {
      Application: { link: toCost, width: 240 },
      Sector: { width: 200 },
      'Mean units a day': { unit: 'units', decimals: 1 },
      'Limit of units': { unit: 'units', decimals: 1 },
      'Mean nodes': { unit: 'units', decimals: 1 },
      'Limit of nodes': { unit: 'units', decimals: 1 },
    },
  });
}
