import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/** Shared cost of open months that found no rule or no receiver and waits in the bucket __unallocated__ (R25, R28). */
export const sharedCostIsAllocated = rowsCheck({
  id: 'shared-cost-is-allocated',
  family: 'chargeback',
  says: 'All cost of shared services in open months has found a receiver.',
  requirement: ['G-7', 'R25', 'R28'],
  severity: 'warn',
  needs: ['allocate'],
  remedy:
    'Add an allocation rule for the H-codes of the services listed ("rules add"), or receivers for its driver. What is meant to stay is a rule that keeps it central.',
  rows: 'shared services with unallocated cost',
  among: 'select count(*) from (select distinct month_start, app_id from allocation_fact) sender',
  money: 'amount',
  failingRows: sql`
    select f.month_start, f.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application, a.h_code,
           sum(f.usd_amount) as amount, ${asked.date} - f.month_start as age_days
    from   chargeback_fact f
    join   sectors_dim s on s.sector_id = f.sector_id and s.sector_name = '__unallocated__'
    join   chargeback_periods p on p.month_start = f.month_start and p.state in ('open', 'in_review')
    join   applications_dim a on a.app_id = f.app_id
    group  by 1, 2, 3, 4
    having sum(f.usd_amount) <> 0`,
});
