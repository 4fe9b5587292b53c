import { sameKey, sql } from './sql.ts';

const isClosed = `m.state in ('closed', 'restated')`;

/** Each cost row with what decides it: in a closed month what it was made with, since later prices do not reach it (R14). */
const costWithPrice = sql`
  select k.cost_id, u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, m.month_start, c.capability_code,
         k.usd_cost as stored_cost, k.cost_exact as stored_exact,
         case when ${isClosed} then k.price_id else p.price_id end as price_id,
         case when ${isClosed} then k.exchange_rate else p.exchange_rate end as exchange_rate,
         case when ${isClosed} then k.unit_rate else p.unit_rate end as unit_rate,
         case when ${isClosed} then k.formula_version = 3 else p.is_rated end as is_rated,
         case when ${isClosed} then k.units
              when c.licensed_metric = 'daily_average' then coalesce(u.units_average, u.units_consumed)
              else u.units_consumed end as units
  from   license_usage_fact u
  join   license_cost_fact k on ${sameKey('k', 'u')}
  join   capabilities_dim c on c.capability_id = u.capability_id
  join   chargeback_periods m on m.month_start = date_trunc('month', u.ts)::date
  left join price_in_force p on not (${isClosed}) and p.capability_id = u.capability_id and p.tier = u.tier
         and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date)`;

const ratedSeries = sql`
  select capability_id, tier from price_config where pricing_model <> 'per_unit' or maximum_amount is not null`;

/** What the units of a month cost by each pricing model (R9), before maximum and exchange rate. */
const modelAmount = sql`
  case p.pricing_model
    when 'per_unit' then r.units * p.unit_rate
    when 'flat' then case when r.days = r.days_of_month then p.unit_rate
                          else round(p.unit_rate::numeric(38, 12) * r.days / r.days_of_month, 8) end
    when 'package' then ceil(r.units / p.package_size) * p.unit_rate
    when 'graduated' then coalesce((
      select sum((least(r.units, t.until) - t.from_units) * t.unit_rate + t.flat_amount)
      from   (select *, coalesce(lead(from_units) over (order by from_units), r.units) as until
              from price_tiers where price_id = p.price_id) t
      where  t.from_units < r.units), 0)
    when 'volume' then coalesce((
      select r.units * t.unit_rate + t.flat_amount from price_tiers t
      where  t.price_id = p.price_id and t.from_units < r.units order by t.from_units desc limit 1), 0)
  end`;

/**
 * SQL for every cost row beside what it should be, by the formula of its price (R8): units times rate (1), times the exchange
 * rate of the month (2), or its part of what the price makes of the units of the month, by largest remainder (3). In a month
 * that is closed the row's own units and price count. No price in force makes the expected cost null. Cost is in US dollars.
 */
export const expectedCost = sql`
  with rated_rows as materialized (
    select w.* from (${costWithPrice}) w
    where  (w.capability_id, w.tier) in (${ratedSeries}) and w.is_rated
  ), rated_months as (
    select r.price_id, r.month_start, r.exchange_rate, sum(r.units) as units,
           least(p.end_date, (r.month_start + interval '1 month')::date) - greatest(p.start_date, r.month_start) as days,
           (r.month_start + interval '1 month')::date - r.month_start as days_of_month
    from   rated_rows r
    join   price_config p using (price_id)
    group  by r.price_id, r.month_start, r.exchange_rate, p.start_date, p.end_date
  ), amounts as (
    select r.*, least(${modelAmount}, case when r.days = r.days_of_month then p.maximum_amount
                                           else round(p.maximum_amount::numeric(38, 12) * r.days / r.days_of_month, 8) end) as amount
    from   rated_months r
    join   price_config p using (price_id)
  ), parts as (
    select r.*, a.units as total, a.amount,
           (a.amount * a.exchange_rate)::numeric(60, 24) as usd_amount, round(a.amount * a.exchange_rate, 2) * 100 as cents,
           coalesce(div(r.units * round(a.amount * a.exchange_rate, 2) * 100, nullif(a.units, 0)), 0) as whole_cents
    from   rated_rows r
    join   amounts a on a.price_id = r.price_id and a.month_start = r.month_start and a.exchange_rate = r.exchange_rate
  ), placed as (
    select *, row_number() over (partition by price_id, month_start
                                 order by units * cents - whole_cents * total desc, tool, instance, app_id, capability_id, tier, ts) as place,
           case when total > 0 then cents - sum(whole_cents) over (partition by price_id, month_start) else 0 end as left_over
    from   parts
  )
  select ts::date as day, month_start, app_id, capability_code, tier, units, unit_rate,
         round(units * unit_rate * exchange_rate, 2) as expected_cost, stored_cost,
         round(units * unit_rate * exchange_rate, 8) as expected_exact, stored_exact
  from   (${costWithPrice}) w
  where  w.is_rated is not true
  union all
  select ts::date, month_start, app_id, capability_code, tier, units, round(amount::numeric(60, 24) / nullif(total, 0), 8),
         (whole_cents + case when place <= left_over then 1 else 0 end) / 100, stored_cost,
         coalesce(round(units * usd_amount / nullif(total, 0), 8), 0), stored_exact
  from   placed`;
