import { addDays, monthOf, monthsBetween } from '../../pipeline/days.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import { divideToDecimal, sumDecimals } from '../money.ts';
import { daysWithin, type Commitment, type DayUse, type Span } from './commitment.ts';
import { fromQuantity, toQuantity } from './quantity.ts';
import { quantityByDay, settle, type Settlement } from './settle.ts';

/** How a commitment stands after the days before `asOf`. What a row does not settle is null. */
export interface UseToDate {
  readonly used: Decimal;
  readonly committed: Decimal | null;
  /** Of the commitment, one decimal. */
  readonly percent: Decimal | null;
  /** What may still be used; of `daily_units`: beside the busiest day so far. */
  readonly headRoom: Decimal | null;
  readonly overage: Decimal | null;
  /** What was not used and cannot be any more. */
  readonly unused: Decimal | null;
}

/** The month that holds the last day before `asOf`, or the nearest one of the term. */
export function monthAt({ start, end }: Commitment, asOf: Day): Month {
  const last = asOf > end ? end : asOf;
  return monthOf(last > start ? addDays(last, -1) : start);
}

/** Use of the current month; a commitment of the whole term has only its use there. */
export function monthToDate(commitment: Commitment, uses: readonly DayUse[], asOf: Day): UseToDate {
  const span = daysWithin(commitment, monthAt(commitment, asOf)) ?? emptyAt(commitment.start);
  const settlement = settle(commitment, span, uses, asOf);
  return commitment.settledPer === 'month'
    ? { ...inUse(commitment, [settlement]), headRoom: headRoomOf(commitment, settlement, uses) }
    : { ...nothingSettled, used: settlement.used };
}

/** Use of the term so far; a monthly commitment adds up its months, the current one whole. */
export function termToDate(commitment: Commitment, uses: readonly DayUse[], asOf: Day): UseToDate {
  const { start, end } = commitment;
  if (commitment.settledPer === 'term') {
    const settlement = settle(commitment, { from: start, end }, uses, asOf);
    return { ...inUse(commitment, [settlement]), headRoom: headRoomOf(commitment, settlement, uses) };
  }
  const settlements = monthsBetween(start, monthAt(commitment, asOf)).map((month) =>
    settle(commitment, daysWithin(commitment, month) ?? emptyAt(start), uses, asOf),
  );
  return inUse(commitment, settlements);
}

const nothingSettled = { committed: null, percent: null, headRoom: null, overage: null, unused: null };

function inUse({ basis }: Commitment, settlements: readonly Settlement[]): UseToDate {
  const sum = (part: (settlement: Settlement) => Decimal): Decimal => sumDecimals(settlements.map(part));
  const [used, committed] = [sum((one) => one.used), sum((one) => one.committed)];
  return {
    used,
    committed,
    percent: percentOf(used, committed),
    headRoom: null,
    overage: sum((one) => one.overage),
    unused: sum((one) => (basis === 'daily_units' || one.isOver ? one.unused : '0.0000')),
  };
}

function percentOf(used: Decimal, committed: Decimal): Decimal | null {
  const whole = toQuantity(committed);
  return whole === 0n ? null : divideToDecimal(toQuantity(used) * 100n, whole, 1);
}

function headRoomOf(
  commitment: Commitment,
  { from, end, isOver, unused }: Settlement,
  uses: readonly DayUse[],
): Decimal {
  if (isOver) return fromQuantity(0n);
  if (commitment.basis !== 'daily_units') return unused;
  const days = quantityByDay(uses.filter(({ day }) => day >= from && day < end));
  const busiest = [...days.values()].reduce((most, quantity) => (quantity > most ? quantity : most), 0n);
  const left = toQuantity(commitment.committed) - busiest;
  return fromQuantity(left > 0n ? left : 0n);
}

function emptyAt(day: Day): Span {
  return { from: day, end: day };
}
