import { z } from 'zod';
import { readCsv } from '../config/read-csv.ts';
import { isDay } from '../pipeline/days.ts';
import type { PriceRow } from '../repositories/prices.ts';

const day = z.string({ error: 'is missing' }).refine(isDay, 'expected a day YYYY-MM-DD');
const word = z.string({ error: 'is missing' });

const priceLine = z
  .object({
    tool: word,
    capability: word,
    tier: word,
    unit_rate: word.regex(/^\d{1,10}(\.\d{1,8})?$/, 'expected a rate such as 1.25 with at most 8 decimals'),
    currency: word.regex(/^USD$/, 'expected USD, the currency of the ledger'),
    start_date: day,
    end_date: day.optional(),
  })
  .refine((row) => row.end_date === undefined || row.end_date > row.start_date, {
    path: ['end_date'],
    message: 'expected a day after start_date; it is the first day no longer valid',
  })
  .transform((row): PriceRow => ({
    tool: row.tool,
    capability: row.capability,
    tier: row.tier,
    unitRate: row.unit_rate,
    currency: row.currency,
    startDate: row.start_date,
    endDate: row.end_date ?? null,
  }));

/**
 * The prices of a CSV file: tool, capability, tier, unit_rate, currency, start_date, end_date; an empty end date means that no
 * end is known.
 *
 * @throws ConfigError with every line that cannot be used.
 */
export function readPriceFile(path: string): PriceRow[] {
  return readCsv<PriceRow>(path, priceLine);
}
