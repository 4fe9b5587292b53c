import { expect, test } from '@jest/globals';
import { PolicyError } from '../../../pipeline/errors.ts';
import { describeStanding, readMonthStanding } from '../../../preview/month-standing.ts';
import type { Cell, Reader } from '../../../preview/reader.ts';

const bills: Cell[][] = [
  ['2025-08-01T00:00:00.000Z', 'closed', '31'],
  ['2025-09-01T00:00:00.000Z', 'in_review', '30'],
  ['2025-10-01T00:00:00.000Z', 'open', '28'],
  ['2025-11-01T00:00:00.000Z', 'open', '0'],
];
const place = (rows: Cell[][] = bills) => ({
  reader: { ask: () => Promise.resolve({ fields: [], rows }), close: () => Promise.resolve() } as Reader,
  database: 'appd_licensing on db.example.com',
  today: '2025-11-01',
});

test.each([
  ['2025-08-01', 'closed, data through 2025-08-31'],
  ['2025-09-01', 'in review, data through 2025-09-30'],
  ['2025-10-01', 'open, data through 2025-10-28'],
  ['2025-11-01', 'open, no day of usage yet'],
])('%s is %s', async (month, words) => {
  expect(describeStanding(await readMonthStanding(place(), month))).toBe(words);
});

test.each([
  ['2025-12-01', bills, 'no report of 2025-12 to make: the month has not begun, today is 2025-11-01.'],
  [
    '2025-07-01',
    bills,
    'the database appd_licensing on db.example.com has bills of 2025-08 to 2025-11, and none of this month.',
  ],
  ['2025-07-01', [], 'the database appd_licensing on db.example.com has no bill at all'],
  ['2025-09-02', bills, 'it is not the first day of a month'],
  ['../etc', bills, 'it is not the first day of a month'],
])('%s is refused by what is missing, with the operator to act', async (month, rows, why) => {
  const refused = await readMonthStanding(place(rows), month).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(PolicyError);
  expect(refused).toMatchObject({ turn: 'operator', retryable: false });
  expect((refused as PolicyError).message).toContain(why);
  expect((refused as PolicyError).remedy).toContain('Nothing was written.');
});
