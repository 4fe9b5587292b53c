import { sql } from '../sql.ts';
import { stat, type PanelDraft } from './kit.ts';

/** The strip on top of every tab: may these numbers be believed, and up to when do they tell? */
export function header(): PanelDraft {
  return stat({
    key: 'header',
    title: 'State of the data',
    says: 'The last run that refreshed these numbers, what its checks said, the last day of usage in them, the period of that day, and the currency of all amounts. A run in progress changes nothing here until it has refreshed the views.',
    definition: 'where-the-figures-of-the-dashboards-come-from',
    timeless: 'it tells the present',
    noData: 'No run has refreshed the views yet: start one with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
select last_run as "Last run", validation as "Validation", data_through as "Data through",
       period_name as "Current period", period_state as "Period state", currency as "Currency"
from   reporting.header`,
    rules: { Validation: {}, 'Period state': {} },
  });
}
