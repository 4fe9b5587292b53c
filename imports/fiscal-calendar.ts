import { z } from 'zod';
import { countDays } from '../pipeline/days.ts';
import type { Day } from '../pipeline/run.ts';
import { day, word } from './cells.ts';
import { readUploadLines, refuseUpload, type UploadLine, type UploadProblem } from './read-upload.ts';

/** A fiscal period: the days from `start` up to `end`, which is the first day of the next one. */
export interface FiscalPeriod {
  readonly fiscalYear: number;
  readonly fiscalPeriod: number;
  readonly start: Day;
  readonly end: Day;
}

const periodSchema = z
  .object({
    fiscal_year: word.regex(/^20[2-4]\d$/, 'expected a year from 2020 to 2049').transform(Number),
    fiscal_period: word.regex(/^([1-9]|1[0-3])$/, 'expected a period from 1 to 13').transform(Number),
    start_date: day,
    end_date: day,
  })
  .refine((row) => row.start_date < row.end_date, {
    path: ['end_date'],
    error: 'expected a day after start_date; it is the first day that no longer belongs to the period',
  })
  .transform((row): FiscalPeriod => ({
    fiscalYear: row.fiscal_year,
    fiscalPeriod: row.fiscal_period,
    start: row.start_date,
    end: row.end_date,
  }));

/**
 * A fiscal calendar in the order of its days: no gap, no overlap, and every period the one that follows.
 *
 * @throws ConfigError with the line of every problem.
 */
export function readFiscalCalendar(path: string, allowBom: boolean): FiscalPeriod[] {
  const columns = ['fiscal_year', 'fiscal_period', 'start_date', 'end_date'];
  const lines = readUploadLines(path, periodSchema, { columns, allowBom }).toSorted((a, b) =>
    a.row.start < b.row.start ? -1 : 1,
  );
  refuseUpload(
    path,
    lines.flatMap((line, index) => problemsAfter(lines[index - 1], line)),
  );
  return lines.map(({ row }) => row);
}

type Line = UploadLine<FiscalPeriod>;

function problemsAfter(before: Line | undefined, { line, row }: Line): UploadProblem[] {
  if (!before) return [];
  const named = `${periodName(before.row)} on line ${before.line}`;
  const problems: string[] = [];
  if (row.start < before.row.end)
    problems.push(`start_date: ${row.start} lies in ${named}, which ends before ${before.row.end}`);
  if (row.start > before.row.end) problems.push(gapAfter(before.row, row, named));
  if (!follows(before.row, row))
    problems.push(
      `fiscal_period: ${periodName(row)} comes after ${named}; expected the next period, or period 1 of the next year`,
    );
  return problems.map((what) => ({ line, what }));
}

function gapAfter(before: FiscalPeriod, { start }: FiscalPeriod, named: string): string {
  const days = countDays(before.end, start) - 1;
  const hint = days === 1 ? '; end_date is the first day of the next period, not the last of this one' : '';
  return `start_date: ${days} day(s) are missing from ${before.end}, the end of ${named}, to ${start}${hint}`;
}

function follows(before: FiscalPeriod, next: FiscalPeriod): boolean {
  return next.fiscalYear === before.fiscalYear
    ? next.fiscalPeriod === before.fiscalPeriod + 1
    : next.fiscalYear === before.fiscalYear + 1 && next.fiscalPeriod === 1;
}

function periodName({ fiscalYear, fiscalPeriod }: FiscalPeriod): string {
  return `period ${fiscalPeriod} of ${fiscalYear}`;
}
