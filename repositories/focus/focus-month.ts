import { checkFocus } from '../../domain/focus/check-focus.ts';
import type { FocusCharge } from '../../domain/focus/charge.ts';
import { focusHeader, type FocusRow } from '../../domain/focus/columns.ts';
import { focusRow } from '../../domain/focus/focus-row.ts';
import { focusTotals } from '../../domain/focus/sums.ts';
import { sumDecimals } from '../../domain/money.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Database, Session } from '../database.ts';
import { named, readPeriod, type PeriodState } from '../periods/periods.ts';
import { invoiceTotals, monthCharges, statementTotals } from './focus-statements.ts';

/** A month as rows of FOCUS 1.2, proven. */
export interface FocusMonth {
  readonly month: Month;
  readonly state: PeriodState;
  readonly rows: readonly FocusRow[];
  /** EffectiveCost of all rows: the total of all statements of the month. */
  readonly effective: Decimal;
  /** What it consists of; allocations move cost and add nothing. */
  readonly parts: { readonly usage: Decimal; readonly contracts: Decimal; readonly corrections: Decimal };
  readonly invoices: readonly { readonly name: string; readonly total: Decimal; readonly currency: string }[];
}

/**
 * The rows of a month: one per cost row, contract charge and correction; one per line that allocation moved, which add up to
 * nothing; one per invoice line. They pass the rules of FOCUS, and add up to each sector's statement and to each invoice.
 *
 * @throws PolicyError when they do not.
 */
export async function readFocusMonth(database: Database, month: Month): Promise<FocusMonth> {
  return database.transaction(async (tx) => {
    await tx.rows('reading as of one instant', 'set transaction isolation level repeatable read');
    const { state } = await refuseHistory(tx, month);
    const charges = await tx.rows<FocusCharge>('reading charges', monthCharges, [month]);
    const invoices = await tx.rows<FocusMonth['invoices'][number]>('reading invoices', invoiceTotals, [
      month,
    ]);
    const statements = await tx.rows<{ name: string; total: Decimal }>(
      'reading statements',
      statementTotals,
      [month],
    );
    const rows = charges.map((charge) => focusRow(charge, month));
    refuseFaults(
      month,
      checkFocus(focusHeader, rows, { bySector: byName(statements), byInvoice: byName(invoices) }),
    );
    const costOf = (kind: FocusCharge['kind']): Decimal =>
      sumDecimals(['0.00', ...charges.filter((charge) => charge.kind === kind).map(({ cost }) => cost)]);
    return {
      month,
      state,
      rows,
      effective: sumDecimals(['0.00', focusTotals(rows).effective]),
      parts: { usage: costOf('usage'), contracts: costOf('contract'), corrections: costOf('correction') },
      invoices,
    };
  });
}

async function refuseHistory(tx: Session, month: Month): Promise<{ readonly state: PeriodState }> {
  const period = await readPeriod(tx, month);
  if (period.origin === 'pipeline') return period;
  throw new PolicyError(
    `${named(month)} was taken over from history: there is no usage behind its amounts that FOCUS could tell.`,
    [],
    'Export a month that the pipeline charged.',
  );
}

function refuseFaults(month: Month, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new PolicyError(
    `${named(month)} cannot be exported: its rows do not pass.`,
    problems,
    'If sums differ, the bill is older than its cost: run the pipeline for the month again. Nothing was written.',
  );
}

function byName(rows: readonly { readonly name: string; readonly total: Decimal }[]): Map<string, Decimal> {
  return new Map(rows.map(({ name, total }) => [name, total]));
}
