import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Test and development variants may share a service with production; two productions would claim the same sector twice. */
export const oneProductionApplicationPerService = rowsCheck({
  id: 'one-production-application-per-service',
  family: 'reconciliation',
  says: 'A service is linked to at most one production application.',
  requirement: ['C14', '2.4'],
  severity: 'blocking',
  needs: ['reconcile'],
  remedy: 'Override the wrong one of the applications listed and run reconcile again.',
  rows: 'services with several production applications',
  among: 'select count(distinct service_app_id) from application_links where valid_to is null',
  failingRows: sql`
    select l.service_app_id, s.sn_service_name as service, count(*) as applications,
           string_agg(a.appd_application_name, ', ' order by a.appd_application_name) as application_names
    from   application_links l
    join   applications_dim s on s.app_id = l.service_app_id
    join   applications_dim a on a.app_id = l.app_id
    where  l.valid_to is null and l.is_production
    group  by 1, 2
    having count(distinct l.app_id) > 1`,
});
