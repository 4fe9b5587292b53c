import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReaderLogin } from '../../preview/reader.ts';
import { worldNames, type WorldName } from '../../simulators/world.ts';
import { folderOf } from '../folder.ts';
import { readRunning } from '../running.ts';
import type { Log } from '../services/ports.ts';
import type { StopAll } from '../services/stop-all.ts';
import type { ViewerOptions } from '../viewer/options.ts';
import { loginOf } from './login-of.ts';
import { dataIn, provideServer } from './provide-server.ts';
import { makeSectorLogin } from './sector-login.ts';
import { watchServer } from './watch-server.ts';

/** A login on the demo's data, and whose data it is. */
export interface DemoData {
  readonly login: ReaderLogin;
  readonly world: WorldName;
  /** Rejects, with words for people, when the PostgreSQL that holds the data stops. */
  readonly untilLost: Promise<never>;
}

/**
 * A login on the data of the demo that runs, or else of the one that ran last, whose PostgreSQL is started for it unless another
 * viewer did so before.
 *
 * @param folders where each world keeps its data
 * @throws Error when no demo was played yet, and for a sector that there is not.
 */
export async function openDemoData(
  { world: wanted, sector }: Pick<ViewerOptions, 'world' | 'sector'>,
  services: StopAll,
  log: Log,
  folders: (world: WorldName) => string = folderOf,
): Promise<DemoData> {
  const worlds = wanted === null ? worldNames : [wanted];
  const running = worlds.find((name) => readRunning(folders(name)) !== null);
  const world = running ?? playedLast(worlds, folders);
  const { databaseUrl, readerUrl } = await provideServer(world, folders(world), services, log);
  const server = services.add('the watch over PostgreSQL', await watchServer(databaseUrl, world));
  const login =
    sector === null
      ? loginOf(readerUrl)
      : services.add('the login of the sector', await makeSectorLogin(databaseUrl, sector, server));
  return { world, login, untilLost: server.lost };
}

/** @throws Error that says how to get data. */
function playedLast(worlds: readonly WorldName[], folders: (world: WorldName) => string): WorldName {
  const played = worlds.filter((world) => existsSync(dataIn(folders(world))));
  const lastUse = (world: WorldName): number => lastStart(dataIn(folders(world)));
  const [last] = played.sort((one, other) => lastUse(other) - lastUse(one));
  if (last === undefined)
    throw new Error(
      `There is no data to show yet: run "npm run demo -- --world ${worlds.at(-1) ?? ''}" first, or set DATABASE_URL to a database.`,
    );
  return last;
}

/** When PostgreSQL was last started on it, in ms since 1970: it writes this file whenever it starts. */
function lastStart(dataDir: string): number {
  return statSync(join(dataDir, 'postmaster.opts'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
