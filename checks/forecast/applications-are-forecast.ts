import { forecastVersion } from '../forecast-version.ts';
import { ratioCheck } from '../ratio-check.ts';
import { asked, sql } from '../sql.ts';

const used = sql`
  select distinct u.app_id
  from   license_usage_fact u
  join   applications_dim a on a.app_id = u.app_id and a.kind = 'application'
  where  u.ts < ${forecastVersion} and u.ts >= ${forecastVersion} - ${asked.lookBackDays}`;

const forecast = sql`
  select app_id from forecast_coverage where as_of = ${forecastVersion} and status = 'forecast'`;

/** Applications used in the look-back window for which at least one series is forecast. */
export const applicationsAreForecast = ratioCheck({
  id: 'applications-are-forecast',
  family: 'forecast',
  says: 'Every application in use has a forecast.',
  requirement: ['000-190', '000-219'],
  severity: 'warn',
  needs: ['forecast'],
  remedy:
    'A new application gets its forecast after thirty days of usage; for others see series-have-enough-history.',
  part: `select count(*) from (${used} intersect ${forecast}) both_sides`,
  whole: `select count(*) from (${used}) used`,
  unit: 'applications',
  target: { is: 'at least', percent: '100' },
  money: 'cost_of_thirty_days',
  failingRows: sql`
    select a.app_id, a.appd_application_name as application,
           (select string_agg(distinct c.reason, '; ') from forecast_coverage c
            where c.app_id = a.app_id and c.as_of = ${forecastVersion}) as reason,
           (select sum(c.usd_cost) from license_cost_fact c
            where c.app_id = a.app_id and c.ts >= ${asked.date} - 30 and c.ts < ${asked.date}) as cost_of_thirty_days
    from   (${used} except ${forecast}) u
    join   applications_dim a on a.app_id = u.app_id`,
});
