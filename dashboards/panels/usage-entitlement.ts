import { steps } from '../house.ts';
import { capabilityChosen, dayShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { table, timeSeries, type PanelDraft } from './kit.ts';

const wholeCompany = 'The whole company: sector and application do not narrow it.';
const noLines =
  'No approved contract entitles to units of every day in the chosen time, or you see single sectors only. Contracts are entered with "npm run cli -- contracts import".';

/** Use against the line of the contract, per capability. */
export function entitlementLine(): PanelDraft {
  return timeSeries({
    key: 'entitlement-line',
    title: 'Use against entitlement',
    says: `Units of every day against the units that contracts entitle to run at once (dashed). Above the line is overage. ${wholeCompany}`,
    definition: 'entitlement-and-head-room',
    noData: noLines,
    unit: 'units',
    axis: 'Units a day',
    sql: sql`
with line as (
  select day, capability || coalesce(' ' || tier, '') as name, sum(entitled) as entitled, max(used) as used
  from   reporting.entitlement_day
  where  ${dayShown()} and ${capabilityChosen()}
  group  by 1, 2
)
select day::timestamp as time, name || ' used' as metric, used as units from line
union  all
select day::timestamp, name || ' entitled', entitled from line
order  by 1, 2`,
    rules: {
      '/ entitled$/': { more: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 8] } }] },
    },
  });
}

/** Entitled, used, head-room and renewal of every line of contract. */
export function headroom(): PanelDraft {
  return table({
    key: 'headroom',
    title: 'Entitlement, head-room and renewal',
    says: `Every line of an approved contract that is in force or to come: what is entitled, used and left of the running month or term as of the last complete day, when it runs out at the pace of the last 30 days, and when it is renewed. The busiest day and the days above the line are those of the chosen time. ${wholeCompany}`,
    definition: 'entitlement-and-head-room',
    noData:
      'No approved contract is in force or to come, or you see single sectors only. Contracts are entered with "npm run cli -- contracts import".',
    unit: 'units',
    sql: sql`
with busiest as (
  select contract, capability, coalesce(tier, '') as tier, (array_agg(day order by used desc, day desc))[1] as day, max(used) as used,
         count(*) filter (where used > entitled) as days_above
  from   reporting.entitlement_day
  where  ${dayShown()} and ${capabilityChosen()}
  group  by 1, 2, 3
)
select s.contract as "Contract", s.capability as "Capability", coalesce(s.tier, 'every tier') as "Tier",
       case s.basis when 'daily_units' then 'units of a day' when 'units' then 'unit-days' else 'US dollars' end || ' per ' || s.settled_per as "Counted in",
       s.entitled as "Entitled", s.used as "Used", s.headroom as "Head-room", s.used_pct as "Used %",
       to_char(b.day, 'YYYY-MM-DD') as "Busiest day", b.used as "Units on it", b.days_above as "Days above",
       coalesce(to_char(s.exhausted_on, 'YYYY-MM-DD'), 'lasts') as "Exhausted on", to_char(s.renewal_date, 'YYYY-MM-DD') as "Renewal"
from   reporting.contract_standing s
left   join busiest b on b.contract = s.contract and b.capability = s.capability and b.tier = coalesce(s.tier, '')
where  ${capabilityChosen('s.capability')}
order  by s.used_pct desc, 1, 2, 3`,
    rules: {
      Capability: {
        link: { title: 'Forecast of the capability', url: drill('forecast', { capability: 'Capability' }) },
      },
      Entitled: { decimals: 0 },
      Used: { decimals: 0 },
      'Head-room': { decimals: 0 },
      'Units on it': { decimals: 0 },
      'Days above': { unit: 'count', steps: steps.zeroIsGood, paint: true },
      'Used %': { unit: 'percent', steps: steps.use, paint: true },
    },
  });
}
