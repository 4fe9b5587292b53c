/**
 * A hash per month over what its roll-up is made of. A closed month is welded, so its closing tells enough; of an open one every
 * kind of row is added up.
 */
export const changedMonths = `
  with welded as (
    select month_start, 'closed ' || closing_no || ' ' || coalesce(closed_hash, '') || ' ' || origin as signature
    from   chargeback_periods where state in ('closed', 'restated')
  ), first_open as (
    select min(m)::date as day
    from   generate_series(date_trunc('month', least((select min(ts) from license_usage_fact), (select min(ts) from license_cost_fact))),
                           greatest((select max(ts) from license_usage_fact), (select max(ts) from license_cost_fact)), '1 month') m
    where  m::date not in (select month_start from welded)
  ), signs as (
    select date_trunc('month', ts)::date as month_start, 'u' as kind,
           concat_ws('/', count(*), sum(units_consumed), sum(node_count), max(run_id)) as sign
    from   license_usage_fact where ts >= (select day from first_open) group by 1
    union all
    select date_trunc('month', ts)::date, 'c', concat_ws('/', count(*), sum(cost_exact), sum(usd_cost), max(run_id))
    from   license_cost_fact where ts >= (select day from first_open) group by 1
    union all
    select month_start, 'k', concat_ws('/', count(*), sum(cost_exact), sum(usd_cost), max(run_id))
    from   contract_charge_fact where month_start not in (select month_start from welded) group by 1
    union all
    select month_start, 'a', concat_ws('/', count(*), sum(cost_exact), sum(usd_cost), max(run_id))
    from   cost_adjustment_fact where month_start not in (select month_start from welded) group by 1
    union all
    select month_start, 'b', concat_ws('/', count(*), sum(usd_amount), max(run_id))
    from   chargeback_fact where month_start not in (select month_start from welded) group by 1
    union all
    select p.month_start, 'o', concat_ws('/', count(*), sum(hashtextextended(
             concat_ws('|', o.app_id, o.sector_id, o.owner_id, o.architecture_id, o.valid_from, o.valid_to), 0)))
    from   chargeback_periods p
    join   application_ownership o on o.valid_from < p.month_start + interval '1 month' and (o.valid_to is null or o.valid_to > p.month_start)
    where  p.month_start >= (select day from first_open)
    group  by 1
  ), wanted as (
    select month_start, signature from welded
    union all
    select month_start, md5(string_agg(kind || ' ' || sign, ',' order by kind))
    from   signs where month_start not in (select month_start from welded)
    group  by 1 having bool_or(kind <> 'o')
  )
  select coalesce(w.month_start, t.month_start) as month, w.signature
  from   wanted w
  full join month_totals t on t.month_start = w.month_start
  where  w.signature is distinct from t.signature
  order  by 1`;

/** Owners as they were charged: of a closed month as they stood at the close. $1: the month. */
const owned = `
  select app_id, sector_id, owner_id, architecture_id, valid_from, valid_to from closed_ownership f
  where  f.month_start = $1 and exists (select from chargeback_periods p where p.month_start = $1 and p.state in ('closed', 'restated'))
  union all
  select app_id, sector_id, owner_id, architecture_id, valid_from, coalesce(valid_to, 'infinity') from application_ownership o
  where  o.valid_from < $1::date + interval '1 month' and (o.valid_to is null or o.valid_to > $1::date)
  and    not exists (select from chargeback_periods p where p.month_start = $1 and p.state in ('closed', 'restated'))`;

