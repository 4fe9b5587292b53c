import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type Postgres } from '../../demo/services/postgres.ts';
import { openDatabase, type Database } from '../../repositories/database.ts';
import { migrate } from '../../repositories/migrate.ts';
import type { Bench } from '../bench.ts';

/** A server with the settings of production, and a migrated database that others are copied from. */
export interface BenchWarehouse {
  readonly postgres: Postgres;
  /** Runs `work` on a copy of the template, after a checkpoint, and drops the copy. */
  onCopy<Result>(name: string, work: (place: Place) => Promise<Result>): Promise<Result>;
}

/** An open database and its address. */
export interface Place {
  readonly database: Database;
  readonly url: string;
}

const template = 'bench_template';

/** Starts Postgres as the product does (fsync on, 256 MB of buffers); `fill` puts the dimensions into the template. */
export async function startWarehouse(
  { services, folder, say }: Bench,
  fill: (database: Database) => Promise<void>,
): Promise<BenchWarehouse> {
  const dataDir = join(folder, 'postgres');
  const postgres = await startPostgres({ dataDir, database: template, log: say });
  services.add('PostgreSQL', postgres);
  await migrate(postgres.url);
  await withDatabase(postgres.url, ({ database }) => fill(database));
  return {
    postgres,
    async onCopy(name, work) {
      await onServer(postgres, `create database ${name} template ${template}`, 'checkpoint');
      try {
        return await withDatabase(postgres.urlOf(name), work);
      } finally {
        await onServer(postgres, `drop database ${name} with (force)`);
      }
    },
  };
}

async function withDatabase<Result>(url: string, work: (place: Place) => Promise<Result>): Promise<Result> {
  const { hostname, port, pathname, username, password } = new URL(url);
  const database = openDatabase({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: username,
    password,
    ssl: false,
    poolSize: 4,
    applicationName: 'appd-licensing bench',
  });
  try {
    return await work({ database, url });
  } finally {
    await database.close();
  }
}

async function onServer(postgres: Postgres, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.urlOf('postgres') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
