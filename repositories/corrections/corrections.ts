import { InvariantError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import { readDraftOf, replaceAllocation, type DraftLine, type MonthAllocation } from '../chargebacks.ts';
import type { Database, Session } from '../database.ts';
import { expectCost } from '../costs/expect-cost.ts';
import { recordSave, type Changes } from '../lineage.ts';
import { pricingAsClosed } from '../periods/pricing-as-closed.ts';
import { readClosing, type ClosedInputs } from '../periods/closing.ts';
import {
  correctionHash,
  createTold,
  deleteAdjustments,
  deleteCorrections,
  expectedAdjustments,
  expectedCorrections,
  monthsToCorrect,
  readCorrectionLines,
  settleMonth,
  upsertAdjustments,
  upsertCorrections,
} from './correction-statements.ts';

/** A closed month that something came for, and the open month in which the difference is booked. */
export interface Correction {
  readonly month: Month;
  readonly booking: Month;
}

/** What there is to distribute of a correction, and by what: the month as it was closed. */
export interface CorrectionQuestion {
  readonly month: Month;
  readonly corrections: readonly DraftLine[];
  readonly closedDraft: readonly DraftLine[];
  readonly closed: ClosedInputs;
}

/** Distributes the part of a correction that falls on shared services. */
export type AllocateCorrection = (question: CorrectionQuestion) => MonthAllocation;

/**
 * Closed months are corrected by adding, never by changing (R14): what a month would cost by what is known now, minus what
 * was charged for it, becomes adjustment lines of an open month.
 */
export function createCorrections(database: Database) {
  return {
    /** Closed months that late usage, a price or an owner has touched since they were corrected last. */
    async pending(): Promise<Correction[]> {
      const rows = await database.rows<{ month: Month; booking: Month | null }>(
        'finding months to correct',
        monthsToCorrect,
      );
      return rows.map(({ month, booking }) => {
        if (booking !== null) return { month, booking };
        throw new InvariantError(
          `There is no open month after ${month} to book its corrections in.`,
          'Run the pipeline for a later date, which opens one.',
        );
      });
    },

    /** Books the correction of one month, in one transaction: doing it twice changes nothing. */
    async book(runId: number, correction: Correction, allocate: AllocateCorrection): Promise<Changes> {
      return database.transaction((tx) => book(tx, runId, correction, allocate));
    },
  };
}

async function book(
  tx: Session,
  runId: number,
  { month, booking }: Correction,
  allocate: AllocateCorrection,
): Promise<Changes> {
  for (const locked of [month, booking]) await tx.run('locking a month', 'select lock_month($1)', [locked]);
  await correctCost(tx, runId, { month, booking });
  const closing = await readClosing(tx, month);
  if (!closing)
    throw new InvariantError(`${month} has no record of its close.`, 'Keep the run id and tell us.');
  const allocation = allocate({
    month,
    corrections: await tx.rows<DraftLine>('reading corrections', readCorrectionLines, [month, booking]),
    closedDraft: await readDraftOf(tx, month),
    closed: closing.inputs,
  });
  await replaceAllocation(tx, { runId, booking, allocation });

  await tx.run('building adjustments', expectedAdjustments(month, booking));
  const deleted = await tx.run('removing adjustments', deleteAdjustments, [month, booking]);
  const changed = await tx.one<{ inserted: number; updated: number }>(
    'booking adjustments',
    upsertAdjustments,
    [month, booking, runId],
  );
  await tx.run('building adjustments', 'drop table expected_adjustments');
  await tx.run('settling a month', settleMonth, [month]);
  return { ...changed, deleted };
}

async function correctCost(tx: Session, runId: number, { month, booking }: Correction): Promise<void> {
  await tx.run('reading usage as it is told now', createTold(month));
  await pricingAsClosed(tx, month, 'prices of now', async () => {
    await expectCost(tx, { usage: 'told_usage', all: 'told_usage' });
    await tx.run('comparing a closed month', expectedCorrections(month, booking));
    await tx.run('pricing usage', 'drop table expected_cost, told_usage');
  });
  const deleted = await tx.run('removing corrections', deleteCorrections, [month, booking]);
  const changed = await tx.one<{ inserted: number; updated: number }>(
    'saving corrections',
    upsertCorrections,
    [booking, runId],
  );
  const hashes = await tx.one<{ hashIn: string; hashOut: string; rowsIn: number }>(
    'hashing corrections',
    `select ${correctionHash} as "hashIn", count(*)::integer as "rowsIn",
            (select ${correctionHash} from cost_adjustment_fact a
             where a.month_start = $2 and a.ts >= $1::date and a.ts < $1::date + interval '1 month') as "hashOut"
     from   expected_corrections`,
    [month, booking],
  );
  await tx.run('comparing a closed month', 'drop table expected_corrections');
  await recordSave(tx, {
    runId,
    snapshotId: null,
    stage: 'allocate',
    table: 'cost_adjustment_fact',
    slice: `${month} in ${booking}`,
    ...hashes,
    ...changed,
    deleted,
  });
}
