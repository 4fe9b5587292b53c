import { ratioCheck } from '../ratio-check.ts';
import { isUnmonitored, matchedApplications, monitoredApplications } from '../reconciliation-counts.ts';
import { asked, sql } from '../sql.ts';

/** The overall match rate: matched applications over all applications and the unmatched services in scope (C14). */
export const servicesAreMonitored = ratioCheck({
  id: 'services-are-monitored',
  family: 'reconciliation',
  says: 'Applications and the services expected to be monitored find each other.',
  requirement: ['000-214', '000-326', 'C14'],
  severity: 'warn',
  needs: ['reconcile'],
  remedy: 'Monitor the services listed, or take them out of scope in the CMDB; then decide the open reviews.',
  part: matchedApplications,
  whole: `(${monitoredApplications}) + (select count(*) from applications_dim a where ${isUnmonitored})`,
  unit: 'applications and services',
  target: { is: 'above', percent: asked.overallMatchRatePct },
  failingRows: sql`
    select a.app_id, a.cmdb_instance as instance, a.service_key, a.sn_service_name as service, s.sector_name as sector
    from   applications_dim a
    left join sectors_dim s on s.sector_id = a.sector_id
    where  ${isUnmonitored}`,
});
