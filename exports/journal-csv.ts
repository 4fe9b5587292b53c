import type { JournalLine } from '../domain/journal/build-journal.ts';
import { toCsv } from './csv.ts';

/** What every line of a journal's file repeats. */
interface Batch {
  readonly batchId: string;
  readonly month: string;
  readonly fiscalYear: number;
  readonly fiscalPeriod: number;
  readonly lines: readonly JournalLine[];
}

const columns = [
  'batch_id',
  'line',
  'period',
  'fiscal_year',
  'fiscal_period',
  'account',
  'cost_center',
  'debit',
  'credit',
  'currency',
  'sector',
  'description',
];

/** A journal as a ledger takes it: a line per booking, with the batch and its period on each. */
export function journalCsv({ batchId, month, fiscalYear, fiscalPeriod, lines }: Batch): string {
  const period = month.slice(0, 7);
  return toCsv(
    columns,
    lines.map((line) => [
      batchId,
      String(line.lineNo),
      period,
      String(fiscalYear),
      String(fiscalPeriod),
      line.account,
      line.costCenter,
      line.debit,
      line.credit,
      'USD',
      line.sector,
      line.description,
    ]),
  );
}
