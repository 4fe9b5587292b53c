import pg from 'pg';
import { onServer } from '../../support/server-connection.ts';
import { postgresUrl } from '../../support/addresses.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import type { DatabaseSettings } from '../../../repositories/database.ts';

/** Runs `work` on a copy of a database that nobody is connected to, and removes the copy. */
export async function onCopyOf<Result>(
  original: TestDatabase,
  change: string,
  work: (settings: DatabaseSettings) => Promise<Result>,
): Promise<Result> {
  const name = `${original.name}_copy`;
  const [from, to] = [original.name, name].map((word) => pg.escapeIdentifier(word));
  await onServer(postgresUrl(), (client) => client.query(`create database ${to} template ${from}`));
  try {
    const url = new URL(original.url);
    url.pathname = `/${name}`;
    await onServer(url.href, (client) => client.query(change));
    return await work({ ...original.settings, database: name });
  } finally {
    await onServer(postgresUrl(), (client) => client.query(`drop database ${to} with (force)`));
  }
}
