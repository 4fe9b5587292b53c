import pg from 'pg';
import { Problem } from './problem.ts';

/** A login of the database that may look; see "readers add". */
export interface ReaderLogin {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: boolean;
}

/** What Grafana would call the kind of a column. */
export type FieldType = 'time' | 'number' | 'string' | 'boolean';
export interface Field {
  readonly name: string;
  readonly type: FieldType;
}

/** Numbers are exact text, times ISO text. */
export type Cell = string | boolean | null;

export interface Answer {
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The database as a reader sees it: nothing can be changed through it. */
export interface Reader {
  /** One statement. @throws Problem with what PostgreSQL says. */
  ask(sql: string): Promise<Answer>;
  close(): Promise<void>;
}

const everythingRole = 'license_reader';
const connections = 5;
const patienceS = 20;

/**
 * Opens the database as a reader. A login that sees some sectors stays itself; any other takes the role license_reader, so that
 * it can do no more than that.
 *
 * @throws Problem when the login is no reader and may not become one, or the database does not answer.
 */
export async function openReader(login: ReaderLogin): Promise<Reader> {
  const role = await roleOf(login);
  const pool = new pg.Pool({
    ...connectionOf(login, role),
    max: connections,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    ask: (sql) => asking(async () => answerOf(await pool.query(oneStatement(sql)))),
    close: () => pool.end(),
  };
}

/** Settings that no dashboard depends on a server for. */
const settings = {
  default_transaction_read_only: 'on',
  statement_timeout: `${patienceS}s`,
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  datestyle: 'ISO',
  standard_conforming_strings: 'on',
  extra_float_digits: '1',
  client_min_messages: 'warning',
};

function connectionOf({ ssl, ...where }: ReaderLogin, role: string | null): pg.ClientConfig {
  const all = Object.entries({ ...settings, ...(role === null ? {} : { role }) });
  return {
    ...where,
    ssl: ssl ? { rejectUnauthorized: true } : false,
    application_name: 'appd-licensing preview',
    options: all.map(([name, value]) => `-c ${name}=${value}`).join(' '),
    // Everything stays the text that PostgreSQL sends.
    types: { getTypeParser: () => String },
  };
}

/** The role to take; null: stay as the login is. */
async function roleOf(login: ReaderLogin): Promise<string | null> {
  const client = new pg.Client({ ...connectionOf(login, null), connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  const [facts] = await asking(async () => {
    try {
      await client.connect();
      return (await client.query<LoginFacts>(loginFacts)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  });
  if (facts?.hasGroups !== 't')
    throw new Problem(
      422,
      `The database ${login.database} has no readers yet: run "npm run cli -- migrate" on it.`,
    );
  if (facts.isScoped === 't') return null;
  if (facts.mayBecome === 't') return everythingRole;
  throw new Problem(
    422,
    `The login "${login.user}" is no reader of dashboards: make one with "npm run cli -- readers add NAME" and set DB_USER and DB_PASSWORD to it.`,
  );
}

interface LoginFacts {
  readonly hasGroups: string;
  readonly isScoped: string | null;
  readonly mayBecome: string | null;
}

const loginFacts = `
  select count(*) filter (where g.rolname = 'license_reader') = 1 as "hasGroups",
         bool_or(g.rolname = 'license_sector_reader' and not me.rolsuper and pg_has_role(me.oid, g.oid, 'usage')) as "isScoped",
         bool_or(g.rolname = 'license_reader' and pg_has_role(me.oid, g.oid, 'set')) as "mayBecome"
  from   pg_roles me, pg_roles g
  where  me.rolname = current_user and g.rolname in ('license_reader', 'license_sector_reader')`;

/** Sent as a prepared statement, which is one statement and no more. */
function oneStatement(text: string): pg.QueryArrayConfig {
  const statement = { text, rowMode: 'array', queryMode: 'extended' } as const;
  return statement;
}

function answerOf({ fields, rows }: pg.QueryArrayResult): Answer {
  const kinds = fields.map(({ dataTypeID }) => kindOf(dataTypeID));
  const writes = kinds.map((type) => writers[type]);
  return {
    fields: fields.map(({ name }, index) => ({ name, type: kinds[index] ?? 'string' })),
    rows: (rows as (string | null)[][]).map((row) =>
      row.map((cell, index) => (cell === null ? null : (writes[index]?.(cell) ?? null))),
    ),
  };
}

const { BOOL, DATE, FLOAT4, FLOAT8, INT2, INT4, INT8, NUMERIC, OID, TIMESTAMP, TIMESTAMPTZ } =
  pg.types.builtins;
const kinds: Readonly<Record<string, readonly number[]>> = {
  boolean: [BOOL],
  time: [DATE, TIMESTAMP, TIMESTAMPTZ],
  number: [FLOAT4, FLOAT8, INT2, INT4, INT8, NUMERIC, OID],
};

function kindOf(oid: number): FieldType {
  const [kind = 'string'] = Object.entries(kinds).find(([, oids]) => oids.includes(oid)) ?? [];
  return kind as FieldType;
}

const writers: Readonly<Record<FieldType, (text: string) => Cell>> = {
  boolean: (text) => text === 't',
  time: isoTime,
  number: (text) => text,
  string: (text) => text,
};

/** `2025-10-28`, `2025-10-28 01:02:03.456789` or the same with `+00`, as ISO; infinity has no place on an axis. */
function isoTime(text: string): string | null {
  const iso = text.replace(' ', 'T').replace(/\+00$/, '');
  const time = new Date(text.length === 10 ? text : `${iso}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** Turns what the driver throws into what a reader can be told. */
async function asking<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new Problem(422, explain(error), { cause: error });
  }
}

/** What to do about some states of PostgreSQL, by their code. */
const advice: Readonly<Record<string, string>> = {
  '42P01': 'Views are made by "npm run cli -- migrate".',
  '42703': 'Views are made by "npm run cli -- migrate".',
  '3F000': 'Views are made by "npm run cli -- migrate".',
  '42501': 'Whoever runs the database gives the right to read by "npm run cli -- migrate".',
  '57014': `A query may take ${patienceS} seconds here.`,
  '28P01': 'Correct DB_USER and DB_PASSWORD.',
};

function explain(error: unknown): string {
  if (error instanceof pg.DatabaseError)
    return [`PostgreSQL: ${error.message}.`, advice[error.code ?? '']].filter(Boolean).join(' ');
  return `PostgreSQL does not answer (${reasonOf(error)}).`;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
