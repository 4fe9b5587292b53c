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
  where  p.state in ('open', 'in_review') and ($1::date[] is null or p.month_start = any($1))
  and    (exists (select from license_cost_fact c where c.ts >= p.month_start and c.ts < p.month_start + interval '1 month')
          or exists (select from contract_charge_fact t where t.month_start = p.month_start)
          or exists (select from contracts k where k.status = 'approved' and k.start_date < p.month_start + interval '1 month'
                     and k.end_date > p.month_start and p.month_start <= (select max(logical_date) from pipeline_runs))
          or exists (select from chargeback_draft d where d.month_start = p.month_start)
          or exists (select from chargeback_fact f where f.month_start = p.month_start and f.chargeback_cycle <> 'adjustment'))
  order  by 1`;

export const expectedDraft = (month: Month): string => `
  create temp table expected_draft on commit drop as
  select app_id, sector_id, h_code, capability_id, sum(units) as units, sum(usd_cost) as usd_amount, sum(cost_exact) as amount_exact
  from   (select app_id, sector_id, h_code, capability_id, units, usd_cost, cost_exact
          from   charged_cost
          where  ts >= date '${month}' and ts < date '${month}' + interval '1 month'
          union all
          select app_id, sector_id, h_code, capability_id, units, usd_cost, cost_exact
          from   contract_charge_fact
          where  month_start = date '${month}') cost
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
    app_id integer, sender_sector_id integer, sector_id integer, bucket text, capability_id integer, rule_id integer,
    rule_version integer, step integer, method text, driver text, driver_unit text, driver_quantity numeric(20, 4), driver_total numeric(20, 4),
    ratio numeric(12, 10), sender_total numeric, cents numeric
  ) on commit drop`;

const lineKey = ['app_id', 'sender_sector_id', 'sector_id', 'capability_id'];
const lineContent = [
  'rule_version',
  'step',
  'method',
  'driver',
  'driver_unit',
  'driver_quantity',
  'driver_total',
  'ratio',
];

/** The staged lines as they are stored: with the sector ids of buckets, and amounts in dollars. */
const expectedLines = `(
  select l.app_id, l.sender_sector_id, coalesce(l.sector_id, u.sector_id) as sector_id, l.capability_id, l.rule_id,
         ${lineContent.map((column) => `l.${column}`).join(', ')}, l.sender_total / 100 as sender_total, l.cents / 100 as usd_amount
  from   staged_lines l
  left join sectors_dim u on u.sector_name = l.bucket)`;

const sameKey = `${lineKey.map((column) => `e.${column} = f.${column}`).join(' and ')} and coalesce(e.rule_id, 0) = coalesce(f.rule_id, 0)`;
const contentOf = (alias: string): string =>
  [...lineContent, 'sender_total', 'usd_amount'].map((column) => `${alias}.${column}`).join(', ');

/**
 * Removes what is not staged just so; lines that stay the same keep their id and run. $1 is the month of the cost, $2 the month
 * in which it is booked: the same, but for corrections.
 */
export const deleteLines = `
  delete from allocation_fact f
  where  f.month_start = $2 and f.charge_month = $1
  and    not exists (select from ${expectedLines} e where ${sameKey} and (${contentOf('e')}) is not distinct from (${contentOf('f')}))`;

/** Adds the staged lines that are not there. $1 is the month of the cost, $2 the month in which it is booked, $3 the run. */
export const insertLines = (table: string): string => `
  insert into ${table} (month_start, charge_month, run_id, ${lineKey.join(', ')}, rule_id, ${lineContent.join(', ')}, sender_total, usd_amount)
  select $2, $1, $3, ${lineKey.map((column) => `e.${column}`).join(', ')}, e.rule_id, ${contentOf('e')}
  from   ${expectedLines} e
  where  not exists (select from ${table} f where f.month_start = $2 and f.charge_month = $1 and ${sameKey})
  order  by ${lineKey.map((column) => `e.${column}`).join(', ')}`;

export const upsertAllocationRun = `
  insert into allocation_runs as r (month_start, run_id, receivers, senders) values ($1, $2, $3, $4)
  on conflict (month_start) do update set run_id = excluded.run_id, receivers = excluded.receivers, senders = excluded.senders
  where (r.receivers, r.senders) is distinct from (excluded.receivers, excluded.senders)`;

/** What a bill is made of: the tables of the warehouse, or those of a rebuild. */
interface BillSources {
  readonly draft: string;
  readonly allocation: string;
}

export const expectedBill = (
  month: Month,
  { draft, allocation }: BillSources = { draft: 'chargeback_draft', allocation: 'allocation_fact' },
): string => `
  create temp table expected_bill on commit drop as
  select app_id, sector_id, 'direct' as chargeback_cycle, sum(usd_amount) as usd_amount, sum(amount_exact) as amount_exact,
         null::integer as rule_id, null::text as allocation_method, null::numeric as sender_total
  from   ${draft} where month_start = date '${month}'
  group  by 1, 2
  union all
  select app_id, sector_id, 'allocated_shared_service', sum(usd_amount), null, min(rule_id),
         string_agg(distinct method, ', ' order by method), sum(sender_total)
  from   ${allocation}
  where  month_start = date '${month}' and charge_month = month_start
  group  by 1, 2
  union all
  select app_id, sender_sector_id, 'shared_service_offset', -sum(usd_amount), null, min(rule_id),
         string_agg(distinct method, ', ' order by method), sum(usd_amount)
  from   ${allocation} where month_start = date '${month}' and charge_month = month_start
  group  by 1, 2`;

export const deleteBill = `
  delete from chargeback_fact f
  where  f.month_start = $1 and f.chargeback_cycle <> 'adjustment'
  and    not exists (select from expected_bill e where e.app_id = f.app_id and e.sector_id = f.sector_id
                     and e.chargeback_cycle = f.chargeback_cycle)`;

/** $1 is the month, $2 the run. */
export const insertBill = (table: string): string => `
    insert into ${table} as f (month_start, charge_month, app_id, sector_id, chargeback_cycle, usd_amount, amount_exact,
                               rule_id, allocation_method, sender_total, run_id)
    select $1, $1, app_id, sector_id, chargeback_cycle, usd_amount, amount_exact, rule_id, allocation_method, sender_total, $2
    from   expected_bill
    order  by app_id, sector_id, chargeback_cycle`;

export const upsertBill = `
  with saved as (${insertBill('chargeback_fact')}
    on conflict (app_id, sector_id, month_start, charge_month, chargeback_cycle, adjusted_cycle, corrected_line, version) do update
      set usd_amount = excluded.usd_amount, amount_exact = excluded.amount_exact, rule_id = excluded.rule_id,
          allocation_method = excluded.allocation_method, sender_total = excluded.sender_total, run_id = excluded.run_id
      where (f.usd_amount, f.amount_exact, f.rule_id, f.allocation_method, f.sender_total)
            is distinct from (excluded.usd_amount, excluded.amount_exact, excluded.rule_id, excluded.allocation_method, excluded.sender_total)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;
