import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError } from '../pipeline/errors.ts';

/**
 * The rows of a CSV file, each checked by `schema`. The file is judged as a whole: every problem is listed with its line,
 * and nothing is used when there is one. An empty cell is an absent value.
 *
 * @throws ConfigError with the path, line and column of every problem.
 */
export function readCsv<Row>(path: string, schema: z.ZodType<Row>): Row[] {
  const records = parseFile(path);
  const problems: string[] = [];
  const rows = records.flatMap(({ line, record }) => {
    const parsed = schema.safeParse(record);
    if (parsed.success) return [parsed.data];
    problems.push(
      ...parsed.error.issues.map((issue) => `${path}:${line} ${issue.path.join('.')}: ${issue.message}`),
    );
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems, 'Correct the file; nothing of it was used.');
  return rows;
}

interface Line {
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
}

function parseFile(path: string): Line[] {
  try {
    const parsed = parse(readFileSync(path, 'utf8'), {
      bom: true,
      columns: true,
      comment: '#',
      comment_no_infix: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: Record<string, string> }[];
    return parsed.map(({ info, record }) => ({ line: info.lines, record: withoutEmpty(record) }));
  } catch (error) {
    throw new ConfigError([`${path}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function withoutEmpty(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
}
