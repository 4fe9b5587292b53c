import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/**
 * Three sums per sender: the parts of each capability and rule add up to what was to be distributed; what leaves a sector is
 * offset there; and what the bill says was received is what the parts say (C21, R3, R26). Corrections count by the month they correct.
 */
export const allocationConservesCost = rowsCheck({
  id: 'allocation-conserves-cost',
  family: 'chargeback',
  says: 'What a shared service gives away is exactly what others receive.',
  requirement: ['000-208', 'C21', 'R3', 'R26'],
  severity: 'blocking',
  needs: ['allocate'],
  remedy:
    'Run allocate again for the month; if the difference stays, this is a defect of ours: keep the run id.',
  rows: 'sums of shared services that differ',
  among:
    'select count(*) from (select distinct month_start, charge_month, app_id from allocation_fact) sender',
  money: 'difference',
  failingRows: sql`
    with charged as (
      select f.month_start, f.charge_month, f.app_id, f.sector_id, f.usd_amount,
             case f.chargeback_cycle when 'adjustment' then f.adjusted_cycle else f.chargeback_cycle end as cycle
      from   chargeback_fact f
      join   chargeback_periods p on p.month_start = f.month_start and p.origin = 'pipeline'
    )
    select month_start, charge_month, app_id, 'parts against the amount to distribute' as sum, max(sender_total) as expected,
           sum(usd_amount) as actual, max(sender_total) - sum(usd_amount) as difference
    from   allocation_fact
    group  by month_start, charge_month, app_id, sender_sector_id, capability_id, rule_id
    having sum(usd_amount) <> max(sender_total) or min(sender_total) <> max(sender_total)
    union  all
    select month_start, charge_month, app_id, 'offset of sector ' || sector_id || ' against its parts', coalesce(a.sent, 0),
           coalesce(b.offset_amount, 0), coalesce(a.sent, 0) - coalesce(b.offset_amount, 0)
    from   (select month_start, charge_month, app_id, sender_sector_id as sector_id, sum(usd_amount) as sent
            from allocation_fact group by 1, 2, 3, 4) a
    full join (select month_start, charge_month, app_id, sector_id, -sum(usd_amount) as offset_amount from charged
               where cycle = 'shared_service_offset' group by 1, 2, 3, 4) b using (month_start, charge_month, app_id, sector_id)
    where  coalesce(a.sent, 0) <> coalesce(b.offset_amount, 0)
    union  all
    select month_start, charge_month, app_id, 'charge of sector ' || sector_id || ' against its parts', coalesce(a.received, 0),
           coalesce(b.charged, 0), coalesce(a.received, 0) - coalesce(b.charged, 0)
    from   (select month_start, charge_month, app_id, sector_id, sum(usd_amount) as received
            from allocation_fact group by 1, 2, 3, 4) a
    full join (select month_start, charge_month, app_id, sector_id, sum(usd_amount) as charged from charged
               where cycle = 'allocated_shared_service' group by 1, 2, 3, 4) b using (month_start, charge_month, app_id, sector_id)
    where  coalesce(a.received, 0) <> coalesce(b.charged, 0)`,
});
