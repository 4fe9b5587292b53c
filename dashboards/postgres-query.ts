import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

/** The data source that a dashboard's variable chooses. No panel names one. */
export const dataSource = { type: 'grafana-postgresql-datasource', uid: '${datasource}' } as const;

/** What a query answers with: rows as they are, or `time`, numbers, and perhaps a text that names the series. */
export type Format = 'table' | 'time_series';

/** A query of Grafana's PostgreSQL data source; the SDK knows none. `refId` is A unless a panel has several. */
export class PostgresQuery implements Builder<Dataquery> {
  readonly #query: object;

  constructor(rawSql: string, { format = 'table', refId = 'A' }: { format?: Format; refId?: string } = {}) {
    const sql = rawSql.replace(/^\n/, '').replace(/\s+$/, '');
    this.#query = { refId, datasource: dataSource, format, rawQuery: true, rawSql: sql, editorMode: 'code' };
  }

  build(): Dataquery {
    return this.#query as unknown as Dataquery;
  }
}
