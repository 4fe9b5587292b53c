import type { Annotation, Dashboard } from './dashboards.ts';
import type { Chosen } from './expand-sql.ts';
import { Problem } from './problem.ts';
import { runQuery } from './run-panel.ts';
import type { Reader } from './reader.ts';

/** Something that happened, to be marked in every picture over time. */
export interface Mark {
  /** The kind, by the dashboard's words. */
  readonly name: string;
  readonly color: string;
  readonly time: string;
  readonly text: string;
}

/** A kind of marks that cannot be read, and why. */
export interface UnreadKind {
  readonly name: string;
  readonly message: string;
}

export interface Marks {
  readonly marks: readonly Mark[];
  readonly unread: readonly UnreadKind[];
}

/** All kinds of marks; one that cannot be read leaves the others as they are. */
export async function readAnnotations(reader: Reader, dashboard: Dashboard, chosen: Chosen): Promise<Marks> {
  const kinds = (dashboard.annotations?.list ?? []).filter(
    ({ enable, target }) => enable !== false && target?.rawSql !== undefined,
  );
  const answers = await Promise.all(kinds.map((kind) => readKind(reader, kind, chosen)));
  return {
    marks: answers.flatMap(({ marks }) => marks),
    unread: answers.flatMap(({ unread }) => unread),
  };
}

async function readKind(reader: Reader, kind: Annotation, chosen: Chosen): Promise<Marks> {
  try {
    return { marks: await marksOf(reader, kind, chosen), unread: [] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { marks: [], unread: [{ name: kind.name, message: error.message }] };
  }
}

async function marksOf(
  reader: Reader,
  { name, iconColor = 'blue', target = {} }: Annotation,
  chosen: Chosen,
): Promise<Mark[]> {
  const { fields, rows } = await runQuery(reader, target, chosen);
  const time = fields.findIndex(({ type }) => type === 'time');
  const text = fields.findIndex((field) => field.name === 'text');
  return rows
    .map((row) => ({
      name,
      color: iconColor,
      time: String(row[time] ?? ''),
      text: String(row[text] ?? ''),
    }))
    .filter((mark) => mark.time !== '');
}
