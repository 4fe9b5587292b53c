import { steps } from '../house.ts';
import { capabilityChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import type { ForecastTab } from './forecast-totals.ts';
import { table, type PanelDraft } from './kit.ts';

/** Entitled, used, left, exhausted and renewed, side by side. */
export function contractStanding(on: ForecastTab): PanelDraft {
  const link =
    on === 'forecast'
      ? { title: 'Usage of the capability', url: drill('usage', { capability: 'Capability' }, 'forecast') }
      : { title: 'Forecast of the capability', url: drill('forecast', { capability: 'Capability' }) };
  return table({
    key: 'contract-standing',
    title: 'Contracts: use, head-room, exhaustion and renewal',
    says: 'Every commitment of approved contracts that is in force or to come, the first to be used up on top: what is entitled, used and left of the running month or term as of the last complete day. Use is that of the busiest day for units a day; of the settlement is all use of the running month or term in percent of what is committed for it so far. Used up on: when it happened, or will at the pace of the last 30 days. Sector and application do not narrow it.',
    definition: '12-contracts',
    timeless: 'it tells the last complete day',
    noData:
      'No approved contract is in force or to come, or you see single sectors only. Contracts are entered with "npm run cli -- contracts import" and approved by another person.',
    unit: 'units',
    sql: sql`
select capability as "Capability", coalesce(tier, 'every tier') as "Tier",
       case basis when 'daily_units' then 'units a day' when 'units' then 'unit-days a ' || settled_per else 'US dollars a ' || settled_per end as "Counted in",
       entitled as "Entitled", used as "Used", headroom as "Head-room", used_pct as "Use", settled_pct as "Of the settlement",
       coalesce(to_char(exhausted_on, 'YYYY-MM-DD'), 'lasts') as "Used up on", to_char(renewal_date, 'YYYY-MM-DD') as "Renewal",
       days_to_renewal as "Days to renewal", contract as "Contract", state as "State"
from   reporting.contract_standing
where  ${capabilityChosen()}
order  by state = 'to come', exhausted_on nulls last, used_pct desc nulls last, 1, 2, contract`,
    rules: {
      Capability: { link },
      Entitled: { decimals: 0 },
      Used: { decimals: 0 },
      'Head-room': { decimals: 0 },
      Use: { unit: 'percent', steps: steps.use, paint: true },
      'Of the settlement': { unit: 'percent' },
      'Days to renewal': { unit: 'count' },
    },
  });
}
