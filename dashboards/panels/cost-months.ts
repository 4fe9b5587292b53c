import { monthName, monthShown, sql } from '../sql.ts';

/** What panels that compare two months say of them. */
export const comparedInWords =
  'Compared are the last whole month in the chosen time and the month before it; a month that is still running is compared only when the chosen time holds no other.';

/** Why there may be nothing to compare. */
export const nothingToCompare =
  'Nothing to compare: no month in the chosen time has a bill, its month before has none, or what is chosen cost nothing. Choose a time with two billed months, or start a run with "npm run cli -- run".';

/**
 * A common table expression with one row: the month that is compared, as `month_start`, `previous_month`, and both by their names.
 * Give it to a filter as `(select month_start from compared)`, so that views are asked for one month.
 */
export const compared = sql`compared as (
  select b.month_start, b.previous_month, ${monthName('b.')} as name, coalesce(${monthName('p.')}, to_char(b.previous_month, 'YYYY-MM')) as previous_name,
         b.state, b.is_complete, b.has_previous, b.days, b.days_told, b.closed_by, b.closed_at, b.accept_by
  from   reporting.billed_month b
  left   join reporting.billed_month p on p.month_start = b.previous_month
  where  ${monthShown('b.month_start')}
  order  by b.is_complete desc, b.month_start desc
  limit  1
)`;

export const comparedMonth = '(select month_start from compared)';
export const previousMonth = '(select previous_month from compared)';

/** How far the compared month is. */
export const stateInWords = sql`case when is_complete then state
            else days_told || ' of ' || days || ' days' end`;

/** For views that have a row per organization. */
export const organizationChosen = 'organization = ${organization:sqlstring}';
