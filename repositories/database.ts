import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { copyRows, type CopyRow } from './copy-rows.ts';
import { toStorageError } from './storage-error.ts';

/** How to reach the warehouse. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: boolean;
  readonly poolSize: number;
  readonly applicationName: string;
}

/** Statements on one connection. Dates come back as `YYYY-MM-DD`, numerics as exact text. */
export interface Session {
  /** All rows. `doing` names the work in errors, e.g. "saving usage". */
  rows<Row extends object>(doing: string, sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The only row. */
  one<Row extends object>(doing: string, sql: string, values?: readonly unknown[]): Promise<Row>;
  /** How many rows the statement changed. */
  run(doing: string, sql: string, values?: readonly unknown[]): Promise<number>;
  /** Bulk rows by COPY; gives their count. */
  copy(
    doing: string,
    table: string,
    columns: readonly string[],
    rows: Iterable<CopyRow> | AsyncIterable<CopyRow>,
  ): Promise<number>;
}

/** Something done on one connection. */
export type Work<Result> = (session: Session) => Promise<Result>;

/** The warehouse: SQL for bulk and sets, Prisma for ordinary queries, one pool for both. */
export interface Database extends Session {
  readonly prisma: PrismaClient;
  /** All or nothing, on one connection. */
  transaction<Result>(work: Work<Result>): Promise<Result>;
  /** One connection for long staging: what `work` does alone commits at once, what it does in `transaction` together. */
  connection<Result>(
    work: (session: Session, transaction: <Part>(part: Work<Part>) => Promise<Part>) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Dates stay text: a JavaScript date would bring an hour and a zone that they do not have. */
const types = {
  getTypeParser: (oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text'): unknown =>
    oid === pg.types.builtins.DATE ? String : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

/** Opens a pool; the first connection is made when it is needed. */
export function openDatabase(settings: DatabaseSettings): Database {
  const pool = new pg.Pool({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password: settings.password,
    ssl: settings.ssl ? { rejectUnauthorized: true } : false,
    max: settings.poolSize,
    application_name: settings.applicationName,
    options: '-c timezone=UTC -c statement_timeout=0 -c client_min_messages=warning',
    connectionTimeoutMillis: 10_000,
    types,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    ...sessionOn((use) => use(pool)),
    copy: (doing, table, columns, rows) =>
      withClient(pool, doing, (client) =>
        sessionOn((use) => use(client), client).copy(doing, table, columns, rows),
      ),
    transaction: (work) => withClient(pool, 'opening a transaction', (client) => inTransaction(client, work)),
    connection: (work) =>
      withClient(pool, 'opening a connection', (client) =>
        work(
          sessionOn((use) => use(client), client),
          (part) => inTransaction(client, part),
        ),
      ),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

type Queryable = Pick<pg.ClientBase, 'query'>;

function sessionOn(
  lend: <T>(use: (queryable: Queryable) => Promise<T>) => Promise<T>,
  client?: pg.ClientBase,
): Session {
  const ask = (doing: string, sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> =>
    translated(doing, () => lend((queryable) => queryable.query(sql, [...values])));
  return {
    rows: async <Row extends object>(doing: string, sql: string, values?: readonly unknown[]) =>
      (await ask(doing, sql, values)).rows as Row[],
    one: async <Row extends object>(doing: string, sql: string, values?: readonly unknown[]) => {
      const [row] = (await ask(doing, sql, values)).rows as Row[];
      if (!row) throw new Error(`No row came back while ${doing}.`);
      return row;
    },
    run: async (doing, sql, values) => (await ask(doing, sql, values)).rowCount ?? 0,
    copy: (doing, table, columns, rows) => {
      if (!client) throw new Error('COPY needs a connection of its own.');
      return translated(doing, () => copyRows(client, table, columns, rows));
    },
  };
}

async function inTransaction<Result>(client: pg.PoolClient, work: Work<Result>): Promise<Result> {
  await translated('opening a transaction', () => client.query('begin'));
  try {
    const result = await work(sessionOn((use) => use(client), client));
    await translated('committing', () => client.query('commit'));
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function withClient<Result>(
  pool: pg.Pool,
  doing: string,
  use: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await translated(doing, () => pool.connect());
  let broken = false;
  // The failing statement reports it; without a listener the event would end the process.
  const onError = (): void => void (broken = true);
  client.on('error', onError);
  try {
    return await use(client);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function translated<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error, doing);
  }
}
