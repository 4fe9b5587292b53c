import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Units of an unknown package are kept and billed to nobody until somebody says what they are (C62). */
export const packagesAreMapped = rowsCheck({
  id: 'packages-are-mapped',
  family: 'cost',
  says: 'Every license package with usage in an open month is mapped to a capability.',
  requirement: ['C62'],
  severity: 'warn',
  needs: ['appdynamics'],
  remedy:
    'Add the packages listed to the package map, as a capability and tier or to be ignored, and load the days again.',
  rows: 'packages without a capability',
  among:
    'select count(*) from (select distinct tool, instance, capability_id, tier from license_usage_fact) used',
  failingRows: sql`
    select u.tier as package, u.tool, u.instance, count(distinct u.app_id) as applications, min(u.ts)::date as first_day,
           max(u.ts)::date as last_day, sum(u.units_consumed) as units
    from   license_usage_fact u
    join   capabilities_dim c on c.capability_id = u.capability_id and c.capability_code = 'unmapped'
    join   chargeback_periods m on m.month_start = date_trunc('month', u.ts)::date and m.state in ('open', 'in_review')
    group  by 1, 2, 3`,
});
