import { capabilityChosen, dayShown, monthName, monthShown, rowChosen, sectorShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { steps } from '../house.ts';
import { compared, comparedInWords, comparedMonth, nothingToCompare } from './cost-months.ts';
import { stat, table, timeSeries, type PanelDraft } from './kit.ts';
import { chosenCost, sumsChosen } from './sums.ts';

const rate = { unit: 'money', decimals: 4 } as const;
const capabilityLink = {
  link: { title: 'Usage of the capability', url: drill('usage', { capability: 'Capability' }) },
};

/** What a unit cost beside what it should cost. */
export function effectivePrice(): PanelDraft {
  return table({
    key: 'effective-price',
    title: 'Effective unit price and contract rate',
    says: `What a unit and day cost in the month, beside the price list: the mean of its days, and the last price of the month. A difference with a price per unit means that days were not used evenly around a price change, or that something is priced wrongly. The row "all, with contract" spreads minimums, unused and overused commitments over the units. A contract rate is empty where the price depends on the units of the month, or where its currency has no exchange rate. ${comparedInWords}`,
    definition: 'effective-unit-price',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
with ${compared}, used as (
  select capability_id, capability, case part when 'usage' then tier end as tier, sum(units - unpriced_units) filter (where part = 'usage') as units,
         sum(cost) as cost, sum(cost_exact) as exact
  from   ${chosenCost} c
  where  month_start = ${comparedMonth} and part in ('usage', 'contract') and ${sumsChosen()}
  group  by 1, 2, 3
)
select u.capability as "Capability", coalesce(u.tier, 'all, with contract') as "Tier", u.units as "Unit-days", u.cost as "Cost",
       u.exact / nullif(u.units, 0) as "Effective price", r.usd_rate as "Contract rate", r.usd_rate_at_end as "At month-end",
       100 * (u.exact / nullif(u.units, 0)) / nullif(r.usd_rate, 0) - 100 as "Difference"
from   (select capability_id, capability, tier, sum(units) as units, sum(cost) as cost, sum(exact) as exact from used where tier is not null group by 1, 2, 3
        union all
        select capability_id, capability, null, sum(units), sum(cost), sum(exact) from used group by 1, 2) u
left   join reporting.contract_rate r on r.month_start = ${comparedMonth} and r.capability_id = u.capability_id and r.tier = u.tier
where  u.units > 0
order  by 1, u.tier nulls last`,
    rules: {
      Capability: capabilityLink,
      'Unit-days': { unit: 'units' },
      'Effective price': rate,
      'Contract rate': rate,
      'At month-end': rate,
      Difference: { unit: 'percent', decimals: 2 },
    },
  });
}

/** Over the months. */
export function priceOverTime(): PanelDraft {
  return timeSeries({
    key: 'price-over-time',
    title: 'Effective unit price by month',
    says: 'What a unit and day cost on average, by capability and tier; dashed: the price list, as the mean over the days of each month. Where both run together, usage was charged as agreed.',
    definition: 'effective-unit-price',
    basis: 'direct',
    noData:
      'Nothing was priced in the chosen time: widen it, or enter prices with "npm run cli -- prices import".',
    unit: 'money',
    sql: sql`
with used as (
  select month_start, capability_id, capability, tier, sum(cost_exact) / nullif(sum(units - unpriced_units), 0) as price
  from   ${chosenCost} c
  where  ${monthShown()} and part = 'usage' and ${sumsChosen()}
  group  by 1, 2, 3, 4
)
select u.month_start::timestamp as time, u.capability || ' ' || u.tier || s.suffix as metric, case s.suffix when '' then u.price else r.usd_rate end as price
from   used u
left   join reporting.contract_rate r on r.month_start = u.month_start and r.capability_id = u.capability_id and r.tier = u.tier
cross  join (values (''), (', contract rate')) s (suffix)
where  u.price is not null
order  by 1, 2`,
    rules: {
      '/.*/': { decimals: 4 },
      '/, contract rate$/': {
        color: 'quiet',
        more: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } }],
      },
    },
  });
}

/** Must be zero. */
export function unpriced(): PanelDraft {
  return stat({
    key: 'unpriced',
    title: 'Usage without a price',
    says: 'Days of usage that have no cost row because no price was in force, or its currency had no rate, in the chosen time: days times application, capability and tier, and their units. Must be 0: such usage costs nothing and is missing from every bill.',
    definition: '2-price-and-cost',
    noData: 'No usage in the chosen time, or none of what is chosen.',
    unit: 'count',
    steps: steps.mustBeZero,
    sql: sql`
select sum(days - priced_days) as "Rows without price", sum(unpriced_units) as "Units without price"
from   ${chosenCost} c
where  ${monthShown()} and part = 'usage' and ${sumsChosen()}
having count(*) > 0`,
    rules: { 'Units without price': { unit: 'units' } },
  });
}

/** Which ones. */
export function unpricedRows(): PanelDraft {
  return table({
    key: 'unpriced-rows',
    title: 'Usage without a price, by application',
    says: 'What the tile counts, the most units first. Enter a price that covers these days with "npm run cli -- prices import" or "prices add"; the next run costs open months again. Usage of the capability "unmapped" comes from packages that nobody has mapped to a capability yet.',
    definition: '2-price-and-cost',
    noData: 'Every unit in the chosen time has a price. Nothing to do.',
    unit: 'text',
    sql: sql`
select ${monthName()} as "Month", application as "Application", ${sectorShown()} as "Sector", capability as "Capability", tier as "Tier",
       sum(days - priced_days) as "Days", sum(unpriced_units) as "Units"
from   reporting.cost
where  ${monthShown()} and part = 'usage' and days > priced_days and ${rowChosen()}
group  by month_start, 1, 2, 3, 4, 5
order  by sum(unpriced_units) desc, month_start desc, 2, 3, 4, 5
limit  500`,
    rules: {
      Application: {
        link: { title: 'Usage of the application', url: drill('usage', { application: 'Application' }) },
      },
      Days: { unit: 'count' },
      Units: { unit: 'units' },
    },
  });
}

/** The agreement. */
export function priceList(): PanelDraft {
  return table({
    key: 'price-list',
    title: 'Price list with dates',
    says: 'Every price that holds on a day of the chosen time, and those that are announced: what it charges, from which day, until before which day, by which list and version. In force: on the last day of usage in the figures.',
    definition: '2-price-and-cost',
    noData:
      'No price for what is chosen in the chosen time. Prices are entered with "npm run cli -- prices import"; until then usage costs nothing.',
    unit: 'text',
    sql: sql`
select capability as "Capability", tier as "Tier", standing as "Standing", terms as "Price", to_char(start_date, 'YYYY-MM-DD') as "From",
       coalesce(to_char(end_date, 'YYYY-MM-DD'), 'no end') as "Until before", price_list as "Price list", version as "Version", created_by as "Entered by", reason as "Reason"
from   reporting.price
where  ${capabilityChosen()} and (standing = 'announced' or ${dayShown('greatest(start_date, $__timeFrom()::timestamp::date)')})
and    (end_date is null or end_date > $__timeFrom()::timestamp::date)
order  by 1, 2, start_date desc`,
    rules: { Capability: capabilityLink, Price: { width: 260 }, Version: { unit: 'count', width: 80 } },
  });
}
