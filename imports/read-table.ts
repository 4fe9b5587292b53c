import { CsvError, parse } from 'csv-parse/sync';
import { ConfigError } from '../pipeline/errors.ts';

/** Which columns a file has. */
export interface TableColumns {
  /** Columns that must be there. */
  readonly columns: readonly string[];
  /** Columns that may be there. */
  readonly optional?: readonly string[];
}

interface TableLine {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

interface Table {
  readonly records: readonly TableLine[];
  /** Of lines that are not among the records. */
  readonly problems: { line: number; what: string }[];
}

interface RawLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The lines of a CSV text under its header.
 *
 * @throws ConfigError when the header or the quotes are not as expected: what follows could not be read either.
 */
export function readTable(path: string, text: string, expected: TableColumns): Table {
  const [header, ...lines] = recordsOf(path, text);
  const names = header?.cells ?? [];
  const at = header?.line ?? 1;
  const wrong = headerProblems(names, expected);
  if (wrong.length > 0) throw unreadable(path, at, wrong);
  if (lines.length === 0)
    throw unreadable(path, at, ['has a header and no line below it; expected at least one']);
  const problems = lines
    .filter(({ cells }) => cells.length !== names.length)
    .map(({ line, cells }) => ({
      line,
      what: `has ${cells.length} cells; expected ${names.length}, one per column. A comma inside a cell needs quotes around it`,
    }));
  const records = lines
    .filter(({ cells }) => cells.length === names.length)
    .map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])),
    }));
  return { records, problems };
}

function headerProblems(names: readonly string[], { columns, optional = [] }: TableColumns): string[] {
  const [only = ''] = names;
  const divider = names.length === 1 ? /[;\t|]/.exec(only)?.[0] : undefined;
  if (divider !== undefined && columns.length > 1) {
    const called = divider === '\t' ? 'tabs' : `"${divider}"`;
    return [`the header is divided by ${called}; expected commas. Save the file as comma-separated values`];
  }
  const known = [...columns, ...optional];
  const missing = columns.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !known.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return [
    ...missing.map((name) => `the column "${name}" is missing; expected ${known.join(', ')}`),
    ...unknown.map((name) => `the column "${name}" is unknown; expected ${known.join(', ')}`),
    ...twice.map((name) => `the column "${name}" is there twice; expected it once`),
  ];
}

function recordsOf(path: string, text: string): RawLine[] {
  try {
    const parsed = parse(text, {
      comment: '#',
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return parsed.map(({ info, record }) => ({ line: info.lines - breaksIn(record), cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(path, Number(error['lines'] ?? 1), [
      `${error.message.split(':')[0] ?? error.message}; expected quotes around the whole cell, doubled inside it`,
    ]);
  }
}

/** A record is counted on its last line; a person looks for its first. */
function breaksIn(cells: readonly string[]): number {
  return cells.join('').split('\n').length - 1;
}

function unreadable(path: string, line: number, problems: readonly string[]): ConfigError {
  return new ConfigError(
    problems.map((what) => `${path}:${line} ${what}`),
    'Correct the file; nothing of it was used.',
    `${path} cannot be read`,
  );
}
