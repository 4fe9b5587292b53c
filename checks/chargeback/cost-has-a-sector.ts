import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/** Cost of open months under the bucket __unassigned__, per application, with the age of its oldest day (R28). */
export const costHasASector = rowsCheck({
  id: 'cost-has-a-sector',
  family: 'chargeback',
  says: 'All cost of open months belongs to a sector.',
  requirement: ['G-7', 'R28'],
  severity: 'warn',
  needs: ['reconcile'],
  remedy:
    'Match the applications listed, or give their services a sector in the CMDB: it holds from their first day.',
  rows: 'applications without a sector',
  among: 'select count(distinct app_id) from license_cost_fact',
  money: 'amount',
  failingRows: sql`
    select c.app_id, a.appd_application_name as application, sum(c.usd_cost) as amount, min(c.ts)::date as first_day,
           max(c.ts)::date as last_day, ${asked.date} - min(c.ts)::date as age_days
    from   charged_cost c
    join   sectors_dim s on s.sector_id = c.sector_id and s.sector_name = '__unassigned__'
    join   chargeback_periods p on p.month_start = c.month_start and p.state in ('open', 'in_review')
    join   applications_dim a on a.app_id = c.app_id
    group  by 1, 2`,
});
