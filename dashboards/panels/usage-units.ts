import {
  applicationChosen,
  capabilityChosen,
  labelOf,
  monthShown,
  rowChosen,
  sectorChosen,
  sectorIdShown,
  sectorLabel,
  sql,
} from '../sql.ts';
import { stat, table, timeSeries, type PanelDraft } from './kit.ts';
import { sectorsOfTheDay, useByDay } from './use-by-day.ts';

const lastDay = 'day = (select data_through_day from reporting.header)';

/** Where use stands now, in four tiles. */
export function useNow(): PanelDraft {
  return stat({
    key: 'use-now',
    title: 'Use now',
    says: 'Units of the last day in the figures, applications that used something this month, applications that are listed but idle for 7 days or more, and applications that are new this month.',
    definition: 'figures-of-usage',
    timeless: 'it tells the last day and its month',
    noData: 'No usage yet: start a run with "npm run cli -- run".',
    unit: 'count',
    sql: sql`
select (select sum(units) from (${useByDay('units', lastDay)}) u) as "Units on the last day",
       (select count(distinct app_id) from reporting.cost
        where  part = 'usage' and units > 0 and month_start = (select current_month from reporting.header) and ${rowChosen()}) as "Applications this month",
       (select count(*) from reporting.idle_application where ${sectorChosen('sector')} and ${applicationChosen()}) as "Idle applications",
       (select count(distinct app_id) from reporting.new_application where ${rowChosen()}) as "New this month"`,
    rules: {
      'Units on the last day': { unit: 'units', decimals: 0 },
      'Idle applications': {
        steps: [
          [null, 'good'],
          [1, 'warning'],
        ],
      },
    },
  });
}

/** Units per capability per day, stacked. */
export function unitsPerDay(): PanelDraft {
  return timeSeries({
    key: 'units-per-day',
    title: 'Units per capability and day',
    says: `License units of every day, one band per capability, stacked. Units of different capabilities are not the same thing: choose one to compare levels. ${sectorsOfTheDay} A day without a point was not told by the source.`,
    definition: '1-daily-units',
    noData: 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.',
    unit: 'units',
    stacked: true,
    axis: 'Units a day',
    sql: sql`
select day::timestamp as time, capability as metric, sum(units) as units
from   (${useByDay('day, capability, units')}) u
group  by 1, 2
order  by 1, 2`,
  });
}

/** The busiest day of each capability. */
export function peakDay(): PanelDraft {
  return table({
    key: 'peak-day',
    title: 'Peak day per capability',
    says: `The day with the most units in the chosen time, beside the mean and the quietest day with usage: what a license has to cover. ${sectorsOfTheDay}`,
    definition: 'figures-of-usage',
    noData: 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.',
    unit: 'units',
    sql: sql`
with days as (
  select capability, day, sum(units) as units from (${useByDay('capability, day, units')}) u group by 1, 2
)
select capability as "Capability", to_char((array_agg(day order by units desc, day desc))[1], 'YYYY-MM-DD') as "Peak day",
       max(units) as "Units on it", avg(units) as "Mean day", min(units) as "Quietest day", max(units) * 100 / nullif(avg(units), 0) - 100 as "Peak above mean"
from   days
group  by 1
order  by 1`,
    rules: {
      'Units on it': { decimals: 0 },
      'Mean day': { decimals: 0 },
      'Quietest day': { decimals: 0 },
      'Peak above mean': { unit: 'percent' },
    },
  });
}

/** Who uses which capability. */
export function unitsPerSector(): PanelDraft {
  return table({
    key: 'units-per-sector',
    title: 'Who uses which capability',
    says: 'Units and applications per sector, and their share of all use of the capability that you may see, whatever sectors and applications are chosen; over the whole months that the chosen time touches.',
    definition: 'figures-of-usage',
    noData: 'No usage in the chosen time, or none of what is chosen: widen the time or the filters.',
    unit: 'units',
    sql: sql`
with applications as (
  select app_id, ${sectorIdShown()} as sector_id, capability_id, sum(units) as units
  from   reporting.cost
  where  part = 'usage' and ${monthShown()} and ${rowChosen()}
  group  by 1, 2, 3
), sums as (
  select sector_id, capability_id, count(*) as applications, sum(units) as units from applications group by 1, 2
), whole as (
  select capability_id, sum(units) as units from reporting.sector_month where part = 'usage' and ${monthShown()} and ${capabilityChosen()} group by 1
)
select k.label as "Capability", ${sectorLabel} as "Sector", applications as "Applications", sums.units as "Unit-days",
       sums.units * 100 / nullif(whole.units, 0) as "Share of capability"
from   sums
left   join whole using (capability_id)
${labelOf('sector', 's', 'sums.sector_id')}
${labelOf('capability', 'k', 'sums.capability_id')}
order  by 1, 4 desc, 2`,
    rules: {
      Applications: { unit: 'count' },
      'Unit-days': { decimals: 0 },
      'Share of capability': { unit: 'percent' },
    },
  });
}
