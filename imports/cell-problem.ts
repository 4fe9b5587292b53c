interface Trap {
  readonly pattern: RegExp;
  readonly what: string;
  readonly expected: string;
}

const plain = 'a plain number such as 1234.56';

/** A spreadsheet runs these when it opens the file. */
const formula: Trap = {
  pattern: /^(?:[=+@\t\r]|-\s*[A-Za-z(])/,
  what: 'is a formula',
  expected: 'a value; a cell must not begin with = + @, nor with - before a letter',
};

/** How spreadsheets show numbers, and no program reads them the same way everywhere. */
const shownNumbers: readonly Trap[] = [
  {
    pattern: /^[-(]?\s*(?:[$€£¥]|[A-Z]{3}\s)\s*-?[\d.,'\s]+\)?$|^-?[\d.,'\s]*\d\s*(?:[$€£¥]|\s[A-Z]{3})$/,
    what: 'has a currency sign',
    expected: `${plain}; the currency has a column of its own`,
  },
  {
    pattern: /^-?[\d.,\s]*\d\s*%$/,
    what: 'has a percent sign',
    expected: 'the number alone, 5 for 5 percent',
  },
  { pattern: /^\(\s*[\d.,\s]*\d\s*\)$/, what: 'is in brackets', expected: 'a minus sign, -1234.56' },
  {
    pattern:
      /^-?\d{1,3}(?:[,'\s]\d{3})+(?:\.\d+)?$|^-?\d{1,3}(?:[.'\s]\d{3})+,\d+$|^-?\d{1,3}(?:\.\d{3}){2,}$/,
    what: 'has thousands separators',
    expected: plain,
  },
  { pattern: /^-?\d*,\d+$/, what: 'has a decimal comma', expected: `${plain}, with a point` },
  { pattern: /^-?\d+(?:\.\d+)?[eE][+-]?\d+$/, what: 'has an exponent', expected: plain },
];

/** What is wrong with a cell whatever its column means, with what was expected; null when nothing is. */
export function cellProblem(cell: string, isWords: boolean): string | null {
  const traps = isWords ? [formula] : [formula, ...shownNumbers];
  const trap = traps.find(({ pattern }) => pattern.test(cell));
  return trap ? `found "${cell}", which ${trap.what}; expected ${trap.expected}` : null;
}
