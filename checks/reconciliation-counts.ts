import { sql } from './sql.ts';

const isLinked = 'exists (select from application_links l where l.app_id = a.app_id and l.valid_to is null)';

/** SQL condition on applications `a`: one that the matcher looks at, because its tool lists it or it has usage. */
export const isMonitored = sql`
  a.kind = 'application' and (a.is_listed or exists (select from license_usage_fact u where u.app_id = a.app_id))`;

/** SQL condition on services `a`: expected to be monitored, and no application is linked to it (C14). */
export const isUnmonitored = sql`
  exists (select from services_in_scope i where i.app_id = a.app_id)
  and not exists (select from application_links l where l.service_app_id = a.app_id and l.valid_to is null)`;

/** SQL condition on applications `a`: monitored, and linked to no service now. */
export const isUnmatched = `${isMonitored} and not ${isLinked}`;

/** SQL value: monitored applications with a link in force. */
export const matchedApplications = `select count(*) from applications_dim a where ${isMonitored} and ${isLinked}`;

/** SQL value: all monitored applications. */
export const monitoredApplications = `select count(*) from applications_dim a where ${isMonitored}`;
