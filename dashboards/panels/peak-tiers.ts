import {
  labelOf,
  labelsOf,
  monthName,
  monthShown,
  rowChosen,
  sectorIdShown,
  sectorLabel,
  sql,
} from '../sql.ts';
import { drill } from '../tab-list.ts';
import { bars, stat, table, timeSeries, type FieldRules, type PanelDraft } from './kit.ts';
import { leftOut, peakAtProRates } from './peak-what-if.ts';
import { chosenCost, sumsChosen } from './sums.ts';
import { sectorsOfTheDay, useByDay } from './use-by-day.ts';

const tierColors: FieldRules = { PRO: { color: 'actual' }, PEAK: { color: 'warning' } };
const noUse = 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.';

/** What PEAK costs, and what it would cost as PRO. */
export function peakInShort(): PanelDraft {
  return stat({
    key: 'peak-in-short',
    title: 'PEAK in short',
    says: `Direct cost of usage and the part of it that is PEAK, over the whole months that the chosen time touches; what would be saved if the PEAK units were PRO at the prices of today; and PEAK units left out of that comparison. ${leftOut}`,
    definition: 'saving-if-peak-were-pro',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: sql`
with ${peakAtProRates}, used as (
  select sum(cost) as cost, sum(case when tier = 'PEAK' then cost else 0 end) as peak_cost
  from   ${chosenCost} c
  where  part = 'usage' and ${monthShown()} and ${sumsChosen()}
), saved as (
  -- Without any PEAK its cost is the answer to everything: 0, or unknown where nothing was used at all.
  select count(*) = 0 as is_none, sum(at_peak - at_pro) as amount, sum(at_peak) as at_peak,
         coalesce(sum(units) filter (where left_out is not null), 0) as units_left_out
  from   valued
)
select used.cost as "Cost of usage", used.peak_cost as "PEAK cost", used.peak_cost * 100 / nullif(used.cost, 0) as "PEAK share of cost",
       case when saved.is_none then used.peak_cost else saved.amount end as "Saving if PRO",
       case when saved.is_none then used.peak_cost else saved.amount * 100 / nullif(saved.at_peak, 0) end as "Saving in %",
       case when saved.is_none then used.peak_cost else saved.units_left_out end as "PEAK units left out"
from   used
cross  join saved`,
    rules: {
      'PEAK share of cost': { unit: 'percent' },
      'Saving in %': { unit: 'percent' },
      'PEAK units left out': { unit: 'units', decimals: 0 },
    },
  });
}

/** Units by tier over time. */
export function unitsByTier(): PanelDraft {
  return timeSeries({
    key: 'units-by-tier',
    title: 'Units by tier and day',
    says: `License units of every day, one band per tier, stacked. Units of different capabilities are not the same thing: choose one to compare levels. ${sectorsOfTheDay}`,
    definition: '1-daily-units',
    noData: noUse,
    unit: 'units',
    stacked: true,
    axis: 'Units a day',
    sql: sql`
select day::timestamp as time, tier as metric, sum(units) as units
from   (${useByDay('day, tier, units')}) u
group  by 1, 2
order  by 1, 2`,
    rules: tierColors,
  });
}

/** Cost by tier over time. */
export function costByTier(): PanelDraft {
  return bars({
    key: 'cost-by-tier',
    title: 'Cost by tier and month',
    says: 'Direct cost of usage per month, PEAK on PRO on any other tier. The current month is not over.',
    definition: 'figures-of-peak-and-pro',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    x: 'Month',
    stacked: true,
    sql: sql`
with sums as (
  select month_start, sum(cost) filter (where tier = 'PRO') as pro, sum(cost) filter (where tier = 'PEAK') as peak,
         sum(cost) filter (where tier not in ('PRO', 'PEAK')) as other
  from   ${chosenCost} c
  where  part = 'usage' and ${monthShown()} and ${sumsChosen()}
  group  by 1
)
select ${monthName()} as "Month", pro as "PRO", peak as "PEAK", other as "Other tiers"
from   sums
left   join reporting.month_label using (month_start)
order  by month_start`,
    rules: { ...tierColors, 'Other tiers': { color: 'quiet' } },
  });
}

/** The share of PEAK per capability and month. */
export function peakShareByMonth(): PanelDraft {
  return timeSeries({
    key: 'peak-share-by-month',
    title: 'PEAK share of units by month',
    says: 'Units of PEAK in percent of all units of the capability, per month: does the expensive tier spread?',
    definition: 'share-of-peak',
    noData: noUse,
    unit: 'percent',
    axis: 'PEAK share',
    sql: sql`
with months as (
  select month_start, capability_id, sum(units) as units, coalesce(sum(units) filter (where tier = 'PEAK'), 0) as peak_units
  from   ${chosenCost} c
  where  part = 'usage' and ${monthShown()} and ${sumsChosen()}
  group  by 1, 2
  having bool_or(tier in ('PEAK', 'PRO'))
)
select month_start::timestamp as time, k.label as metric, peak_units * 100 / nullif(units, 0) as share
from   months
${labelOf('capability', 'k', 'months.capability_id')}
order  by 1, 2`,
  });
}

/** The share of PEAK per application. */
export function peakShareByApplication(): PanelDraft {
  return table({
    key: 'peak-share-by-application',
    title: 'Share of PEAK per application',
    says: 'Per application and capability: units and direct cost, and how much of them is PEAK, over the whole months that the chosen time touches; most PEAK cost first. The 500 rows with the most PEAK cost; filters narrow it.',
    definition: 'share-of-peak',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: sql`
with sums as (
  select app_id, ${sectorIdShown()} as sector_id, capability_id, sum(units) as units, sum(cost) as cost,
         coalesce(sum(units) filter (where tier = 'PEAK'), 0) as peak_units, coalesce(sum(cost) filter (where tier = 'PEAK'), 0) as peak_cost
  from   reporting.cost
  where  part = 'usage' and ${monthShown()} and ${rowChosen()}
  group  by 1, 2, 3
  order  by peak_cost desc, cost desc, 1, 3
  limit  500
)
select a.label as "Application", ${sectorLabel} as "Sector", k.label as "Capability", units as "Unit-days",
       peak_units * 100 / nullif(units, 0) as "PEAK share of units", cost as "Cost", peak_cost as "PEAK cost",
       peak_cost * 100 / nullif(cost, 0) as "PEAK share of cost"
from   sums
${labelsOf('sums')}
order  by peak_cost desc, cost desc, 1, 3`,
    rules: {
      Application: {
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
        width: 240,
      },
      Sector: { width: 200 },
      'Unit-days': { unit: 'units', decimals: 0 },
      'PEAK share of units': { unit: 'percent' },
      'PEAK share of cost': { unit: 'percent' },
    },
  });
}
