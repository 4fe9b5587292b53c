import type { Month } from '../pipeline/run.ts';
import { hashOfRows } from './lineage.ts';

export const draftHash = hashOfRows([
  'app_id',
  'sector_id',
  'capability_id',
  'h_code',
  'units',
  'usd_amount',
]);
export const billHash = hashOfRows(['app_id', 'sector_id', 'chargeback_cycle', 'usd_amount', 'rule_id']);

export const openMonths = `
  select p.month_start
  from   chargeback_periods p
  where  p.state = 'open' and ($1::date[] is null or p.month_start = any($1))
  and    (exists (select from license_cost_fact c where c.ts >= p.month_start and c.ts < p.month_start + interval '1 month')
          or exists (select from chargeback_draft d where d.month_start = p.month_start)
          or exists (select from chargeback_fact f where f.month_start = p.month_start))
  order  by 1`;

export const expectedDraft = (month: Month): string => `
  create temp table expected_draft on commit drop as
  select app_id, sector_id, h_code, capability_id, sum(units) as units, sum(usd_cost) as usd_amount, sum(cost_exact) as amount_exact
  from   charged_cost
  where  ts >= date '${month}' and ts < date '${month}' + interval '1 month'
  group  by 1, 2, 3, 4`;

export const deleteDraft = `
  delete from chargeback_draft d
  where  d.month_start = $1
  and    not exists (select from expected_draft e where e.app_id = d.app_id and e.sector_id = d.sector_id
                     and e.h_code = d.h_code and e.capability_id = d.capability_id)`;

export const upsertDraft = `
  with saved as (
    insert into chargeback_draft as d (month_start, app_id, sector_id, h_code, capability_id, units, usd_amount, amount_exact, run_id)
    select $1, app_id, sector_id, h_code, capability_id, units, usd_amount, amount_exact, $2 from expected_draft
    on conflict (month_start, app_id, sector_id, h_code, capability_id) do update
      set units = excluded.units, usd_amount = excluded.usd_amount, amount_exact = excluded.amount_exact, run_id = excluded.run_id
      where (d.units, d.usd_amount, d.amount_exact) is distinct from (excluded.units, excluded.usd_amount, excluded.amount_exact)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

export const readDraft = `
  select d.month_start as month, d.app_id as "appId", d.sector_id as "sectorId", s.sector_name as "sectorName",
         s.is_chargeable as "isChargeable", d.capability_id as "capabilityId", d.h_code as "hCode", d.units,
         d.usd_amount as amount
  from   chargeback_draft d
  join   sectors_dim s using (sector_id)
  where  d.month_start = $1
  order  by d.app_id, d.sector_id, d.h_code, d.capability_id`;

export const createStagedLines = `
  create temp table staged_lines (
    app_id integer, sender_sector_id integer, sector_id integer, capability_id integer, rule_id integer, rule_version integer,
    method text, driver text, driver_unit text, driver_quantity numeric(20, 4), driver_total numeric(20, 4),
    ratio numeric(12, 10), sender_total numeric, cents numeric
  ) on commit drop`;

export const deleteLines = 'delete from allocation_fact where month_start = $1';

export const insertLines = `
  insert into allocation_fact (month_start, app_id, sender_sector_id, sector_id, capability_id, rule_id, rule_version, method,
                               driver, driver_unit, driver_quantity, driver_total, ratio, sender_total, usd_amount, run_id)
  select $1, l.app_id, l.sender_sector_id, coalesce(l.sector_id, u.sector_id), l.capability_id, l.rule_id, l.rule_version, l.method,
         l.driver, l.driver_unit, l.driver_quantity, l.driver_total, l.ratio, l.sender_total / 100, l.cents / 100, $2
  from   staged_lines l
  cross join (select sector_id from sectors_dim where sector_name = '__unallocated__') u
  order  by l.app_id, l.sender_sector_id, l.capability_id, l.sector_id`;

export const upsertAllocationRun = `
  insert into allocation_runs as r (month_start, run_id, receivers, senders) values ($1, $2, $3, $4)
  on conflict (month_start) do update set run_id = excluded.run_id, receivers = excluded.receivers, senders = excluded.senders
  where (r.receivers, r.senders) is distinct from (excluded.receivers, excluded.senders)`;

export const expectedBill = (month: Month): string => `
  create temp table expected_bill on commit drop as
  select app_id, sector_id, 'direct' as chargeback_cycle, sum(usd_amount) as usd_amount, sum(amount_exact) as amount_exact,
         null::integer as rule_id, null::text as allocation_method, null::numeric as sender_total
  from   chargeback_draft where month_start = date '${month}'
  group  by 1, 2
  union all
  select app_id, sector_id, 'allocated_shared_service', sum(usd_amount), null, min(rule_id),
         string_agg(distinct method, ', ' order by method), min(sent.total)
  from   allocation_fact
  cross join lateral (select sum(o.usd_amount) as total from allocation_fact o
                      where o.month_start = allocation_fact.month_start and o.app_id = allocation_fact.app_id) sent
  where  month_start = date '${month}'
  group  by 1, 2
  union all
  select app_id, sender_sector_id, 'shared_service_offset', -sum(usd_amount), null, min(rule_id),
         string_agg(distinct method, ', ' order by method), sum(usd_amount)
  from   allocation_fact where month_start = date '${month}'
  group  by 1, 2`;

export const deleteBill = `
  delete from chargeback_fact f
  where  f.month_start = $1 and f.chargeback_cycle <> 'adjustment'
  and    not exists (select from expected_bill e where e.app_id = f.app_id and e.sector_id = f.sector_id
                     and e.chargeback_cycle = f.chargeback_cycle)`;

export const upsertBill = `
  with saved as (
    insert into chargeback_fact as f (month_start, charge_month, app_id, sector_id, chargeback_cycle, usd_amount, amount_exact,
                                      rule_id, allocation_method, sender_total, run_id)
    select $1, $1, app_id, sector_id, chargeback_cycle, usd_amount, amount_exact, rule_id, allocation_method, sender_total, $2
    from   expected_bill
    order  by app_id, sector_id, chargeback_cycle
    on conflict (app_id, sector_id, month_start, charge_month, chargeback_cycle, corrected_line, version) do update
      set usd_amount = excluded.usd_amount, amount_exact = excluded.amount_exact, rule_id = excluded.rule_id,
          allocation_method = excluded.allocation_method, sender_total = excluded.sender_total, run_id = excluded.run_id
      where (f.usd_amount, f.amount_exact, f.rule_id, f.allocation_method, f.sender_total)
            is distinct from (excluded.usd_amount, excluded.amount_exact, excluded.rule_id, excluded.allocation_method, excluded.sender_total)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;
