import { z } from 'zod';
import { isDay } from '../pipeline/days.ts';
import type { Decimal, Month } from '../pipeline/run.ts';
import { readUploadLines, refuseUpload, type UploadLine, type UploadProblem } from './read-upload.ts';

const word = z.string({ error: 'is missing' });

const driverRow = z.object({
  driver: word.regex(/^[A-Za-z][\w .-]{0,59}$/, 'expected a name that begins with a letter, e.g. seats'),
  month: word
    .transform((text) => (/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text))
    .refine((text) => isDay(text) && text.endsWith('-01'), 'expected a month such as 2025-07'),
  sector: word,
  quantity: word.regex(/^\d{1,12}(\.\d{1,4})?$/, 'expected a number of 0 or more with at most 4 decimals'),
  unit: word,
});

/** How much of a driver a sector had in a month. */
export interface DriverRow {
  readonly driver: string;
  readonly month: Month;
  readonly sector: string;
  readonly quantity: Decimal;
  readonly unit: string;
}

/**
 * The driver tables of a CSV file: driver, month, sector, quantity, unit.
 *
 * @throws ConfigError with every line that cannot be used, a sector that stands twice, and units that differ within a table.
 */
export function readDriverFile(path: string, { allowBom = false } = {}): UploadLine<DriverRow>[] {
  const lines = readUploadLines<DriverRow>(path, driverRow, {
    columns: ['driver', 'month', 'sector', 'quantity', 'unit'],
    words: ['driver', 'sector', 'unit'],
    allowBom,
  });
  refuseUpload(path, problemsAmong(lines));
  return lines;
}

function problemsAmong(lines: readonly UploadLine<DriverRow>[]): UploadProblem[] {
  const seen = new Map<string, number>();
  const units = new Map<string, UploadLine<DriverRow>>();
  return lines.flatMap((current): UploadProblem[] => {
    const { line, row } = current;
    const table = `${row.driver.toLowerCase()}/${row.month}`;
    const key = `${table}/${row.sector.toLowerCase()}`;
    const first = units.get(table);
    const earlier = seen.get(key);
    seen.set(key, line);
    units.set(table, first ?? current);
    return [
      ...(earlier === undefined
        ? []
        : [
            { line, what: `sector: ${row.sector} stands in line ${earlier} too; expected it once per month` },
          ]),
      ...(first === undefined || first.row.unit === row.unit
        ? []
        : [
            {
              line,
              what: `unit: "${row.unit}" where line ${first.line} has "${first.row.unit}"; expected one unit per table`,
            },
          ]),
    ];
  });
}
