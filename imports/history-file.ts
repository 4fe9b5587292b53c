import { z } from 'zod';
import { amount, month, word } from './cells.ts';
import { readUploadLines, type UploadLine } from './read-upload.ts';

/** What a sector was charged in a month, as an old spreadsheet says. */
export interface HistoryRow {
  readonly month: string;
  readonly sector: string;
  /** Null when the spreadsheet knew no application. */
  readonly application: string | null;
  readonly amount: string;
  readonly description: string;
}

export type HistoryLine = UploadLine<HistoryRow>;

const columns = ['month', 'sector', 'application', 'amount', 'description'];

const historyRow = z
  .object({
    month,
    sector: word,
    application: word.optional(),
    amount,
    description: word.optional(),
  })
  .transform((row): HistoryRow => ({
    month: row.month,
    sector: row.sector,
    application: row.application ?? null,
    amount: row.amount,
    description: row.description ?? '',
  }));

/**
 * The lines of months that were charged before this product was.
 *
 * @throws ConfigError with every line that cannot be used.
 */
export function readHistoryFile(path: string, allowBom: boolean): HistoryLine[] {
  return readUploadLines(path, historyRow, {
    columns,
    words: ['sector', 'application', 'description'],
    allowBom,
  });
}
