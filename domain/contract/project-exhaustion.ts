import { addDays, addMonths, countDays, daysIn, monthOf } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import { daysWithin, type Commitment, type DayUse, type Span } from './commitment.ts';
import { toQuantity } from './quantity.ts';
import { quantityByDay } from './settle.ts';
import { monthAt } from './use-to-date.ts';

/** When nothing is left of a commitment: it happened, it is projected, or (day null) it is not to be seen within the term. */
export interface Exhaustion {
  readonly day: Day | null;
  readonly isProjected: boolean;
}

/** How many past days tell what tomorrow is like. */
export const projectionDays = 30;

interface Pace {
  readonly quantity: bigint;
  readonly days: bigint;
}

/**
 * The day on which the commitment of the running settlement is used up: seen in `uses`, or their last 30 days before `asOf`
 * (fewer when the first use is younger) going on as they were, months of the term ahead included.
 *
 * @example 900 of 1,000 unit-days used through the 20th, 10 a day lately: the 30th
 */
export function projectExhaustion(commitment: Commitment, uses: readonly DayUse[], asOf: Day): Exhaustion {
  const span = runningSpan(commitment, asOf);
  const seen = seenDay(commitment, uses, span, asOf);
  if (seen !== null) return { day: seen, isProjected: false };
  const day = projectedDay(commitment, uses, span, asOf);
  return { day: day !== null && day < commitment.end ? day : null, isProjected: true };
}

function runningSpan(commitment: Commitment, asOf: Day): Span {
  const { start, end, settledPer } = commitment;
  const whole = { from: start, end };
  return settledPer === 'term' ? whole : (daysWithin(commitment, monthAt(commitment, asOf)) ?? whole);
}

function seenDay(
  { basis, committed }: Commitment,
  uses: readonly DayUse[],
  span: Span,
  asOf: Day,
): Day | null {
  const limit = toQuantity(committed);
  const days = quantityByDay(uses.filter(({ day }) => day >= span.from && day < span.end && day < asOf));
  let sum = 0n;
  for (const [day, quantity] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    sum = basis === 'daily_units' ? quantity : sum + quantity;
    if (sum >= limit) return day;
  }
  return null;
}

function projectedDay(commitment: Commitment, uses: readonly DayUse[], span: Span, asOf: Day): Day | null {
  const pace = paceOf(uses, asOf);
  if (pace.quantity <= 0n) return null;
  const committed = toQuantity(commitment.committed);
  const next = asOf > commitment.start ? asOf : commitment.start;
  if (commitment.basis === 'daily_units') return pace.quantity >= committed * pace.days ? next : null;
  const used = [...quantityByDay(uses.filter(({ day }) => day >= span.from && day < asOf)).values()];
  const left = used.reduce((sum, quantity) => sum - quantity, committed);
  const first = addDays(next, daysToUse(left, pace) - 1);
  if (commitment.settledPer === 'term' || first < span.end) return first;
  return inLaterMonth(commitment, committed, pace, span.end);
}

/** Each later month begins with the whole commitment again. */
function inLaterMonth({ end }: Commitment, committed: bigint, pace: Pace, from: Day): Day | null {
  const days = daysToUse(committed, pace);
  for (let month = addMonths(monthOf(addDays(from, -1)), 1); month < end; month = addMonths(month, 1))
    if (days <= daysIn(month)) return addDays(month, days - 1);
  return null;
}

function daysToUse(left: bigint, { quantity, days }: Pace): number {
  const needed = (left * days + quantity - 1n) / quantity;
  return Number(needed > 36_600n ? 36_600n : needed);
}

function paceOf(uses: readonly DayUse[], asOf: Day): Pace {
  const recent = uses.filter(({ day }) => day >= addDays(asOf, -projectionDays) && day < asOf);
  const first = recent.reduce((earliest, { day }) => (day < earliest ? day : earliest), asOf);
  const since = uses.some(({ day }) => day < addDays(asOf, -projectionDays))
    ? addDays(asOf, -projectionDays)
    : first;
  const quantity = [...quantityByDay(recent).values()].reduce((sum, one) => sum + one, 0n);
  return { quantity, days: BigInt(Math.max(1, countDays(since, asOf) - 1)) };
}
