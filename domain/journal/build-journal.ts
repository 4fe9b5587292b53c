import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { LedgerAccounts } from '../../pipeline/settings.ts';
import { groupBy } from '../group-by.ts';
import { fromCents, toCents } from '../money.ts';

/** What a charge on a journal is for. */
export type JournalPart = 'direct' | 'shared services' | 'adjustments';

/** A part of what a sector is charged, and the cost center that pays it. */
export interface JournalCharge {
  readonly sectorId: number;
  readonly sector: string;
  readonly costCenter: string;
  readonly part: JournalPart;
  /** In US dollars; below zero for a credit. */
  readonly amount: Decimal;
}

/** A line of a journal; either side is 0.00. */
export interface JournalLine {
  readonly lineNo: number;
  readonly sectorId: number;
  readonly sector: string;
  readonly costCenter: string;
  readonly account: string;
  readonly description: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
}

type Booking = Omit<JournalLine, 'lineNo' | 'debit' | 'credit'> & {
  /** Debit above zero, credit below. */
  readonly cents: bigint;
};

/**
 * The journal of a month: the expense account of every receiving cost center is debited, a line per sector, cost center and
 * part; the recovery account of the central cost center is credited, a line per sector. A negative amount stands on the other
 * side. What comes to nothing has no line. Debits equal credits.
 *
 * @throws InvariantError when they do not.
 */
export function buildJournal(
  charges: readonly JournalCharge[],
  month: Month,
  ledger: LedgerAccounts,
): JournalLine[] {
  const bySector = groupBy(charges.toSorted(byName), ({ sectorId }) => sectorId);
  const bookings = [...bySector.values()].flatMap((sector) => sectorBookings(sector, month, ledger));
  const lines = bookings
    .filter(({ cents }) => cents !== 0n)
    .map(({ cents, ...line }, index): JournalLine => ({
      lineNo: index + 1,
      ...line,
      debit: fromCents(cents > 0n ? cents : 0n),
      credit: fromCents(cents < 0n ? -cents : 0n),
    }));
  proveBalance(lines);
  return lines;
}

/** The same lines with their sides exchanged: together with the original they book nothing. */
export function reverseLines(lines: readonly JournalLine[], batchId: string): JournalLine[] {
  return lines.map((line) => ({
    ...line,
    description: `Reversal of ${batchId}: ${line.description}`,
    debit: line.credit,
    credit: line.debit,
  }));
}

/** Debits and credits of the lines. */
export function journalTotals(lines: readonly JournalLine[]): {
  readonly debit: Decimal;
  readonly credit: Decimal;
} {
  const sum = (side: 'debit' | 'credit'): Decimal =>
    fromCents(lines.reduce((total, line) => total + toCents(line[side]), 0n));
  return { debit: sum('debit'), credit: sum('credit') };
}

function sectorBookings(
  charges: readonly JournalCharge[],
  month: Month,
  { expenseAccount, recoveryAccount, centralCostCenter }: LedgerAccounts,
): Booking[] {
  const [first] = charges;
  if (!first) return [];
  const { sectorId, sector } = first;
  const period = month.slice(0, 7);
  const groups = groupBy(charges, ({ costCenter, part }) => JSON.stringify([costCenter, part]));
  const expenses = [...groups.values()].flatMap(([one, ...more]): Booking[] => {
    if (!one) return [];
    const { costCenter, part } = one;
    const description = `License chargeback ${period}, ${sector}, ${part}`;
    return [
      { sectorId, sector, costCenter, account: expenseAccount, description, cents: sumOf([one, ...more]) },
    ];
  });
  const recovery: Booking = {
    sectorId,
    sector,
    costCenter: centralCostCenter,
    account: recoveryAccount,
    description: `License chargeback ${period}, recovered from ${sector}`,
    cents: -sumOf(charges),
  };
  return [...expenses, recovery];
}

function sumOf(charges: readonly JournalCharge[]): bigint {
  return charges.reduce((sum, { amount }) => sum + toCents(amount), 0n);
}

function proveBalance(lines: readonly JournalLine[]): void {
  const { debit, credit } = journalTotals(lines);
  if (debit === credit) return;
  throw new InvariantError(
    `The journal debits ${debit} and credits ${credit}; expected both to be equal.`,
    'Nothing was exported; report it with the month.',
  );
}

const parts: readonly JournalPart[] = ['direct', 'shared services', 'adjustments'];

function byName(a: JournalCharge, b: JournalCharge): number {
  return (
    compare(a.sector, b.sector) ||
    a.sectorId - b.sectorId ||
    compare(a.costCenter, b.costCenter) ||
    parts.indexOf(a.part) - parts.indexOf(b.part)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
