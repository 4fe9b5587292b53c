import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../repositories/database.ts';
import { migrate } from '../../repositories/migrate.ts';
import { createReader, removeReader } from '../../repositories/readers.ts';
import type { ReaderLogin } from '../../preview/reader.ts';
import { worldNames, type WorldName } from '../../simulators/world.ts';
import { folderOf } from '../folder.ts';
import { makeReader } from '../reader.ts';
import { readRunning } from '../running.ts';
import type { Log } from '../services/ports.ts';
import { startPostgres } from '../services/postgres.ts';
import type { StopAll } from '../services/stop-all.ts';
import { loginOf } from './login-of.ts';
import type { ViewerOptions } from '../viewer/options.ts';

/** A login on the demo's data, and whose data it is. */
export interface DemoData {
  readonly login: ReaderLogin;
  readonly world: WorldName;
}

/**
 * A login on the data of the demo that runs, or else of the one that ran last, whose PostgreSQL is started for it.
 *
 * @throws Error when no demo was played yet, and for a sector that there is not.
 */
export async function openDemoData(
  { world: wanted, sector }: Pick<ViewerOptions, 'world' | 'sector'>,
  services: StopAll,
  log: Log,
): Promise<DemoData> {
  const worlds = wanted === null ? worldNames : [wanted];
  for (const world of worlds) {
    const running = readRunning(folderOf(world));
    if (running === null) continue;
    if (sector === null) return { world, login: loginOf(running.readerUrl) };
    return { world, login: await scopedLogin(running.databaseUrl, sector, services) };
  }
  const world = playedLast(worlds);
  log(`No demo runs now: starting the PostgreSQL of world "${world}" ...`);
  const { url } = services.add('PostgreSQL', await startPostgres(serverOf(world, log)));
  await migrate(url);
  const login = sector === null ? await plainLogin(url) : await scopedLogin(url, sector, services);
  return { world, login };
}

function serverOf(world: WorldName, log: Log) {
  return { dataDir: dataOf(world), database: 'appd_licensing', port: 15_432, log };
}

function dataOf(world: WorldName): string {
  return join(folderOf(world), 'postgres');
}

/** @throws Error that says how to get data. */
function playedLast(worlds: readonly WorldName[]): WorldName {
  const played = worlds.filter((world) => existsSync(dataOf(world)));
  const [last] = played.sort((one, other) => lastUse(other) - lastUse(one));
  if (last === undefined)
    throw new Error(
      `There is no data to show yet: run "npm run demo -- --world ${worlds.at(-1) ?? ''}" first, or set DATABASE_URL to a database.`,
    );
  return last;
}

/** PostgreSQL writes this file whenever it starts. */
function lastUse(world: WorldName): number {
  return statSync(join(dataOf(world), 'postmaster.opts'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function plainLogin(databaseUrl: string): Promise<ReaderLogin> {
  return withDatabase(databaseUrl, async (database) => loginOf(await makeReader(database, databaseUrl)));
}

/** A login that sees one sector, for as long as the preview runs: another preview beside it has its own. */
async function scopedLogin(databaseUrl: string, sector: string, services: StopAll): Promise<ReaderLogin> {
  const name = `demo_preview_${process.pid}`;
  const wish = { name, password: null, sectors: [sector] };
  const { password } = await withDatabase(databaseUrl, (database) => createReader(database, wish));
  services.add('the login of the sector', {
    stop: () => withDatabase(databaseUrl, (database) => database.transaction((tx) => removeReader(tx, name))),
  });
  return { ...loginOf(databaseUrl), user: name, password };
}

async function withDatabase<Result>(
  databaseUrl: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase({
    ...loginOf(databaseUrl),
    poolSize: 2,
    applicationName: 'appd-licensing preview',
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
