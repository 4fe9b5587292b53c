import { ratioCheck } from '../ratio-check.ts';
import { isUnmatched, matchedApplications, monitoredApplications } from '../reconciliation-counts.ts';
import { asked, sql } from '../sql.ts';

/** Matched monitored applications over all of them (C14). The money is what the unmatched cost in the months of the window. */
export const applicationsAreMatched = ratioCheck({
  id: 'applications-are-matched',
  family: 'reconciliation',
  says: 'Every monitored application is linked to a service of the CMDB.',
  requirement: ['000-213', '000-326', 'C14'],
  severity: 'warn',
  needs: ['reconcile'],
  remedy:
    'Decide the open reviews, or set an override for the names listed; the next run charges them to their sector.',
  part: matchedApplications,
  whole: monitoredApplications,
  unit: 'applications',
  target: { is: 'at least', percent: asked.appdMatchRatePct },
  money: 'cost',
  failingRows: sql`
    select a.app_id, a.tool, a.instance, a.appd_application_name as application,
           (select l.reason from reconciliation_log l where l.app_id = a.app_id order by l.run_id desc limit 1) as reason,
           (select sum(c.usd_cost) from license_cost_fact c
            where c.app_id = a.app_id and c.ts >= date_trunc('month', ${asked.from}) and c.ts < ${asked.to} + 1) as cost
    from   applications_dim a
    where  ${isUnmatched}`,
});
