import { z } from 'zod';
import type { Decimal, Month } from '../pipeline/run.ts';
import { month, word } from './cells.ts';
import { readUploadLines, refuseUpload, type UploadLine, type UploadProblem } from './read-upload.ts';

const budgetRow = z.object({
  month,
  sector: word,
  amount: word.regex(
    /^\d{1,12}(\.\d{1,2})?$/,
    'expected an amount of 0 or more such as 12500.00 with at most 2 decimals',
  ),
});

/** What a sector may spend in a month, as a file says it. */
export interface BudgetRow {
  readonly month: Month;
  readonly sector: string;
  /** US dollars. */
  readonly amount: Decimal;
}

/**
 * The budgets of a CSV file: month, sector, amount.
 *
 * @throws ConfigError with every line that cannot be used, and a sector that stands twice in a month.
 */
export function readBudgetFile(path: string, { allowBom = false } = {}): UploadLine<BudgetRow>[] {
  const lines = readUploadLines<BudgetRow>(path, budgetRow, {
    columns: ['month', 'sector', 'amount'],
    words: ['sector'],
    allowBom,
  });
  refuseUpload(path, repeatedAmong(lines));
  return lines;
}

function repeatedAmong(lines: readonly UploadLine<BudgetRow>[]): UploadProblem[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ line, row }): UploadProblem[] => {
    const key = `${row.month}/${row.sector.trim().toLowerCase()}`;
    const earlier = seen.get(key);
    seen.set(key, line);
    if (earlier === undefined) return [];
    return [
      { line, what: `sector: ${row.sector} stands in line ${earlier} too; expected it once per month` },
    ];
  });
}
