import type { ReaderLogin } from '../../preview/reader.ts';
import type { Database } from '../../repositories/database.ts';
import { createReader, listReaders, removeReader } from '../../repositories/readers.ts';
import { loginOf } from './login-of.ts';
import type { Watch } from './watch-server.ts';
import { withDatabase } from './with-database.ts';

const prefix = 'demo_preview_';

/**
 * A login that sees one sector, until its `stop`: another viewer beside it has its own. A server that was stopped before keeps it.
 *
 * @throws ConfigError for a sector that there is not.
 */
export async function makeSectorLogin(
  databaseUrl: string,
  sector: string,
  server: Watch,
): Promise<ReaderLogin & { stop(): Promise<void> }> {
  const name = `${prefix}${process.pid}`;
  const wish = { name, password: null, sectors: [sector] };
  const { password } = await withDatabase(databaseUrl, (database) => createReader(database, wish));
  return {
    ...loginOf(databaseUrl),
    user: name,
    password,
    async stop() {
      await withDatabase(databaseUrl, (database) => remove(database, name)).catch((error: unknown) => {
        if (!server.isLost()) throw error;
      });
    },
  };
}

/** Removes the logins that viewers could not take with them, from a server that has just been started: nobody uses them. */
export async function removeLeftLogins(database: Database): Promise<void> {
  for (const { name } of await listReaders(database))
    if (name.startsWith(prefix)) await remove(database, name);
}

function remove(database: Database, name: string): Promise<void> {
  return database.transaction((tx) => removeReader(tx, name));
}
