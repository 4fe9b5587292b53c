import { forecastVersion } from '../forecast-version.ts';
import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Names the series that are left out of the forecast for want of days; that is right, and a reader of totals must know it. */
export const seriesHaveEnoughHistory = rowsCheck({
  id: 'series-have-enough-history',
  family: 'forecast',
  says: 'Every series of application, capability and tier has history enough for a forecast.',
  requirement: ['000-190', '000-219', 'C12'],
  severity: 'info',
  needs: ['forecast'],
  remedy: 'Nothing to do: the series joins the forecast once it has the days.',
  rows: 'series without enough history',
  among: `select count(*) from forecast_coverage where as_of = ${forecastVersion}`,
  failingRows: sql`
    select a.appd_application_name as application, c.app_id, d.capability_code, c.tier, c.observed_rows, c.reason
    from   forecast_coverage c
    join   applications_dim a on a.app_id = c.app_id
    join   capabilities_dim d on d.capability_id = c.capability_id
    where  c.as_of = ${forecastVersion} and c.status = 'insufficient_history'`,
});