/** Usage of the month beside its cost; either may lack the other, and then a check says so. */
const used = `
  select coalesce(u.ts, c.ts) as ts, coalesce(u.app_id, c.app_id) as app_id, coalesce(u.capability_id, c.capability_id) as capability_id,
         coalesce(u.tier, c.tier) as tier, coalesce(c.units, u.units_consumed, 0) as units, u.units_average, u.node_count,
         c.cost_id is not null as is_priced, coalesce(c.cost_exact, 0) as cost_exact, coalesce(c.usd_cost, 0) as usd_cost
  from   (select * from license_usage_fact where ts >= $1::date and ts < $1::date + interval '1 month') u
  full join (select * from license_cost_fact where ts >= $1::date and ts < $1::date + interval '1 month') c
         on c.tool = u.tool and c.instance = u.instance and c.app_id = u.app_id and c.capability_id = u.capability_id
         and c.tier = u.tier and c.ts = u.ts`;

/** A month and its days, from one look at the facts. Days of use are told apart as bits: two tiers on one day are one day of use. */
export const rollUpMonth = `
  with owned as materialized (${owned}), used as (${used}), rows as (
    select coalesce(o.sector_id, x.sector_id) as sector_id, o.owner_id, o.architecture_id, used.*
    from   used
    cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') x
    left join owned o on o.app_id = used.app_id and used.ts >= o.valid_from and used.ts < o.valid_to
  ), uses as (
    select app_id, sector_id, owner_id, architecture_id, capability_id, tier,
           bit_or(1 << (extract(day from ts)::integer - 1))::bit(31) as on_days, count(*) filter (where is_priced) as priced_days,
           sum(units) as units, min(units) as lowest_units, max(units) as peak_units,
           coalesce(sum(units) filter (where not is_priced), 0) as unpriced_units,
           round(avg(node_count), 4) as nodes, sum(cost_exact) as cost_exact, sum(usd_cost) as usd_cost
    from   rows group by 1, 2, 3, 4, 5, 6
  ), parts as (
    select app_id, sector_id, owner_id, architecture_id, capability_id, 'usage' as part, tier,
           bit_count(on_days) as days, bit_count(bit_or(on_days) over capability) as capability_days,
           bit_count(bit_or(on_days) over application) as application_days, priced_days,
           units, lowest_units, peak_units, unpriced_units, nodes, cost_exact, usd_cost
    from   uses
    window application as (partition by app_id, sector_id, owner_id, architecture_id),
           capability as (partition by app_id, sector_id, owner_id, architecture_id, capability_id)
    union all
    select app_id, sector_id, null, null, capability_id, 'contract', kind, 0, 0, 0, 0, sum(units), null, null, 0, null, sum(cost_exact), sum(usd_cost)
    from   contract_charge_fact where month_start = $1 group by 1, 2, 5, 7
    union all
    select app_id, sector_id, null, null, capability_id, 'correction', tier, 0, 0, 0, 0, sum(units), null, null, 0, null, sum(cost_exact), sum(usd_cost)
    from   cost_adjustment_fact where month_start = $1 group by 1, 2, 5, 7
    union all
    select f.app_id, f.sector_id, null, null, null, 'history', '', 0, 0, 0, 0, 0, null, null, 0, null, sum(coalesce(f.amount_exact, f.usd_amount)), sum(f.usd_amount)
    from   chargeback_fact f
    join   chargeback_periods p on p.month_start = f.month_start and p.origin = 'history'
    where  f.month_start = $1 group by 1, 2
  ), days as (
    insert into usage_by_day (day, sector_id, capability_id, tier, applications, units, units_average, nodes, unpriced_units, usd_cost)
    select ts::date, sector_id, capability_id, tier, count(distinct app_id), sum(units),
           case when count(units_average) > 0 then sum(coalesce(units_average, units)) end, sum(node_count),
           coalesce(sum(units) filter (where not is_priced), 0), sum(usd_cost)
    from   rows
    group  by 1, 2, 3, 4
    order  by 1, 2, 3, 4
  )
  insert into cost_by_month (month_start, app_id, sector_id, owner_id, architecture_id, capability_id, part, tier, days, capability_days,
                             application_days, priced_days, units, lowest_units, peak_units, unpriced_units, nodes, cost_exact, usd_cost)
  select $1, app_id, sector_id, owner_id, architecture_id, capability_id, part, tier, days, capability_days,
         application_days, priced_days, units, lowest_units, peak_units, unpriced_units, nodes, cost_exact, usd_cost
  from   parts
  order  by app_id, sector_id, capability_id, part, tier`;

