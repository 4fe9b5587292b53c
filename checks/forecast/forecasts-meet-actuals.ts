import { measuredCheck } from '../measured-check.ts';
import { asked, plain, sql } from '../sql.ts';

/** What a beginner in cost management is allowed (FinOps "crawl"). */
const allowedPercent = 20;

const lastMonth = sql`
  (select * from forecast_accuracy
   where  forecast_month = (select max(forecast_month) from forecast_accuracy
                            where forecast_month + interval '1 month' <= ${asked.date}))`;

/**
 * The last complete month that was forecast before it began. MAPE is the mean of the series' errors in percent, WAPE the sum of
 * all errors in percent of all units, which a small series cannot spoil: WAPE is judged. No such month excludes the check.
 */
export const forecastsMeetActuals = measuredCheck({
  id: 'forecasts-meet-actuals',
  family: 'forecast',
  says: 'The last complete month came out as it was forecast.',
  requirement: ['2.3(8)', 'R16'],
  severity: 'info',
  needs: ['forecast'],
  remedy: 'Look at the series listed: a change of agents or of demand that the trend could not know.',
  failingRows: sql`
    select f.app_id, f.capability_id, f.tier, f.forecast_month, f.predicted_units, f.actual_units, f.is_inside_band,
           round(100 * f.absolute_error_ratio, 2) as error_percent
    from   ${lastMonth} f
    where  100 * f.absolute_error_ratio > ${allowedPercent}`,
  measurement: sql`
    select case when count(*) = 0 or coalesce(sum(actual_units), 0) <= 0 then 'excluded'
                when 100 * sum(abs(actual_units - predicted_units)) / nullif(sum(actual_units), 0) > ${allowedPercent} then 'found'
                else 'none' end as finding,
           sum(abs(actual_units - predicted_units)) as numerator,
           sum(actual_units) as denominator,
           'WAPE at most ${allowedPercent} %' as expected,
           coalesce('WAPE ' || ${plain('100 * sum(abs(actual_units - predicted_units)) / nullif(sum(actual_units), 0)')}
             || ' %, MAPE ' || ${plain('100 * avg(absolute_error_ratio)')} || ' %, ' || count(*) filter (where is_inside_band)
             || ' of ' || count(*) || ' series inside their band in ' || to_char(max(forecast_month), 'YYYY-MM'),
             'no complete month was forecast before it began') as observed
    from   ${lastMonth} f`,
});
