import { sameKey, sql } from './sql.ts';

/**
 * SQL for every cost row beside what it should be: units of its usage times the price in force that day. In a month that is not
 * open anymore the row's own units and rate count, since later prices do not reach it (R14). No price in force makes the
 * expected cost null. Cost is in US dollars.
 */
export const expectedCost = sql`
  select u.ts::date as day, date_trunc('month', u.ts)::date as month_start, u.app_id, c.capability_code, u.tier,
         e.units, e.unit_rate,
         round(e.units * e.unit_rate, 2) as expected_cost, k.usd_cost as stored_cost,
         round(e.units * e.unit_rate, 8) as expected_exact, k.cost_exact as stored_exact
  from   license_usage_fact u
  join   license_cost_fact k on ${sameKey('k', 'u')}
  join   capabilities_dim c on c.capability_id = u.capability_id
  join   chargeback_periods m on m.month_start = date_trunc('month', u.ts)::date
  left join price_config p on m.state = 'open' and p.capability_id = u.capability_id and p.tier = u.tier
         and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date)
  cross join lateral (
    select case when m.state <> 'open' then k.units
                when c.licensed_metric = 'daily_average' then coalesce(u.units_average, u.units_consumed)
                else u.units_consumed end as units,
           case when m.state <> 'open' then k.unit_rate else p.unit_rate end as unit_rate
  ) e`;