export const rollUpApplications = `
  insert into application_by_month (month_start, app_id, sector_id, owner_id, architecture_id, days, usd_cost, node_days, node_cost)
  select month_start, app_id, sector_id, owner_id, architecture_id, max(application_days), sum(usd_cost), sum(nodes * days),
         sum(usd_cost) filter (where nodes is not null)
  from   cost_by_month
  where  month_start = $1 and part = 'usage'
  group  by 1, 2, 3, 4, 5
  order  by 2, 3, 4, 5`;

export const rollUpSectors = `
  insert into sector_by_month (month_start, sector_id, capability_id, part, tier, days, priced_days, units, unpriced_units, cost_exact, usd_cost)
  select month_start, sector_id, capability_id, part, tier, sum(days), sum(priced_days), sum(units), sum(unpriced_units), sum(cost_exact),
         sum(usd_cost)
  from   cost_by_month
  where  month_start = $1
  group  by 1, 2, 3, 4, 5
  order  by 2, 3, 4, 5`;

export const rollUpCapabilities = `
  insert into capability_by_day (day, capability_id, tier, units, mean_units, usd_cost)
  select day, capability_id, tier, sum(units), sum(coalesce(units_average, units)), sum(usd_cost)
  from   usage_by_day
  where  day >= $1::date and day < $1::date + interval '1 month'
  group  by 1, 2, 3
  order  by 1, 2, 3`;

export const rollUpBill = `
  insert into bill_by_month (month_start, sector_id, direct, shared_in, shared_out, adjustments, total, lines)
  select month_start, sector_id,
         coalesce(sum(usd_amount) filter (where chargeback_cycle = 'direct'), 0),
         coalesce(sum(usd_amount) filter (where chargeback_cycle = 'allocated_shared_service'), 0),
         coalesce(sum(usd_amount) filter (where chargeback_cycle = 'shared_service_offset'), 0),
         coalesce(sum(usd_amount) filter (where chargeback_cycle = 'adjustment'), 0),
         sum(usd_amount), count(*)
  from   chargeback_fact
  where  month_start = $1
  group  by 1, 2
  order  by 2`;

/**
 * A hash per month over what its change is made of: its roll-up, that of the month before, and which applications continue each
 * other, which people may write down when both months are long closed. Null when there is no month before.
 */
export const changedChanges = `
  with wanted as (
    select m.month_start, md5(concat_ws('|', m.signature, b.signature, (
             select string_agg(t.app_id || '-' || t.other_app_id, ',' order by t.app_id, t.other_app_id)
             from   application_tie t where t.month_start = m.month_start))) as signature
    from   month_totals m
    join   month_totals b on b.month_start = m.month_start - interval '1 month'
  )
  select m.month_start as month, w.signature
  from   month_totals m
  left join wanted w on w.month_start = m.month_start
  where  w.signature is distinct from m.change_signature
  order  by 1`;

export const rollUpChange = `
  insert into change_by_month (month_start, sector_id, app_id, capability_id, source, tier, cost_before, cost, units_before, units,
                               volume, mix, price, moved, new, retired, unsplit, corrections, others_before, others_now)
  select month_start, sector_id, app_id, capability_id, source, tier, cost_before, cost, units_before, units,
         volume, mix, price, moved, new, retired, unsplit, corrections, others_before, others_now
  from   explained_change
  where  month_start = $1 and organization = 'charged'
  order  by app_id, sector_id, capability_id, source, tier`;

/** $1: the month, $2: its signature. */
export const signChange = 'update month_totals set change_signature = $2 where month_start = $1';

export const clearChange = 'delete from change_by_month where month_start = $1';

