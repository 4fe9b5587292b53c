import { capabilityChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { noForecast, seriesChosen } from './forecast-totals.ts';
import { table, timeSeries, type PanelDraft } from './kit.ts';

/** The same units at two price lists. */
export function costAtPrices(): PanelDraft {
  return timeSeries({
    key: 'cost-at-prices',
    title: 'Cost at current and at announced prices',
    says: 'The forecast units of the coming months at the prices in force on the date of the forecast, and at the prices that are announced for each month. The lines part where a price changes; where they are one, nothing is announced.',
    definition: 'cost-at-announced-prices',
    timeless: 'it is about the months to come',
    basis: 'direct',
    noData: noForecast,
    unit: 'money',
    sql: sql`
select month_start::timestamp as time, sum(predicted_cost) as "At current prices", sum(announced_cost) as "At announced prices"
from   reporting.forecast
where  ${seriesChosen()}
group  by 1
order  by 1`,
    rules: {
      'At current prices': {
        color: 'forecast',
        link: { title: 'Usage', url: drill('usage', {}, 'forecast') },
      },
      'At announced prices': {
        color: 'warning',
        more: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 8] } }],
      },
    },
  });
}

/** What is announced, and what it does to the year ahead. */
export function announcedPrices(): PanelDraft {
  return table({
    key: 'announced-prices',
    title: 'Announced prices and their effect',
    says: 'Prices that begin after the date of the forecast, per license unit and day in their currency, and what all announced prices of the capability and tier add to the forecast of the next 12 months. The effect stands beside every price of them.',
    definition: 'cost-at-announced-prices',
    timeless: 'there is one forecast in force',
    basis: 'direct',
    noData:
      'No price is announced for what is chosen. Prices to come are entered with "npm run cli -- prices import", their first day lies ahead.',
    unit: 'text',
    sql: sql`
with effect as (
  select capability, tier, sum(predicted_cost) as current_cost, sum(announced_cost) as announced_cost
  from   reporting.forecast
  where  (capability, tier) in (select capability, tier from reporting.announced_price) and ${seriesChosen()}
  group  by 1, 2
)
select p.capability as "Capability", p.tier as "Tier", to_char(p.begins_on, 'YYYY-MM-DD') as "From", p.rate_before as "Rate before", p.unit_rate as "Rate",
       case when p.currency = p.currency_before and p.model = p.model_before then round(100 * p.unit_rate / nullif(p.rate_before, 0) - 100, 2) end as "Change",
       p.currency as "Currency", e.announced_cost - e.current_cost as "Effect on 12 months",
       case when p.is_projected then p.price_list else p.price_list || ' (' || p.model || ': not in the projection)' end as "Price list"
from   reporting.announced_price p
left   join effect e on e.capability = p.capability and e.tier = p.tier
where  ${capabilityChosen('p.capability')}
order  by p.begins_on, 1, 2`,
    rules: {
      Capability: {
        link: {
          title: 'Usage of the capability',
          url: drill('usage', { capability: 'Capability' }, 'forecast'),
        },
      },
      'Rate before': { unit: 'units', decimals: 4 },
      Rate: { unit: 'units', decimals: 4 },
      Change: { unit: 'percent' },
      'Effect on 12 months': { unit: 'money' },
    },
  });
}
