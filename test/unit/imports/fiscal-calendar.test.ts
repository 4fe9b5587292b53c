import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFiscalCalendar } from '../../../imports/fiscal-calendar.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-calendar-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function read(...lines: string[]): ReturnType<typeof readFiscalCalendar> {
  const path = join(folder, 'calendar.csv');
  writeFileSync(path, ['fiscal_year,fiscal_period,start_date,end_date', ...lines].join('\n'));
  return readFiscalCalendar(path, false);
}

test('periods are read in the order of their days', () => {
  expect(read('2026,1,2025-12-28,2026-01-25', '2025,13,2025-11-30,2025-12-28')).toEqual([
    { fiscalYear: 2025, fiscalPeriod: 13, start: '2025-11-30', end: '2025-12-28' },
    { fiscalYear: 2026, fiscalPeriod: 1, start: '2025-12-28', end: '2026-01-25' },
  ]);
});

test.each([
  {
    what: 'a gap',
    lines: ['2025,1,2025-01-01,2025-02-01', '2025,2,2025-02-04,2025-03-01'],
    says: /calendar\.csv:3 start_date: 3 day\(s\) are missing from 2025-02-01, the end of period 1 of 2025 on line 2, to 2025-02-04/,
  },
  {
    what: 'an end that was meant as the last day',
    lines: ['2025,1,2025-01-01,2025-01-31', '2025,2,2025-02-01,2025-02-28'],
    says: /:3 start_date: 1 day\(s\) are missing .* end_date is the first day of the next period/,
  },
  {
    what: 'an overlap',
    lines: ['2025,1,2025-01-01,2025-02-01', '2025,2,2025-01-30,2025-03-01'],
    says: /:3 start_date: 2025-01-30 lies in period 1 of 2025 on line 2, which ends before 2025-02-01/,
  },
  {
    what: 'a period left out',
    lines: ['2025,1,2025-01-01,2025-02-01', '2025,3,2025-02-01,2025-03-01'],
    says: /:3 fiscal_period: period 3 of 2025 comes after period 1 of 2025 on line 2/,
  },
  {
    what: 'a period that ends before it begins',
    lines: ['2025,1,2025-02-01,2025-01-01'],
    says: /:2 end_date: .*expected a day after start_date/,
  },
  {
    what: 'a day that does not exist',
    lines: ['2025,1,2025-01-01,2025-02-30'],
    says: /:2 end_date: found "2025-02-30"; expected a day YYYY-MM-DD/,
  },
  {
    what: 'a period beyond 13',
    lines: ['2025,14,2025-01-01,2025-02-01'],
    says: /:2 fiscal_period: .*expected a period from 1 to 13/,
  },
])('$what is refused with its line', ({ lines, says }) => {
  expect(() => read(...lines)).toThrow(says);
});