export const clearMonth = [
  clearChange,
  'delete from cost_by_month where month_start = $1',
  'delete from application_by_month where month_start = $1',
  'delete from sector_by_month where month_start = $1',
  'delete from bill_by_month where month_start = $1',
  `delete from usage_by_day where day >= $1::date and day < $1::date + interval '1 month'`,
  `delete from capability_by_day where day >= $1::date and day < $1::date + interval '1 month'`,
  'delete from month_totals where month_start = $1',
] as const;

/** $1: the month, $2: its signature, $3: the run. */
export const totalMonth = `
  with cost as (
    select coalesce(sum(usd_cost) filter (where part = 'usage'), 0) as usage_cost,
           coalesce(sum(usd_cost) filter (where part = 'contract'), 0) as contract_cost,
           coalesce(sum(usd_cost) filter (where part = 'correction'), 0) as corrections,
           coalesce(sum(usd_cost) filter (where part = 'history'), 0) as history_cost,
           coalesce(sum(usd_cost), 0) as total_cost
    from   cost_by_month where month_start = $1
  )
  insert into month_totals (month_start, signature, run_id, usage_cost, contract_cost, corrections, history_cost, total_cost, charged)
  select $1, $2, $3, cost.*, (select coalesce(sum(total), 0) from bill_by_month where month_start = $1)
  from   cost`;

/**
 * An application that was merged belongs to the owner of the one it became; a retired one to its last owner; one that nobody
 * owns any more to the bucket. `day`: SQL of the day whose organization counts.
 */
export const ownersOn = (day: string): string => `
  merged as (
    select distinct on (app_id) app_id, other_app_id from application_changes
    where  kind = 'merged' and undone_at is null and effective_date <= ${day} order by app_id, change_id desc
  ), chain as (
    select app_id, app_id as heir, 0 as steps from applications_dim where kind = 'application'
    union all
    select c.app_id, m.other_app_id, c.steps + 1 from chain c join merged m on m.app_id = c.heir where c.steps < 20
  ), heirs as (
    select distinct on (app_id) app_id, heir from chain order by app_id, steps desc
  ), owners as (
    select h.app_id, coalesce(
             (select o.sector_id from application_ownership o
              where o.app_id = h.heir and o.valid_from <= ${day} and (o.valid_to is null or o.valid_to > ${day})),
             (select o.sector_id from application_ownership o
              where o.app_id = h.heir and exists (select from application_changes c where c.app_id = h.heir and c.kind = 'retired'
                                                  and c.undone_at is null)
              order by o.valid_from desc limit 1),
             (select sector_id from sectors_dim where sector_name = '__unassigned__')) as sector_id
    from   heirs h
  )`;

export const renewSectorsToday = `
  with recursive ${ownersOn('(select logical_date from reporting_clock)')}
  insert into sector_today (app_id, sector_id) select app_id, sector_id from owners order by app_id`;

/** The newest forecast, by the sectors of today and of its date. Its bands add up as squares: the errors of series are independent. */
export const sumForecast = `
  insert into forecast_by_month (month_start, sector_id, sector_then_id, capability_id, tier, predicted_units, half_units_squared,
                                 predicted_cost, half_cost_squared)
  select f.forecast_month, t.sector_id, o.sector_id, f.capability_id, f.tier, sum(f.predicted_units), sum(half.units * half.units),
         sum(f.predicted_cost), sum(half.cost * half.cost)
  from   forecast_fact f
  cross join lateral (select greatest(f.upper_units - f.predicted_units, f.predicted_units - f.lower_units) as units,
                             greatest(f.upper_cost - f.predicted_cost, f.predicted_cost - f.lower_cost) as cost) half
  left join sector_today t on t.app_id = f.app_id
  left join application_ownership o on o.app_id = f.app_id and o.valid_from <= f.as_of and (o.valid_to is null or o.valid_to > f.as_of)
  where  f.as_of = (select forecast_as_of from reporting_clock)
  group  by 1, 2, 3, 4, 5
  order  by 1, 2, 3, 4, 5`;
