/**
 * SQL for the price of one unit in US dollars on a day, for an estimate: `series` has capability_id and tier. Another currency
 * counts by its newest rate; a price that looks at the whole month by what a unit cost in the 31 days before. No row without a
 * price, and no rate where nothing tells one.
 */
export const usdPriceOn = (series: string, day: string): string => `
  select p.price_id,
         case when p.pricing_model = 'per_unit' and p.maximum_amount is null
              then round(p.unit_rate * case p.currency when 'USD' then 1 else (
                     select x.usd_rate from exchange_rates x where x.currency = p.currency and x.month_start <= ${day}
                     order by x.month_start desc limit 1) end, 8)
              else (select round(sum(k.cost_exact) / nullif(sum(k.units), 0), 8) from license_cost_fact k
                    where k.price_id = p.price_id and k.ts >= ${day} - 31 and k.ts < ${day}) end as usd_rate
  from   price_config p
  where  p.superseded_at is null and p.capability_id = ${series}.capability_id and p.tier = ${series}.tier
  and    p.start_date <= ${day} and (p.end_date is null or p.end_date > ${day})`;
