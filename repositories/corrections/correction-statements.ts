import type { Month } from '../../pipeline/run.ts';
import { hashOfRows } from '../lineage.ts';

/** Closed months that something came for, each with the open month in which the difference is booked. */
export const monthsToCorrect = `
  select p.month_start as month,
         (select min(o.month_start) from chargeback_periods o where o.state = 'open' and o.month_start > p.month_start) as booking
  from   chargeback_periods p
  where  p.state in ('closed', 'restated') and p.needs_restatement and p.origin = 'pipeline'
  order  by 1`;

const key = ['tool', 'instance', 'app_id', 'capability_id', 'tier', 'ts'] as const;
const keys = (alias: string): string => key.map((column) => `${alias}.${column}`).join(', ');
const same = (a: string, b: string): string =>
  key.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');
const inMonth = (alias: string, month: Month): string =>
  `${alias}.ts >= date '${month}' and ${alias}.ts < date '${month}' + interval '1 month'`;

/** Usage of a closed month as the source tells it now. */
export const createTold = (month: Month): string => `
  create temp table told_usage on commit drop as
  select ${keys('u')}, case when l.app_id is null then u.units_consumed else l.units_consumed end as units_consumed,
         case when l.app_id is null then u.units_average else l.units_average end as units_average
  from   license_usage_fact u
  left join late_usage_fact l on ${same('l', 'u')}
  where  ${inMonth('u', month)} and (l.app_id is null or l.units_consumed <> 0)
  union all
  select ${keys('l')}, l.units_consumed, l.units_average
  from   late_usage_fact l
  where  ${inMonth('l', month)} and l.units_consumed <> 0 and not exists (select from license_usage_fact u where ${same('u', 'l')})`;

/**
 * What every usage row of a closed month would cost (`expected_cost`), and whom, by what is known now, minus what was charged for
 * it so far; one row per usage row, sector and H-code whose amount moves. Rows that are booked in `booking`, which is open, do
 * not count as charged: they are made anew.
 */
export const expectedCorrections = (month: Month, booking: Month): string => `
  create temp table expected_corrections on commit drop as
  with priced as (
    select ${keys('e')}, e.price_id, e.units, e.cost_exact, e.usd_cost from expected_cost e where ${inMonth('e', month)}
  ), owned as (
    select ${keys('p')}, p.price_id, p.units, p.cost_exact, p.usd_cost,
           coalesce(o.sector_id, u.sector_id) as sector_id, coalesce(o.h_code, '') as h_code
    from   priced p
    cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') u
    left join application_ownership o
           on o.app_id = p.app_id and p.ts >= o.valid_from and (o.valid_to is null or p.ts < o.valid_to)
  ), charged as (
    select ${keys('c')}, c.price_id, c.units, c.cost_exact, c.usd_cost, c.sector_id, c.h_code
    from   charged_cost c
    where  ${inMonth('c', month)}
    union all
    select ${keys('a')}, a.price_id, a.units, a.cost_exact, a.usd_cost, a.sector_id, a.h_code
    from   cost_adjustment_fact a
    where  ${inMonth('a', month)} and a.month_start <> date '${booking}'
  ), moved as (
    select ${keys('d')}, sector_id, h_code, max(now_price) as now_price, max(then_price) as then_price,
           sum(units) as units, sum(cost_exact) as cost_exact, sum(usd_cost) as usd_cost
    from   (select ${keys('owned')}, sector_id, h_code, price_id as now_price, null::integer as then_price, units, cost_exact, usd_cost from owned
            union all
            select ${keys('charged')}, sector_id, h_code, null, price_id, -units, -cost_exact, -usd_cost from charged) d
    group  by ${keys('d')}, sector_id, h_code
    having sum(units) <> 0 or sum(cost_exact) <> 0 or sum(usd_cost) <> 0
  )
  select ${keys('m')}, m.sector_id, m.h_code, coalesce(m.now_price, m.then_price) as price_id, m.units, m.cost_exact, m.usd_cost,
         coalesce(nullif(concat_ws('+',
           case when exists (select from late_usage_fact l where ${same('l', 'm')}) then 'late_usage' end,
           case when (select o.price_id from owned o where ${same('o', 'm')}) <> (select c.price_id from license_cost_fact c where ${same('c', 'm')})
                then 'price' end,
           case when exists (select from owned o join charged_cost c on ${same('c', 'o')}
                             where ${same('o', 'm')} and (o.sector_id, o.h_code) is distinct from (c.sector_id, c.h_code)) then 'ownership' end), ''),
           array_to_string((select restatement_causes from chargeback_periods where month_start = date '${month}'), '+')) as cause
  from   moved m`;

export const correctionHash = hashOfRows([
  'app_id',
  'capability_id',
  'tier',
  'ts',
  'sector_id',
  'h_code',
  'units',
  'usd_cost',
]);

const matches = `a.month_start = $2 and ${same('a', 'e')} and a.sector_id = e.sector_id and a.h_code = e.h_code`;

export const deleteCorrections = `
  delete from cost_adjustment_fact a
  where  a.month_start = $2 and a.ts >= $1::date and a.ts < $1::date + interval '1 month'
  and    not exists (select from expected_corrections e where ${matches})`;

