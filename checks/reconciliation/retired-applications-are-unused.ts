import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

const sinceDay = `greatest(${asked.from}, ${asked.to} - 6)`;

/**
 * A service counts as retired when the CMDB no longer lists it or says so: install status 7 or operational status 6, the values
 * of a CMDB as delivered. A CMDB tells only the present, so only the last seven usage days of the window are looked at.
 */
export const retiredApplicationsAreUnused = rowsCheck({
  id: 'retired-applications-are-unused',
  family: 'reconciliation',
  says: 'An application that is retired in the CMDB uses no licenses anymore.',
  requirement: ['G-12', '2.4'],
  severity: 'warn',
  needs: ['servicenow', 'appdynamics', 'reconcile'],
  remedy: 'Remove the agents of the applications listed, or correct their status in the CMDB.',
  rows: 'retired applications with usage',
  among: sql`
    select count(distinct l.app_id) from application_links l join applications_dim s on s.app_id = l.service_app_id
    where  l.valid_to is null and (not s.is_listed or s.install_status = '7' or s.operational_status = '6')`,
  money: 'cost',
  failingRows: sql`
    select a.app_id, a.appd_application_name as application, s.sn_service_name as service, s.install_status,
           s.operational_status, s.is_listed, min(u.ts)::date as first_day, max(u.ts)::date as last_day,
           sum(u.units_consumed) as units,
           (select sum(c.usd_cost) from license_cost_fact c
            where c.app_id = a.app_id and c.ts >= ${sinceDay} and c.ts < ${asked.to} + 1) as cost
    from   application_links l
    join   applications_dim a on a.app_id = l.app_id
    join   applications_dim s on s.app_id = l.service_app_id
    join   license_usage_fact u on u.app_id = a.app_id and u.ts >= ${sinceDay} and u.ts < ${asked.to} + 1
    where  l.valid_to is null and (not s.is_listed or s.install_status = '7' or s.operational_status = '6')
    group  by a.app_id, s.app_id`,
});
