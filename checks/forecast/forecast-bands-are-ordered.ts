import { forecastVersion } from '../forecast-version.ts';
import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Zero, lower end, projection, upper end: in this order, for units and for cost. */
export const forecastBandsAreOrdered = rowsCheck({
  id: 'forecast-bands-are-ordered',
  family: 'forecast',
  says: 'Every projection lies inside its band, and no band goes below zero.',
  requirement: ['C12', '2.3(8)', '2.4'],
  severity: 'warn',
  needs: ['forecast'],
  remedy: 'Run forecast again; if it stays, this is a defect of ours: keep the run id.',
  rows: 'projections outside their band',
  among: `select count(*) from forecast_fact where as_of = ${forecastVersion}`,
  money: 'predicted_cost',
  failingRows: sql`
    select f.app_id, f.capability_id, f.tier, f.forecast_month, f.lower_units, f.predicted_units, f.upper_units, f.lower_cost,
           f.predicted_cost, f.upper_cost
    from   forecast_fact f
    where  f.as_of = ${forecastVersion}
    and    (f.lower_units < 0 or f.lower_units > f.predicted_units or f.predicted_units > f.upper_units
            or f.lower_cost < 0 or f.lower_cost > f.predicted_cost or f.predicted_cost > f.upper_cost)`,
});
