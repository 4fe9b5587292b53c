import { z } from 'zod';
import type { Decimal, Month } from '../pipeline/run.ts';
import { currency, month, word } from './cells.ts';
import { readUploadLines, refuseUpload } from './read-upload.ts';

/** One line of a rate table. */
export interface RateLine {
  readonly line: number;
  readonly month: Month;
  readonly currency: string;
  readonly usdRate: Decimal;
  readonly source: string;
}

const rateLine = z
  .object({
    month,
    currency: currency.refine((code) => code !== 'USD', 'a dollar is a dollar; expected another currency'),
    usd_rate: word
      .regex(
        /^\d{1,10}(\.\d{1,8})?$/,
        'expected US dollars for one unit, such as 1.0842, with at most 8 decimals',
      )
      .refine((text) => /[1-9]/.test(text), 'expected a rate above 0'),
    source: word,
  })
  .transform((row) => ({
    month: row.month,
    currency: row.currency,
    usdRate: row.usd_rate,
    source: row.source,
  }));

/**
 * The exchange rates of a CSV file: month, currency, usd_rate, source.
 *
 * @throws ConfigError with every line that cannot be used, and with both lines of a rate that is there twice.
 */
export function readRateTable(path: string, options: { readonly allowBom?: boolean } = {}): RateLine[] {
  const columns = ['month', 'currency', 'usd_rate', 'source'];
  const lines = readUploadLines(path, rateLine, { columns, words: ['source'], ...options });
  const first = new Map<string, number>();
  const twice = lines.flatMap(({ line, row }) => {
    const key = `${row.currency} of ${row.month.slice(0, 7)}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, line);
    return earlier === undefined
      ? []
      : [{ line, what: `${key} stands in line ${earlier} already; expected one rate a month` }];
  });
  refuseUpload(path, twice);
  return lines.map(({ line, row }) => ({ line, ...row }));
}
