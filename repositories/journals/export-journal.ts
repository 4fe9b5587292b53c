import { buildJournal, reverseLines } from '../../domain/journal/build-journal.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import type { LedgerAccounts } from '../../pipeline/settings.ts';
import type { Session } from '../database.ts';
import { named, readPeriod } from '../periods/periods.ts';
import { readCharges } from './charges.ts';
import { readJournal, saveJournal, type Journal } from './journals.ts';

/** What is booked, where, and by whom. */
export interface JournalOrder {
  readonly month: Month;
  readonly by: string;
  readonly ledger: LedgerAccounts;
}

/**
 * Makes the journal of a closed month, once: what sectors in hard mode are charged. A second one takes the reversal of the
 * first (G-10).
 *
 * @throws PolicyError when the month is not closed, has a journal, or has nothing to book.
 */
export async function exportJournal(tx: Session, { month, by, ledger }: JournalOrder): Promise<Journal> {
  await tx.run('locking a month', 'select lock_month($1)', [month]);
  await refuseMonth(tx, month);
  await refuseSecond(tx, month);
  const lines = buildJournal(await readCharges(tx, month), month, ledger);
  if (lines.length === 0)
    throw new PolicyError(
      `There is nothing to book for ${named(month)}: no sector in charge mode "hard" is charged anything.`,
      [],
      'Showback and soft charges stay out of the ledger; "sectors set NAME --mode hard" brings a sector in.',
    );
  return saveJournal(tx, { month, by, lines });
}

/**
 * Takes a batch back: makes the batch with its sides exchanged, in the same fiscal period. Then the month may be exported again.
 *
 * @throws PolicyError when it was taken back already, or is a reversal itself.
 */
export async function reverseJournal(
  tx: Session,
  batchId: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Journal> {
  const journal = await readJournal(tx, batchId, 'lock');
  await tx.run('locking a month', 'select lock_month($1)', [journal.month]);
  if (journal.reverses !== null)
    throw new PolicyError(
      `${batchId} is the reversal of ${journal.reverses} and stays.`,
      [],
      `Export ${named(journal.month)} again: "journal export".`,
    );
  if (journal.status === 'reversed')
    throw new PolicyError(`${batchId} was reversed already.`, [], '"journal list" shows by which batch.');
  await tx.run('reversing a journal', `update gl_journals set status = 'reversed' where batch_id = $1`, [
    batchId,
  ]);
  const { month, journalId, lines } = journal;
  return saveJournal(tx, { month, by, lines: reverseLines(lines, batchId), reversal: { journalId, reason } });
}

async function refuseMonth(tx: Session, month: Month): Promise<void> {
  const { state, origin } = await readPeriod(tx, month, 'lock');
  if (state !== 'closed' && state !== 'restated')
    throw new PolicyError(
      `${named(month)} is ${state.replace('_', ' ')}; only a closed month is booked.`,
      [],
      'Close it first: "periods close".',
    );
  if (origin === 'history')
    throw new PolicyError(
      `${named(month)} was taken over from history; it was booked where it was made.`,
      [],
      'Nothing to do.',
    );
}

async function refuseSecond(tx: Session, month: Month): Promise<void> {
  const [first] = await tx.rows<{ batchId: string; status: string; by: string }>(
    'looking for journals',
    inForce,
    [month],
  );
  if (first)
    throw new PolicyError(
      `${named(month)} is booked by ${first.batchId}, ${first.status}, made by ${first.by}.`,
      [],
      `"journal show ${first.batchId} --out FILE" writes the same file again; "journal reverse ${first.batchId}" takes it back.`,
    );
}

const inForce = `
  select batch_id as "batchId", status, created_by as by from gl_journals
  where  month_start = $1 and status <> 'reversed' and reverses_journal_id is null`;
