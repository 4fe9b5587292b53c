import { applicationChosen, capabilityChosen, dayShown, isEverything, sectorChosen, sql } from '../sql.ts';

/**
 * Rows of daily use for what was chosen: of all applications from the sums per sector, of single ones from their own days. Both views
 * know `day`, `sector`, `capability`, `tier`, `units` and `nodes`; sectors are those of the day.
 */
export const useByDay = (columns: string, days = dayShown()): string => sql`
  select ${columns} from reporting.usage_day
  where  ${isEverything('application')} and ${days} and ${sectorChosen('sector')} and ${capabilityChosen()}
  union all
  select ${columns} from reporting.application_day
  where  not ${isEverything('application')} and ${applicationChosen()} and ${days} and ${sectorChosen('sector')} and ${capabilityChosen()}`;

/** What panels of daily use say about the switch that cannot change them. */
export const sectorsOfTheDay = 'Sectors are those of the day, whatever the switch of the organization says.';
