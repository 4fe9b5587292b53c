import { groupBy } from '../../../domain/group-by.ts';
import { toCents } from '../../../domain/money.ts';
import type { Month } from '../../../pipeline/run.ts';
import { billMonth, type Bill, type BilledMonth } from './bill-month.ts';
import { costRows, draftOf, type CostRow } from './cost-rows.ts';
import type { Knowledge } from './knowledge.ts';
import type { World } from './world.ts';

/** What was booked in one month for a closed one. */
export interface Booking extends Bill {
  readonly month: Month;
  readonly booking: Month;
  readonly rows: readonly CostRow[];
}

/** A closed month, the month that takes its corrections, and what was booked so far. */
interface CorrectionQuestion {
  readonly closed: BilledMonth;
  readonly booking: Month;
  readonly booked: readonly Booking[];
}

/**
 * Per row of usage and owner: what it costs by what is known now, minus what was charged for it so far, in the month itself and in
 * months that are closed since (R14). The part of shared services is distributed as the month was closed.
 */
export function correctMonth(
  world: World,
  known: Knowledge,
  { closed, booking, booked }: CorrectionQuestion,
): Booking[] {
  const { month } = closed;
  const isOurs = (one: Booking): boolean => one.month === month && one.booking === booking;
  const others = booked.filter((one) => !isOurs(one));
  const before = others.filter((one) => one.month === month).flatMap(({ rows }) => rows);
  const rows = differences(costRows(world, known, month), [...closed.rows, ...before]);
  if (rows.length === 0) return others;
  const draft = draftOf(world, month, rows).filter(({ amount }) => toCents(amount) !== 0n);
  const { lines, allocated } = billMonth({
    month: booking,
    chargeMonth: month,
    draft,
    receiversFrom: closed.draft,
    rules: closed.rules,
  });
  return [...others, { month, booking, rows, lines: lines.filter(({ cents }) => cents !== 0n), allocated }];
}

function differences(now: readonly CostRow[], then: readonly CostRow[]): CostRow[] {
  const credits = then.map((row) => ({ ...row, cents: -row.cents }));
  const groups = groupBy([...now, ...credits], ({ key, sectorId, hCode }) => `${key}/${sectorId}/${hCode}`);
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    const cents = same.reduce((sum, row) => sum + row.cents, 0n);
    return first && cents !== 0n ? [{ ...first, units: '0', cents }] : [];
  });
}
