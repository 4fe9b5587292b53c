import { labelsOf, monthName, rowChosen, sectorIdShown, sectorLabel, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { table, type PanelDraft } from './kit.ts';

const firstMonth = `date_trunc('month', $__timeFrom()::timestamp)`;
/** The months shown and the one before them, to compare the first one with. */
const months = `month_start >= (${firstMonth} - interval '1 month')::date and month_start <= $__timeTo()::timestamp::date`;

/** Who moved from one tier to another, and when. */
export function tierChanges(): PanelDraft {
  return table({
    key: 'tier-changes',
    title: 'Tier changes',
    says: 'Months in which an application used a capability in other tiers than in its month before: since which day, from what to what, and what a day of use took and cost before and after. A change within a month shows twice: when the new tier begins, and in the month that no longer has the old one.',
    definition: 'tier-changes',
    basis: 'direct',
    noData: 'No application changed its tier in the chosen time.',
    unit: 'money',
    sql: sql`
with mixed as (
  select app_id, capability_id
  from   reporting.cost
  where  part = 'usage' and ${months} and ${rowChosen()}
  group  by 1, 2
  having min(tier) <> max(tier)
), uses as (
  select app_id, capability_id, month_start, tier, ${sectorIdShown()} as sector_id, owner_id, architecture_id, capability_days, units, cost
  from   reporting.cost
  where  part = 'usage' and ${months} and ${rowChosen()} and (app_id, capability_id) in (select app_id, capability_id from mixed)
), owned as (
  -- A day of use is one day, whatever tiers it was used in.
  select app_id, capability_id, month_start, sector_id, owner_id, architecture_id, max(capability_days) as days
  from   uses
  group  by 1, 2, 3, 4, 5, 6
), days as (
  select app_id, capability_id, month_start, sum(days) as days from owned group by 1, 2, 3
), sums as (
  select app_id, capability_id, month_start, max(sector_id) as sector_id, array_agg(distinct tier order by tier) as tiers, sum(units) as units,
         sum(cost) as cost
  from   uses
  group  by 1, 2, 3
), months as (
  select app_id, capability_id, month_start, sector_id, tiers, units / days as units, cost / days as cost
  from   sums
  join   days using (app_id, capability_id, month_start)
), compared as (
  select months.*, lag(tiers) over w as old_tiers, lag(units) over w as old_units, lag(cost) over w as old_cost
  from   months
  window w as (partition by app_id, capability_id order by month_start)
), changed as (
  select * from compared where tiers <> old_tiers and month_start >= ${firstMonth}
)
select to_char((select min(d.ts + interval '0') from reporting.tier_day d
                where  d.app_id = c.app_id and d.capability_id = c.capability_id and d.ts >= c.month_start and d.ts < c.month_start + interval '1 month'
                and    d.tier = any(c.tiers) and (c.tiers <@ c.old_tiers or d.tier <> all(c.old_tiers))), 'YYYY-MM-DD') as "Since",
       ${monthName()} as "Month", a.label as "Application", ${sectorLabel} as "Sector", k.label as "Capability",
       array_to_string(old_tiers, ' + ') as "From", array_to_string(tiers, ' + ') as "To",
       old_units as "Units a day before", units as "Units a day after", old_cost as "Cost a day before", cost as "Cost a day after"
from   changed c
left   join reporting.month_label l using (month_start)
${labelsOf('c')}
order  by month_start desc, 3, 5
limit  500`,
    rules: {
      Application: {
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
        width: 220,
      },
      'Units a day before': { unit: 'units', decimals: 0 },
      'Units a day after': { unit: 'units', decimals: 0 },
    },
  });
}
