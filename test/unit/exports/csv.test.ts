import { parse } from 'csv-parse/sync';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toCsv } from '../../../exports/csv.ts';

test.each([
  ['=HYPERLINK("http://evil","x")', `"'=HYPERLINK(""http://evil"",""x"")"`],
  ['+cmd', `'+cmd`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\tx', `'\tx`],
  ['\rx', `"'\rx"`],
  ['＝1+1', `'＝1+1`],
  ['-1234.56', '-1234.56'],
  ['+5', '+5'],
  ['a, b', '"a, b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['百事', '百事'],
])('the cell %j is written as %j: safe to open in a spreadsheet', (cell, written) => {
  expect(toCsv(['c'], [[cell]])).toBe(`c\r\n${written}\r\n`);
});

test('an absent value is an empty cell, and headings are cells as well', () => {
  expect(toCsv(['a', '=b'], [[null, '']])).toBe("a,'=b\r\n,\r\n");
});

test('whatever is written is read again as it was, but for an apostrophe before what would be a formula', () => {
  const cell = fc.string({ unit: fc.constantFrom(...Array.from('=+-@\t\r\n",;\'a1. 百')) });
  fc.assert(
    fc.property(cell, cell, (left, right) => {
      const [, row]: string[][] = parse(toCsv(['x', 'y'], [[left, right]]));
      return JSON.stringify(row) === JSON.stringify([left, right].map(harmless));
    }),
    { numRuns: 10_000, seed: 20_250_701 },
  );
});

function harmless(cell: string): string {
  const isFormula = /^[=+\-@\t\r\n]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell);
  return isFormula ? `'${cell}` : cell;
}
