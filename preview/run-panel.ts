import type { Panel, Query } from './dashboards.ts';
import { expandSql, type Chosen } from './expand-sql.ts';
import { Problem } from './problem.ts';
import type { Answer, Cell, Reader } from './reader.ts';

/** What a query of a panel answered. */
export interface TargetAnswer extends Answer {
  readonly refId: string;
  readonly format: 'table' | 'time_series';
}

/**
 * Asks everything that the panel asks.
 *
 * @throws Problem with what PostgreSQL says, or with what the preview cannot do.
 */
export async function runPanel(reader: Reader, panel: Panel, chosen: Chosen): Promise<TargetAnswer[]> {
  const queries = (panel.targets ?? []).filter(({ hide }) => hide !== true);
  return Promise.all(queries.map((query) => runQuery(reader, query, chosen)));
}

/** Asks one query, of a panel or an annotation. */
export async function runQuery(reader: Reader, query: Query, chosen: Chosen): Promise<TargetAnswer> {
  const { rawSql, refId = 'A', format = 'table', datasource } = query;
  if (rawSql === undefined)
    throw new Problem(
      422,
      `This asks ${datasource?.type ?? 'another data source'}; the preview only has PostgreSQL.`,
    );
  const answer = withTime(await reader.ask(expandSql(rawSql, chosen)));
  if (format === 'time_series' && !answer.fields.some(({ type }) => type === 'time'))
    throw new Problem(422, 'A query for a time series has no column of time: Grafana would draw nothing.');
  return { refId, format, ...answer };
}

/** A number called `time` is an epoch, to Grafana as well. */
function withTime({ fields, rows }: Answer): Answer {
  const at = fields.findIndex(({ name, type }) => name === 'time' && type === 'number');
  if (at < 0) return { fields, rows };
  return {
    fields: fields.map((field, index) => (index === at ? { ...field, type: 'time' } : field)),
    rows: rows.map((row) => row.map((cell, index) => (index === at ? epochTime(cell) : cell))),
  };
}

/** Seconds, or milliseconds where seconds would be another age of the world. */
function epochTime(cell: Cell): string | null {
  if (cell === null) return null;
  const epoch = Number(cell);
  const time = new Date(Math.abs(epoch) < 100_000_000_000 ? epoch * 1000 : epoch);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
