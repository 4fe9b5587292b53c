import { asked } from './sql.ts';

/** SQL value: the logical date whose forecast counts for the run, the latest up to its own. Null when there is none. */
export const forecastVersion = `(select max(as_of) from forecast_coverage where as_of <= ${asked.date})`;
