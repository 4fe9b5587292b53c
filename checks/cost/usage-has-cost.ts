import { rowsCheck } from '../rows-check.ts';
import { sameKey, sql } from '../sql.ts';

/** Usage without cost is billed to nobody. Units of packages that nobody has mapped yet are counted by packages-are-mapped. */
export const usageHasCost = rowsCheck({
  id: 'usage-has-cost',
  family: 'cost',
  says: 'Every usage row has its cost row.',
  requirement: ['000-216', 'R6'],
  severity: 'blocking',
  needs: ['appdynamics'],
  remedy:
    'See prices-have-no-gap for what has no price and currencies-have-rates for what has no exchange rate; otherwise load the days again.',
  rows: 'usage rows without cost',
  among: 'select count(*) from license_usage_fact',
  failingRows: sql`
    select u.usage_id, u.ts::date as day, u.app_id, c.capability_code, u.tier, u.units_consumed as units
    from   license_usage_fact u
    join   capabilities_dim c on c.capability_id = u.capability_id
    where  c.capability_code <> 'unmapped'
    and    not exists (select from license_cost_fact k where ${sameKey('k', 'u')})`,
});
