/**
 * Rows as a CSV file (RFC 4180): a heading, lines that end with CR LF, quotes where a cell needs them. Safe to open in a
 * spreadsheet: a text that a spreadsheet would run as a formula gets an apostrophe in front. Null is an empty cell.
 *
 * @example toCsv(['sector', 'amount'], [['=1+1', '-12.30']]) // "sector,amount\r\n'=1+1,-12.30\r\n"
 */
export function toCsv(columns: readonly string[], rows: Iterable<readonly (string | null)[]>): string {
  const lines = [columns, ...rows].map((cells) => cells.map(toCell).join(','));
  return lines.map((line) => `${line}\r\n`).join('');
}

function toCell(value: string | null): string {
  const cell = harmless(value ?? '');
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** What spreadsheets take for the beginning of a formula, in ASCII and in full width. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

function harmless(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}
