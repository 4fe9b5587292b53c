import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/**
 * The direct charge of every application and sector is the cost of the days on which the application was that sector's. Only
 * open months: what was learned of owners after a close becomes an adjustment (R14).
 */
export const chargebackIsComplete = rowsCheck({
  id: 'chargeback-is-complete',
  family: 'chargeback',
  says: 'Every sector is charged directly for exactly what its applications cost.',
  requirement: ['000-115', 'R13', 'R18'],
  severity: 'blocking',
  needs: ['reconcile', 'allocate'],
  remedy: 'Run reconcile and allocate again for the months listed.',
  rows: 'direct charges that differ from cost',
  among: `select count(*) from chargeback_fact where chargeback_cycle = 'direct'`,
  money: 'missing',
  failingRows: sql`
    select month_start, app_id, s.sector_name as sector, coalesce(c.cost, 0) as cost, coalesce(f.charged, 0) as charged,
           coalesce(c.cost, 0) - coalesce(f.charged, 0) as missing
    from   (select month_start, app_id, sector_id, sum(usd_cost) as cost
            from   (select month_start, app_id, sector_id, usd_cost from charged_cost
                    union all
                    select month_start, app_id, sector_id, usd_cost from contract_charge_fact) costs
            group  by 1, 2, 3) c
    full join (select month_start, app_id, sector_id, sum(usd_amount) as charged from chargeback_fact
               where chargeback_cycle = 'direct' group by 1, 2, 3) f using (month_start, app_id, sector_id)
    join   chargeback_periods p using (month_start)
    left join sectors_dim s using (sector_id)
    where  p.state in ('open', 'in_review') and c.cost is distinct from f.charged`,
});
