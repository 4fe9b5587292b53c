import type { Dashboard } from './dashboards.ts';
import type { Chosen } from './expand-sql.ts';
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

export async function readAnnotations(reader: Reader, dashboard: Dashboard, chosen: Chosen): Promise<Mark[]> {
  const kinds = (dashboard.annotations?.list ?? []).filter(
    ({ enable, target }) => enable !== false && target?.rawSql !== undefined,
  );
  const marks = await Promise.all(
    kinds.map(async ({ name, iconColor = 'blue', target = {} }) => {
      const { fields, rows } = await runQuery(reader, target, chosen);
      const time = fields.findIndex(({ type }) => type === 'time');
      const text = fields.findIndex((field) => field.name === 'text');
      return rows.map((row) => ({
        name,
        color: iconColor,
        time: String(row[time] ?? ''),
        text: String(row[text] ?? ''),
      }));
    }),
  );
  return marks.flat().filter(({ time }) => time !== '');
}