export const upsertCorrections = `
  with saved as (
    insert into cost_adjustment_fact as a (tool, instance, app_id, capability_id, tier, ts, sector_id, h_code, price_id, cause, units,
                                           cost_exact, usd_cost, month_start, run_id)
    select ${keys('e')}, e.sector_id, e.h_code, e.price_id, e.cause, e.units, e.cost_exact, e.usd_cost, $1, $2
    from   expected_corrections e
    order  by ${keys('e')}, e.sector_id
    on conflict (month_start, tool, instance, app_id, capability_id, tier, ts, sector_id, h_code) do update
      set price_id = excluded.price_id, cause = excluded.cause, units = excluded.units, cost_exact = excluded.cost_exact,
          usd_cost = excluded.usd_cost, run_id = excluded.run_id
      where (a.price_id, a.cause, a.units, a.cost_exact, a.usd_cost)
            is distinct from (excluded.price_id, excluded.cause, excluded.units, excluded.cost_exact, excluded.usd_cost)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

/** The corrections of a month as draft lines: what the allocation of the month has to distribute in addition. */
export const readCorrectionLines = `
  select $1::date as month, a.app_id as "appId", a.sector_id as "sectorId", s.sector_name as "sectorName",
         s.is_chargeable as "isChargeable", a.capability_id as "capabilityId", a.h_code as "hCode", sum(a.units) as units,
         sum(a.usd_cost) as amount
  from   cost_adjustment_fact a
  join   sectors_dim s using (sector_id)
  where  a.month_start = $2 and a.ts >= $1::date and a.ts < $1::date + interval '1 month'
  group  by 2, 3, 4, 5, 6, 7
  having sum(a.usd_cost) <> 0
  order  by 2, 3, 7, 6`;

/** Adjustments of a month booked in another, each naming the line that it corrects where there is one (R14). */
export const expectedAdjustments = (month: Month, booking: Month): string => `
  create temp table expected_adjustments on commit drop as
  with amounts as (
    select app_id, sector_id, 'direct' as adjusted_cycle, sum(usd_cost) as usd_amount, sum(cost_exact) as amount_exact,
           null::integer as rule_id, null::text as allocation_method, null::numeric as sender_total
    from   cost_adjustment_fact a where a.month_start = date '${booking}' and ${inMonth('a', month)}
    group  by 1, 2
    union all
    select app_id, sector_id, 'allocated_shared_service', sum(usd_amount), null, min(rule_id),
           string_agg(distinct method, ', ' order by method), sum(sender_total)
    from   allocation_fact where month_start = date '${booking}' and charge_month = date '${month}'
    group  by 1, 2
    union all
    select app_id, sender_sector_id, 'shared_service_offset', -sum(usd_amount), null, min(rule_id),
           string_agg(distinct method, ', ' order by method), sum(usd_amount)
    from   allocation_fact where month_start = date '${booking}' and charge_month = date '${month}'
    group  by 1, 2
  ), causes as (
    select a.app_id, string_agg(distinct one.cause, '+' order by one.cause) as cause
    from   cost_adjustment_fact a cross join lateral unnest(string_to_array(a.cause, '+')) as one(cause)
    where  a.month_start = date '${booking}' and ${inMonth('a', month)}
    group  by 1
  )
  select m.*, coalesce((select f.chargeback_id from chargeback_fact f
                        where f.month_start = date '${month}' and f.charge_month = f.month_start and f.app_id = m.app_id
                        order by (f.sector_id = m.sector_id and f.chargeback_cycle = m.adjusted_cycle) desc,
                                 (f.chargeback_cycle = m.adjusted_cycle) desc, f.chargeback_id limit 1), 0) as corrected_line,
         (select string_agg(distinct one.cause, '+' order by one.cause)
          from causes c cross join lateral unnest(string_to_array(c.cause, '+')) as one(cause) where c.app_id = m.app_id) as cause
  from   amounts m
  where  m.usd_amount <> 0`;

const sameLine = `e.app_id = f.app_id and e.sector_id = f.sector_id and e.adjusted_cycle = f.adjusted_cycle
                  and e.corrected_line = f.corrected_line`;

export const deleteAdjustments = `
  delete from chargeback_fact f
  where  f.month_start = $2 and f.charge_month = $1 and f.chargeback_cycle = 'adjustment'
  and    not exists (select from expected_adjustments e where ${sameLine})`;

export const upsertAdjustments = `
  with saved as (
    insert into chargeback_fact as f (month_start, charge_month, app_id, sector_id, chargeback_cycle, adjusted_cycle, corrected_line, cause,
                                      usd_amount, amount_exact, rule_id, allocation_method, sender_total, run_id)
    select $2, $1, app_id, sector_id, 'adjustment', adjusted_cycle, corrected_line, cause, usd_amount, amount_exact, rule_id,
           allocation_method, sender_total, $3
    from   expected_adjustments
    order  by app_id, sector_id, adjusted_cycle
    on conflict (app_id, sector_id, month_start, charge_month, chargeback_cycle, adjusted_cycle, corrected_line, version) do update
      set cause = excluded.cause, usd_amount = excluded.usd_amount, amount_exact = excluded.amount_exact, rule_id = excluded.rule_id,
          allocation_method = excluded.allocation_method, sender_total = excluded.sender_total, run_id = excluded.run_id
      where (f.cause, f.usd_amount, f.amount_exact, f.rule_id, f.allocation_method, f.sender_total)
            is distinct from (excluded.cause, excluded.usd_amount, excluded.amount_exact, excluded.rule_id, excluded.allocation_method, excluded.sender_total)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

/** A month is restated while a later one carries adjustments of it. */
export const settleMonth = `
  update chargeback_periods p
  set    needs_restatement = false,
         state = case when exists (select from chargeback_fact f where f.charge_month = p.month_start and f.chargeback_cycle = 'adjustment')
                      then 'restated' else 'closed' end
  where  p.month_start = $1`;
