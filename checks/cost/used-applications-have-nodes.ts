import { rowsCheck } from '../rows-check.ts';
import { asked, sameKey, sql } from '../sql.ts';

/** Units without a node to consume them point at a wrong rule or a wrong figure. An absent node count says nothing. */
export const usedApplicationsHaveNodes = rowsCheck({
  id: 'used-applications-have-nodes',
  family: 'cost',
  says: 'Where license units are used, some node is registered.',
  requirement: ['000-109', '2.4'],
  severity: 'warn',
  needs: ['appdynamics'],
  remedy: 'Compare the license rule of the applications listed with their registered agents.',
  rows: 'applications with units and no node',
  among: `select count(distinct app_id) from license_usage_fact where ts >= ${asked.from} and ts < ${asked.to} + 1`,
  money: 'cost',
  failingRows: sql`
    select u.app_id, a.appd_application_name as application, c.capability_code, u.tier, count(*) as days,
           min(u.ts)::date as first_day, max(u.ts)::date as last_day, sum(u.units_consumed) as units, sum(k.usd_cost) as cost
    from   license_usage_fact u
    join   applications_dim a on a.app_id = u.app_id
    join   capabilities_dim c on c.capability_id = u.capability_id
    left join license_cost_fact k on ${sameKey('k', 'u')}
    where  u.node_count = 0 and u.units_consumed > 0 and u.ts >= ${asked.from} and u.ts < ${asked.to} + 1
    group  by 1, 2, 3, 4`,
});
