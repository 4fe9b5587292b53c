import type { Month } from '../../../pipeline/run.ts';
import { billMonth, type BilledMonth, type ChargeLine } from './bill-month.ts';
import { correctMonth, type Booking } from './correct-month.ts';
import { contractLines, costRows, draftOf } from './cost-rows.ts';
import { knowledgeOf, learn, type Knowledge } from './knowledge.ts';
import type { World } from './world.ts';

/** Everything that was ever charged. */
export interface Ledger {
  readonly known: Knowledge;
  readonly months: readonly BilledMonth[];
  /** What came for closed months, by month and the month in which it is booked. */
  readonly bookings: readonly Booking[];
}

/** Ledgers of a world: after the first run, and after every step. */
export function play(world: World): Ledger[] {
  const ledgers = [run(world, { known: knowledgeOf(world), months: [], bookings: [] })];
  for (const { changes, closes } of world.steps) {
    const before = ledgers.at(-1) ?? { known: knowledgeOf(world), months: [], bookings: [] };
    const known = changes.reduce(learn, before.known);
    const after = run(world, { ...before, known });
    ledgers.push(closes === null ? after : close(after, closes));
  }
  return ledgers;
}

/** One run: every open month is billed anew, and what came for closed ones is booked in the first open month after them. */
export function run(world: World, ledger: Ledger): Ledger {
  const months = world.months.map((month) => {
    const billed = ledger.months.find((one) => one.month === month);
    return billed?.isClosed ? billed : bill(world, ledger.known, month);
  });
  const open = months.filter(({ isClosed }) => !isClosed).map(({ month }) => month);
  const bookings = months
    .filter(({ isClosed }) => isClosed)
    .reduce((booked, closed) => {
      const booking = open.find((month) => month > closed.month);
      return booking === undefined ? booked : correctMonth(world, ledger.known, { closed, booking, booked });
    }, ledger.bookings);
  return { known: ledger.known, months, bookings };
}

function bill(world: World, known: Knowledge, month: Month): BilledMonth {
  const rows = costRows(world, known, month);
  const contract = contractLines(world, known, month);
  const draft = [...draftOf(world, month, rows), ...contract];
  const { rules } = world;
  return {
    month,
    isClosed: false,
    rows,
    contract,
    draft,
    rules,
    ...billMonth({ month, chargeMonth: month, draft, receiversFrom: draft, rules }),
  };
}

function close(ledger: Ledger, month: Month): Ledger {
  return {
    ...ledger,
    months: ledger.months.map((one) => (one.month === month ? { ...one, isClosed: true } : one)),
  };
}

/** Every line of the ledger. */
export function linesOf({ months, bookings }: Ledger): ChargeLine[] {
  return [...months, ...bookings].flatMap(({ lines }) => lines);
}
