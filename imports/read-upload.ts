import type { z } from 'zod';
import { ConfigError } from '../pipeline/errors.ts';
import { cellProblem } from './cell-problem.ts';
import { readText } from './read-text.ts';
import { readTable, type TableColumns } from './read-table.ts';

export interface UploadOptions extends TableColumns {
  /** Columns of free words, where `1,000` is no wrongly written number; formulas are refused there too. */
  readonly words?: readonly string[];
  /** Take a file that begins with a byte-order mark. */
  readonly allowBom?: boolean;
}

/** A row of a file and the line it begins on. */
export interface UploadLine<Row> {
  readonly line: number;
  readonly row: Row;
}

/** More than anybody corrects at once. */
const mostShown = 50;

/**
 * The rows of a CSV file that a person made, each checked by `schema`. Strict, because money follows: the header must be the
 * columns expected, numbers plain, no cell a formula. An empty cell is an absent value; lines that begin with `#` are comments.
 * The file is judged as a whole: every problem is listed with its line, and nothing is used when there is one.
 *
 * @throws ConfigError with the path, line, column, what was found and what was expected.
 */
export function readUpload<Row>(path: string, schema: z.ZodType<Row>, options: UploadOptions): Row[] {
  return readUploadLines(path, schema, options).map(({ row }) => row);
}

/** As {@link readUpload}, with the line of each row, for problems that only the database can find. */
export function readUploadLines<Row>(
  path: string,
  schema: z.ZodType<Row>,
  options: UploadOptions,
): UploadLine<Row>[] {
  const { records, problems } = readTable(path, readText(path, options.allowBom ?? false), options);
  const rows = records.flatMap(({ line, cells }): UploadLine<Row>[] => {
    const wrong = wrongCells(cells, options.words ?? []);
    const parsed = schema.safeParse(withoutEmpty(cells));
    const issues = parsed.success ? [] : parsed.error.issues;
    // A cell that cannot be read at all is told once, not once more as a wrong value.
    const rest = issues.filter(({ path: [column] }) => !wrong.has(String(column)));
    const found = [
      ...wrong.entries(),
      ...rest.map((issue) => [issue.path.join('.'), told(issue, cells)] as const),
    ];
    problems.push(
      ...found.map(([column, what]) => ({ line, what: column === '' ? what : `${column}: ${what}` })),
    );
    return parsed.success && wrong.size === 0 ? [{ line, row: parsed.data }] : [];
  });
  refuse(path, problems);
  return rows;
}

/** Refuses the whole file for problems found outside of it, e.g. a name that the database does not know. */
export function refuseUpload(path: string, problems: readonly UploadProblem[]): void {
  refuse(path, problems);
}

/** What is wrong, and where. */
export interface UploadProblem {
  readonly line: number;
  readonly what: string;
}

function refuse(path: string, problems: readonly UploadProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems
    .toSorted((a, b) => a.line - b.line)
    .slice(0, mostShown)
    .map(({ line, what }) => `${path}:${line} ${what}`);
  if (problems.length > mostShown) lines.push(`and ${problems.length - mostShown} more`);
  throw new ConfigError(
    lines,
    'Correct the file; nothing of it was used.',
    `${problems.length} problem(s) in ${path}`,
  );
}

type Cells = Readonly<Record<string, string>>;

function wrongCells(cells: Cells, words: readonly string[]): Map<string, string> {
  return new Map(
    Object.entries(cells).flatMap(([column, cell]) => {
      const problem = cellProblem(cell, words.includes(column));
      return problem === null ? [] : [[column, problem] as const];
    }),
  );
}

function told({ path, message }: z.core.$ZodIssue, cells: Cells): string {
  const cell = cells[String(path[0])];
  return cell === undefined || cell === '' ? message : `found "${cell}"; ${message}`;
}

function withoutEmpty(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));
}
