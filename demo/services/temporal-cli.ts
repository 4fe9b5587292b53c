import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLockFolder } from '../lock-folder.mjs';
import type { Log } from './ports.ts';
import { buildTemporalCli } from './temporal-cli-build.ts';
import { downloadTemporalCli } from './temporal-cli-download.ts';
import { userCacheFolder } from './user-cache.ts';

/** The release that the module in tools/temporal-cli names; a test keeps both equal. */
export const temporalCliVersion = '1.8.2';

/** Older ones lack flags that we start the server with. */
const oldestUsable = [1, 5] as const;

export interface TemporalCli {
  readonly path: string;
  /** e.g. `1.8.2`. */
  readonly version: string;
}

/** Where the CLI is looked for and put; tests pass their own. */
export interface CliPlaces {
  readonly env: NodeJS.ProcessEnv;
  readonly cacheFolder: string;
  readonly download: typeof downloadTemporalCli;
  readonly build: typeof buildTemporalCli;
}

/**
 * The Temporal CLI with the dev server in it: the one that TEMPORAL_CLI_PATH names, `temporal` on PATH, the one in the user's
 * cache, the official download, or built from tools/temporal-cli with Go.
 *
 * @throws Error that names every way.
 */
export async function provideTemporalCli(log: Log, places: Partial<CliPlaces> = {}): Promise<TemporalCli> {
  const { env, cacheFolder, download, build } = { ...ordinaryPlaces(), ...places };
  const named = env['TEMPORAL_CLI_PATH'];
  if (named) return namedByUser(named);

  const onPath = usableOnPath(env, log);
  if (onPath) return onPath;

  const folder = join(cacheFolder, `temporal-${temporalCliVersion}`);
  const path = join(folder, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
  if (existsSync(path)) return { path, version: temporalCliVersion };

  return withLockFolder(
    `${folder}.lock`,
    () => log('Another start is providing the Temporal CLI; waiting for it.'),
    async () => {
      if (existsSync(path)) return { path, version: temporalCliVersion };
      const isThere =
        (await download(temporalCliVersion, path, log)) || (await build(temporalCliVersion, path, log));
      if (!isThere) throw new Error(noWayLeft);
      return { path, version: temporalCliVersion };
    },
  );
}

const noWayLeft = `There is no Temporal CLI, and no way to get one worked. Any of these helps:
  - set TEMPORAL_CLI_PATH to a temporal binary of version ${oldestUsable.join('.')} or later
  - put such a binary on PATH (https://docs.temporal.io/cli, or "brew install temporal")
  - let this machine reach github.com, for the official download
  - install Go (https://go.dev/dl) so that it can be built from tools/temporal-cli (some 4 minutes, once)`;

function ordinaryPlaces(): CliPlaces {
  return {
    env: process.env,
    cacheFolder: userCacheFolder(),
    download: downloadTemporalCli,
    build: buildTemporalCli,
  };
}

function namedByUser(path: string): TemporalCli {
  const version = versionOf(path);
  if (version === undefined)
    throw new Error(`TEMPORAL_CLI_PATH is ${path}, which is not a Temporal CLI that runs here.`);
  return { path, version };
}

function usableOnPath(env: NodeJS.ProcessEnv, log: Log): TemporalCli | undefined {
  const version = versionOf('temporal', env);
  if (version === undefined) return undefined;
  if (isUsable(version)) return { path: 'temporal', version };
  log(
    `The Temporal CLI on PATH is version ${version}; ${oldestUsable.join('.')} or later is needed, so it is passed over.`,
  );
  return undefined;
}

/** What `temporal --version` says, e.g. "temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)". */
function versionOf(path: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  try {
    const said = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      timeout: 15_000,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^temporal version (\S+)/.exec(said)?.[1];
  } catch {
    return undefined;
  }
}

/** Somebody who built the CLI from source knows what it is; it calls itself `0.0.0-DEV`. */
function isUsable(version: string): boolean {
  if (version.endsWith('-DEV')) return true;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestUsable[0] || (major === oldestUsable[0] && minor >= oldestUsable[1]);
}
