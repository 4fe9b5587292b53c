import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../../repositories/database.ts';
import { createReader, removeReader } from '../../../repositories/readers.ts';
import type { TestDatabase } from '../../support/test-database.ts';

/** A real login of a reader on a connection of its own. */
export interface ReaderLogin {
  readonly name: string;
  readonly client: pg.Client;
  rows<Row extends object = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** The SQLSTATE that the statement ends with; null when it is done. What it did is rolled back. */
  codeOf(statement: string): Promise<string | null>;
  /** Closes the connection and takes the login away. */
  remove(): Promise<void>;
}

/** Names belong to the whole server: other test files make readers at the same time. */
export function readerName(words: string): string {
  return `${words}_${randomBytes(4).toString('hex')}`;
}

export async function openReader(
  database: Database,
  place: Pick<TestDatabase, 'url'>,
  sectors: readonly string[],
): Promise<ReaderLogin> {
  const made = await createReader(database, { name: readerName('reader'), password: null, sectors });
  const url = new URL(place.url);
  url.username = made.name;
  url.password = made.password;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return {
    name: made.name,
    client,
    rows: async <Row extends object>(sql: string) => (await client.query(sql)).rows as Row[],
    async codeOf(statement) {
      await client.query('begin');
      try {
        await client.query(statement);
        return null;
      } catch (error) {
        return error instanceof pg.DatabaseError ? (error.code ?? '?') : String(error);
      } finally {
        await client.query('rollback');
      }
    },
    async remove() {
      await client.end();
      await database.transaction((tx) => removeReader(tx, made.name));
    },
  };
}
