import { forecastVersion } from '../forecast-version.ts';
import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Twelve months in a row, without a hole, for each series that is forecast at all. */
export const forecastsReachTwelveMonths = rowsCheck({
  id: 'forecasts-reach-twelve-months',
  family: 'forecast',
  says: 'Every forecast covers at least twelve months in a row.',
  requirement: ['000-220'],
  severity: 'warn',
  needs: ['forecast'],
  remedy: 'Set FORECAST_MONTHS to 12 or more and run forecast again.',
  rows: 'forecasts that fall short of twelve months',
  among: `select count(*) from forecast_coverage where as_of = ${forecastVersion} and status = 'forecast'`,
  failingRows: sql`
    select c.app_id, d.capability_code, c.tier, count(f.forecast_id) as months, min(f.forecast_month) as first_month,
           max(f.forecast_month) as last_month
    from   forecast_coverage c
    join   capabilities_dim d on d.capability_id = c.capability_id
    left join forecast_fact f on f.as_of = c.as_of and f.app_id = c.app_id and f.capability_id = c.capability_id and f.tier = c.tier
    where  c.as_of = ${forecastVersion} and c.status = 'forecast'
    group  by 1, 2, 3
    having count(distinct f.forecast_month) < 12
    or     max(f.forecast_month) <> (min(f.forecast_month) + (count(distinct f.forecast_month) - 1) * interval '1 month')::date`,
});
