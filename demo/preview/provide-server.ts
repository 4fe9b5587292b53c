import { join } from 'node:path';
import { migrate } from '../../repositories/migrate.ts';
import { createWorld, type WorldName } from '../../simulators/world.ts';
import { withLockFolder } from '../lock-folder.mjs';
import { makeReader } from '../reader.ts';
import { noteRunning, readRunning, type Running } from '../running.ts';
import type { Log } from '../services/ports.ts';
import { startPostgres } from '../services/postgres.ts';
import type { StopAll } from '../services/stop-all.ts';
import { removeLeftLogins } from './sector-login.ts';
import { withDatabase } from './with-database.ts';

/** Where PostgreSQL keeps the data of a demo's folder. */
export function dataIn(folder: string): string {
  return join(folder, 'postgres');
}

/**
 * The PostgreSQL that a demo or a viewer runs on the folder now, or else one that is started on it and noted for the viewers that
 * come later. Of several viewers that come at once one starts it.
 */
export async function provideServer(
  world: WorldName,
  folder: string,
  services: StopAll,
  log: Log,
): Promise<Running> {
  const running = readRunning(folder);
  if (running !== null) return running;
  return withLockFolder(
    join(folder, 'viewer.lock'),
    () => log('Another viewer is starting PostgreSQL; waiting for it.'),
    async () => readRunning(folder) ?? (await startServer(world, folder, services, log)),
  );
}

async function startServer(world: WorldName, folder: string, services: StopAll, log: Log): Promise<Running> {
  log(`No demo runs now: starting the PostgreSQL of world "${world}" ...`);
  const options = { dataDir: dataIn(folder), database: 'appd_licensing', port: 15_432, log };
  const { url } = services.add('PostgreSQL', await startPostgres(options));
  await migrate(url);
  const readerUrl = await withDatabase(url, async (database) => {
    await removeLeftLogins(database);
    return makeReader(database, url);
  });
  const { firstDay, lastDay } = createWorld(world);
  const running = { databaseUrl: url, readerUrl, firstDay, lastDay, metricsUrl: null };
  services.add('the note of what runs', noteRunning(folder, running));
  return running;
}
