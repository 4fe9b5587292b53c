import { rowsCheck } from '../rows-check.ts';
import { sameKey, sql } from '../sql.ts';

/** Cost whose usage is gone charges somebody for nothing. The two tables are bound by natural key only, so this can happen. */
export const costHasUsage = rowsCheck({
  id: 'cost-has-usage',
  family: 'cost',
  says: 'Every cost row has its usage row.',
  requirement: ['000-217'],
  severity: 'blocking',
  needs: ['appdynamics'],
  remedy: 'Load the days listed again: usage and cost are saved together.',
  rows: 'cost rows without usage',
  among: 'select count(*) from license_cost_fact',
  money: 'cost',
  failingRows: sql`
    select k.cost_id, k.ts::date as day, k.app_id, k.capability_id, k.tier, k.usd_cost as cost
    from   license_cost_fact k
    where  not exists (select from license_usage_fact u where ${sameKey('u', 'k')})`,
});
