import { addDays, addMonths, monthOf } from '../../pipeline/days.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';

/**
 * What a commitment counts: `daily_units` are units that may run at once, anew every day; `units` are unit-days and `amount` US
 * dollars, both used up over a settlement.
 */
export type Basis = 'daily_units' | 'units' | 'amount';

/** Every month, or once for the whole term, in its last month. */
export type SettledPer = 'month' | 'term';

/** What a contract line commits (R10). */
export interface Commitment {
  readonly basis: Basis;
  readonly settledPer: SettledPer;
  /** Per settlement, and per day for `daily_units`; above zero, never prorated. */
  readonly committed: Decimal;
  /** US dollars of one committed unit that was not used; null: nothing, except that unused dollars are due as they are. */
  readonly unusedRate: Decimal | null;
  /** US dollars that a unit above the commitment costs beyond its price (of `amount`: a factor); null: nothing. */
  readonly overageRate: Decimal | null;
  /** First day of the term. */
  readonly start: Day;
  /** First day after the term: the renewal date. */
  readonly end: Day;
}

/** What was used on one day, in the measure of the basis. Several entries of a day add up. */
export interface DayUse {
  readonly day: Day;
  readonly quantity: Decimal;
}

/** Days from `from` to the day before `end`. */
export interface Span {
  readonly from: Day;
  readonly end: Day;
}

/** The days of `month` within the term; null when there are none. */
export function daysWithin({ start, end }: Commitment, month: Month): Span | null {
  const next = addMonths(month, 1);
  if (start >= next || end <= month) return null;
  return { from: start > month ? start : month, end: end < next ? end : next };
}

/** The last month of the term, in which a commitment of the whole term is settled. */
export function lastMonthOf({ end }: Commitment): Month {
  return monthOf(addDays(end, -1));
}

/** The days that are settled in `month`: those of the month, or the whole term in its last month; null when nothing is. */
export function settledIn(commitment: Commitment, month: Month): Span | null {
  if (commitment.settledPer === 'month') return daysWithin(commitment, month);
  return month === lastMonthOf(commitment) ? { from: commitment.start, end: commitment.end } : null;
}
