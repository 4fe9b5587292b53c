import { applicationChosen, capabilityChosen, isEverything, sectorChosen, sql } from '../sql.ts';

/** PostgreSQL knows both when it plans, and reads one half of a union. */
const everyApplication = isEverything('application');
const asCharged = "${organization:sqlstring} = 'charged'";

const ofCost =
  'capability, capability_id, tier, part, days, priced_days, units, unpriced_units, cost, cost_exact';

/**
 * Cost, as a relation, for panels that do not tell applications apart: of all applications from the sums per sector, of single ones
 * and by the organization of today from their own rows. Ask with `sumsChosen`.
 */
export const chosenCost = sql`(
  select month_start, sector, sector as sector_today, sector_id, sector_id as sector_today_id, ${ofCost}
  from   reporting.sector_month
  where  ${everyApplication} and ${asCharged}
  union  all
  select month_start, sector, sector_today, sector_id, sector_today_id, ${ofCost}
  from   reporting.cost
  where  not (${everyApplication} and ${asCharged}) and ${applicationChosen()}
)`;

const ofForecast =
  'month_start, sector, sector_today, capability, capability_id, tier, predicted_units, predicted_cost';

/** The same of the forecast in force. Half a band of several rows is the root of the sum of its `half_*_squared`. */
export const chosenForecast = sql`(
  select ${ofForecast}, half_units_squared, half_cost_squared
  from   reporting.forecast_month
  where  ${everyApplication}
  union  all
  select ${ofForecast}, half_units * half_units, half_cost * half_cost
  from   reporting.forecast
  where  not ${everyApplication} and ${applicationChosen()}
)`;

/** What chosenCost and chosenForecast do not do themselves. */
export const sumsChosen = (): string => `${sectorChosen()} and ${capabilityChosen()}`;
