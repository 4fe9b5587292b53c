import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { amount, month, word } from '../../../imports/cells.ts';
import { readUpload, readUploadLines, type UploadOptions } from '../../../imports/read-upload.ts';
import { ConfigError } from '../../../pipeline/errors.ts';

const schema = z.object({ month, sector: word, amount, note: word.optional() });
const options: UploadOptions = {
  columns: ['month', 'sector', 'amount'],
  optional: ['note'],
  words: ['note'],
};
const header = 'month,sector,amount,note';

let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-upload-'));
  path = join(folder, 'upload.csv');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Buffer, allowBom = false) {
  writeFileSync(path, content);
  return readUpload(path, schema, { ...options, allowBom });
}

function problemsOf(content: string | Buffer): readonly string[] {
  try {
    read(content);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((line) => line.replace(path, ''));
    throw error;
  }
  return [];
}

describe('an upload', () => {
  test('is read with comments, quotes, empty cells and either end of line', () => {
    const rows = read(
      `# from finance\r\n${header}\r\n2025-07,Sales,-12.30,"1,000 seats"\r\n\r\n2025-08-01,Ops,5,\r\n`,
    );

    expect(rows).toEqual([
      { month: '2025-07-01', sector: 'Sales', amount: '-12.30', note: '1,000 seats' },
      { month: '2025-08-01', sector: 'Ops', amount: '5' },
    ]);
  });

  test('with a byte-order mark is taken only when that was said', () => {
    const marked = `\uFEFF${header}\n2025-07,Sales,1,\n`;

    expect(problemsOf(marked)).toEqual([
      ':1 begins with a byte-order mark (BOM); save as UTF-8 without BOM, or give --allow-bom',
    ]);
    expect(read(marked, true)).toHaveLength(1);
  });

  test('keeps the line of each row, the first one of a cell that spans several', () => {
    writeFileSync(path, `${header}\n2025-07,Sales,1,"two\nlines"\n2025-07,Ops,2,\n`);

    expect(readUploadLines(path, schema, options).map(({ line }) => line)).toEqual([2, 4]);
  });

  test('tells all problems at once, in the order of lines, and at most 50 of them', () => {
    const wrong = Array.from({ length: 60 }, () => '2025-13,Sales,x,');

    const problems = problemsOf([header, ...wrong].join('\n'));

    expect(problems).toHaveLength(51);
    expect(problems[0]).toBe(':2 month: found "2025-13"; expected a month such as 2025-07');
    expect(problems[1]).toBe(
      ':2 amount: found "x"; expected an amount such as 1234.56 with at most 2 decimals',
    );
    expect(problems[50]).toBe('and 70 more');
  });

  test.each([
    ['nothing', '', ':1 the file is empty'],
    [
      'a header alone',
      `${header}\n# nothing\n`,
      ':1 has a header and no line below it; expected at least one',
    ],
    [
      'semicolons',
      'month;sector;amount\n2025-07;Sales;1\n',
      ':1 the header is divided by ";"; expected commas',
    ],
    [
      'tabs',
      'month\tsector\tamount\n2025-07\tSales\t1\n',
      ':1 the header is divided by tabs; expected commas',
    ],
    ['a missing column', 'month,sector\n2025-07,Sales\n', ':1 the column "amount" is missing'],
    [
      'an unknown column',
      'month,sector,amount,owner\n2025-07,Sales,1,x\n',
      ':1 the column "owner" is unknown',
    ],
    [
      'a column twice',
      'month,sector,amount,amount\n2025-07,Sales,1,2\n',
      ':1 the column "amount" is there twice',
    ],
    ['a cell too many', `${header}\n2025-07,Sales,1,x,y\n`, ':2 has 5 cells; expected 4, one per column'],
    [
      'an open quote',
      `${header}\n2025-07,"Sales,1,\n`,
      ':2 Quote Not Closed; expected quotes around the whole cell',
    ],
    ['a quote inside', `${header}\n2025-07,Sa"les,1,\n`, ':2 Invalid Opening Quote; expected quotes'],
    ['Latin-1', Buffer.from(`${header}\n2025-07,B\xfcro,1,\n`, 'latin1'), ':2 holds bytes that are no UTF-8'],
    ['UTF-16', Buffer.from(`\uFEFF${header}`, 'utf16le'), ':1 is in UTF-16, not UTF-8'],
    ['a workbook', Buffer.from('PK\u0003\u0004'), ':1 is a workbook or an archive, not text'],
    ['a zero byte', `${header}\n2025-07,Sales\u0000,1,\n`, ':2 holds a zero byte; it is no text'],
    ['an empty cell that must hold something', `${header}\n2025-07,,1,\n`, ':2 sector: is missing'],
  ])('of %s is refused with line and remedy', (_what, content, problem) => {
    const problems = problemsOf(content);

    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(problem)).toBe(true);
  });

  test.each([
    ['"1,234.56"', 'has thousands separators; expected a plain number such as 1234.56'],
    ['1 234', 'has thousands separators; expected a plain number such as 1234.56'],
    ["1'234.50", 'has thousands separators; expected a plain number such as 1234.56'],
    ['"1.234,56"', 'has thousands separators; expected a plain number such as 1234.56'],
    ['1.234.567', 'has thousands separators; expected a plain number such as 1234.56'],
    ['"12,5"', 'has a decimal comma; expected a plain number such as 1234.56, with a point'],
    [
      '$12',
      'has a currency sign; expected a plain number such as 1234.56; the currency has a column of its own',
    ],
    [
      '12 €',
      'has a currency sign; expected a plain number such as 1234.56; the currency has a column of its own',
    ],
    [
      'USD 12.50',
      'has a currency sign; expected a plain number such as 1234.56; the currency has a column of its own',
    ],
    ['12 %', 'has a percent sign; expected the number alone, 5 for 5 percent'],
    ['(12.50)', 'is in brackets; expected a minus sign, -1234.56'],
    ['1E+05', 'has an exponent; expected a plain number such as 1234.56'],
    ['=1+1', 'is a formula; expected a value; a cell must not begin with = + @, nor with - before a letter'],
    ['+12', 'is a formula; expected a value; a cell must not begin with = + @, nor with - before a letter'],
    [
      '@SUM(A1)',
      'is a formula; expected a value; a cell must not begin with = + @, nor with - before a letter',
    ],
    ['-cmd', 'is a formula; expected a value; a cell must not begin with = + @, nor with - before a letter'],
  ])('with the amount %s is refused and says what was expected', (cell, problem) => {
    const found = cell.replaceAll('"', '');

    expect(problemsOf(`${header}\n2025-07,Sales,${cell},\n`)).toEqual([
      `:2 amount: found "${found}", which ${problem}`,
    ]);
  });

  test.each(['=HYPERLINK("x")', '@me', '-x'])('refuses %s in a column of free words too', (cell) => {
    expect(problemsOf(`${header}\n2025-07,Sales,1,"${cell.replaceAll('"', '""')}"\n`)).toHaveLength(1);
  });

  test('that does not exist says where it was looked for', () => {
    expect(() => readUpload(join(folder, 'nowhere.csv'), schema, options)).toThrow(/nowhere\.csv: ENOENT/);
  });
});
