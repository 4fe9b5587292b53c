import { focusColumns, type AnyFocusRow, type FocusColumn } from './columns.ts';
import { focusRules } from './rules.ts';
import { sumProblems, type FocusSums } from './sums.ts';

/** Nobody reads more. */
const mostTold = 50;

/**
 * What a file of FOCUS 1.2 breaks: columns that are missing or unknown, cells that are empty or of the wrong kind, rows that
 * contradict themselves, sums that are not what was billed. Empty when it passes; at most 50 lines.
 */
export function checkFocus(
  header: readonly string[],
  rows: readonly AnyFocusRow[],
  sums?: FocusSums,
): string[] {
  const problems = headerProblems(header);
  for (const [index, row] of rows.entries()) {
    if (problems.length >= mostTold) break;
    problems.push(...rowProblems(row).map((what) => `row ${index + 1} ${what}`));
  }
  return [...problems, ...(sums ? sumProblems(rows, sums) : [])].slice(0, mostTold);
}

const columns: Readonly<Record<string, FocusColumn>> = focusColumns;
const everyColumn = Object.entries(columns);

function headerProblems(header: readonly string[]): string[] {
  const missing = Object.entries(columns).filter(
    ([name, { isMandatory }]) => isMandatory && !header.includes(name),
  );
  const strange = header.filter((name) => !(name in columns) && !name.startsWith('x_'));
  const twice = header.filter((name, index) => header.indexOf(name) < index);
  return [
    ...missing.map(([name]) => `the column ${name} is missing; it is mandatory`),
    ...strange.map((name) => `the column ${name} is unknown; a column of one's own begins with x_`),
    ...twice.map((name) => `the column ${name} is there twice`),
  ];
}

function rowProblems(row: AnyFocusRow): string[] {
  const problems: string[] = [];
  for (const [name, column] of everyColumn) {
    const value = row[name];
    if (value === undefined) continue;
    const expected = cellProblem(column, value);
    if (expected !== null) problems.push(`${name}: found ${JSON.stringify(value)}; expected ${expected}`);
  }
  if (problems.length > 0) return problems;
  for (const { holds, says } of focusRules) if (!holds(row)) problems.push(says);
  return problems;
}

function cellProblem(column: FocusColumn, value: string | null): string | null {
  if (value === null) return column.isNullable ? null : 'a value';
  if (column.allowed && !column.allowed.includes(value)) return column.allowed.join(', ');
  return kinds[column.type].pattern.test(value) ? null : kinds[column.type].says;
}

const kinds: Readonly<Record<FocusColumn['type'], { readonly pattern: RegExp; readonly says: string }>> = {
  text: { pattern: /\S/, says: 'a word' },
  decimal: { pattern: /^-?\d+(\.\d+)?$/, says: 'a plain number' },
  instant: { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, says: 'an instant YYYY-MM-DDTHH:mm:ssZ' },
  currency: { pattern: /^[A-Z]{3}$/, says: 'an ISO 4217 code' },
};
