import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DatabaseSettings } from '../../repositories/database.ts';
import { postgresUrl, templateName } from './addresses.ts';
import { databaseUrl, onServer } from './server-connection.ts';

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** The same address in parts, as `openDatabase` takes it. */
  readonly settings: DatabaseSettings;
  /** Closes whoever is still connected and removes the database. */
  drop(): Promise<void>;
}

/** A migrated database of its own for one test file; `name` makes it recognizable in `pg_stat_activity`. */
export async function createTestDatabase(name = 'test'): Promise<TestDatabase> {
  return createDatabase(name, `template ${templateName}`);
}

/** A database without a single table, for tests of migrations. */
export async function createEmptyDatabase(name = 'empty'): Promise<TestDatabase> {
  return createDatabase(name, 'template template0');
}

async function createDatabase(name: string, from: string): Promise<TestDatabase> {
  const database = `${name.replaceAll(/\W+/g, '_').toLowerCase()}_${randomBytes(4).toString('hex')}`;
  const quoted = pg.escapeIdentifier(database);
  await onServer(postgresUrl(), (client) => client.query(`create database ${quoted} ${from}`));
  const url = databaseUrl(postgresUrl(), database);
  return {
    name: database,
    url,
    settings: settingsOf(url, database),
    drop: async () => {
      await onServer(postgresUrl(), (client) =>
        client.query(`drop database if exists ${quoted} with (force)`),
      );
    },
  };
}

function settingsOf(url: string, database: string): DatabaseSettings {
  const { hostname, port, username, password } = new URL(url);
  return {
    host: hostname,
    port: Number(port),
    database,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ssl: false,
    poolSize: 5,
    applicationName: database,
  };
}
