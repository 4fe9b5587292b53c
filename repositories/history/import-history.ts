import type { HistoryLine } from '../../imports/history-file.ts';
import type { UploadProblem } from '../../imports/read-upload.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { hashMonth } from '../periods/month-content.ts';
import {
  addCharges,
  clearEmptyMonths,
  closeMonth,
  createSectors,
  findLineProblems,
  findTakenMonths,
  keepLines,
  monthTotals,
  openImport,
  openMonths,
} from './history-statements.ts';

/** A month that was taken over. */
export interface ImportedMonth {
  readonly month: Month;
  readonly lines: number;
  readonly sectors: number;
  /** Lines that name a monitored application; the others stand on the reserved one. */
  readonly ofKnownApplications: number;
  /** In US dollars. */
  readonly amount: Decimal;
}

export interface HistoryImport {
  readonly file: string;
  readonly by: string;
  readonly lines: readonly HistoryLine[];
  readonly codeVersion: string;
  readonly configVersion: string;
}

/** What is wrong with single lines: a month that is not over, names that nobody knows. */
export async function historyLineProblems(
  tx: Session,
  lines: readonly HistoryLine[],
  { currentMonth, mayCreateSectors }: { readonly currentMonth: Month; readonly mayCreateSectors: boolean },
): Promise<UploadProblem[]> {
  return tx.rows<UploadProblem>('checking history', findLineProblems, [
    asJson(lines),
    currentMonth,
    mayCreateSectors,
  ]);
}

/**
 * Takes over months that were charged before this product was: closed and read-only, with the run that brought them and the
 * lines as they were read.
 *
 * @throws PolicyError when a month is taken: imported before, or the pipeline's own.
 */
export async function saveHistory(
  tx: Session,
  { file, by, lines, codeVersion, configVersion }: HistoryImport,
): Promise<{ readonly months: ImportedMonth[]; readonly createdSectors: string[] }> {
  const json = asJson(lines);
  const months = [...new Set(lines.map(({ row }) => row.month))].toSorted();
  for (const month of months) await tx.run('locking a month', 'select lock_month($1)', [month]);
  await refuseTaken(tx, months);
  const created = await tx.rows<{ name: string }>('creating sectors', createSectors, [json]);
  const report = JSON.stringify({
    file,
    lines: lines.length,
    createdSectors: created.map(({ name }) => name),
  });
  const { runId } = await tx.one<{ runId: number }>('recording the import', openImport, [
    file,
    by,
    codeVersion,
    configVersion,
    months,
    report,
  ]);
  await tx.run('replacing empty months', clearEmptyMonths, [months]);
  await tx.run('opening months', openMonths, [months]);
  await tx.run('keeping lines', keepLines, [json, runId, file]);
  await tx.run('adding charges', addCharges, [json, runId]);
  for (const month of months)
    await tx.run('closing a month', closeMonth, [month, by, (await hashMonth(tx, month)).all]);
  return {
    months: await tx.rows<ImportedMonth>('adding up', monthTotals, [json]),
    createdSectors: created.map(({ name }) => name),
  };
}

async function refuseTaken(tx: Session, months: readonly Month[]): Promise<void> {
  const taken = await tx.rows<{ month: string; what: string }>('looking for months', findTakenMonths, [
    months,
  ]);
  if (taken.length === 0) return;
  throw new PolicyError(
    'History comes only into months that hold nothing:',
    taken.map(({ month, what }) => `${month} ${what}`),
    'Take these months out of the file; nothing of it was used.',
  );
}

function asJson(lines: readonly HistoryLine[]): string {
  return JSON.stringify(lines.map(({ line, row }) => ({ line, ...row })));
}
