import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { withLockFolder } from '../lock-folder.mjs';
import type { Log } from '../services/ports.ts';
import { userCacheFolder } from '../services/user-cache.ts';
import { downloadGrafana } from './download-grafana.ts';

/** The version that docker-compose.yml runs as well; a test keeps both equal. */
export const grafanaVersion = '12.2.1';

/** Older ones read provisioning and dashboards differently. */
const oldestUsable = 12;

/** An installed Grafana. */
export interface Grafana {
  /** The program. */
  readonly program: string;
  /** The folder with `conf` and `public`. */
  readonly home: string;
  /** e.g. `12.2.1`. */
  readonly version: string;
}

/** Where Grafana is looked for and put; tests pass their own. */
export interface GrafanaPlaces {
  readonly env: NodeJS.ProcessEnv;
  /** Where packages of operating systems put `conf` and `public`. */
  readonly packageHomes: readonly string[];
  readonly cacheFolder: string;
  readonly download: typeof downloadGrafana;
}

const programName = process.platform === 'win32' ? 'grafana.exe' : 'grafana';

/**
 * The Grafana in GRAFANA_HOME, `grafana` on PATH, the one in the user's cache, or the official download.
 *
 * @throws Error that names every way.
 */
export async function provideGrafana(log: Log, places: Partial<GrafanaPlaces> = {}): Promise<Grafana> {
  const { env, packageHomes, cacheFolder, download } = { ...ordinaryPlaces(), ...places };
  const named = env['GRAFANA_HOME'];
  if (named) return namedByUser(named);

  const onPath = usableOnPath(env, packageHomes, log);
  if (onPath) return onPath;

  const home = join(cacheFolder, `grafana-${grafanaVersion}`);
  const cached = { program: join(home, 'bin', programName), home, version: grafanaVersion };
  if (existsSync(cached.program)) return cached;
  return withLockFolder(
    `${home}.lock`,
    () => log('Another start is downloading Grafana; waiting for it.'),
    async () => {
      if (existsSync(cached.program) || (await download(grafanaVersion, home, log))) return cached;
      throw new Error(noWayLeft);
    },
  );
}

const noWayLeft = `There is no Grafana, and no way to get one worked. Any of these helps:
  - put grafana of version ${oldestUsable} or later on PATH (https://grafana.com/grafana/download, or "brew install grafana")
  - set GRAFANA_HOME to the folder of one, which holds bin, conf and public
  - let this machine reach dl.grafana.com, for the official download
  - "docker compose up" brings Grafana with everything, where there is Docker
  - "npm run dashboards:preview" shows the same dashboards without Grafana`;

function ordinaryPlaces(): GrafanaPlaces {
  return {
    env: process.env,
    packageHomes: ['/usr/share/grafana', '/opt/homebrew/share/grafana', '/usr/local/share/grafana'],
    cacheFolder: userCacheFolder(),
    download: downloadGrafana,
  };
}

function namedByUser(home: string): Grafana {
  const program = join(home, 'bin', programName);
  const version = isHome(home) ? versionOf(program) : undefined;
  if (version === undefined)
    throw new Error(
      `GRAFANA_HOME is ${home}, expected a folder with conf, public and bin/${programName} that runs here.`,
    );
  return { program, home, version };
}

function usableOnPath(
  env: NodeJS.ProcessEnv,
  packageHomes: readonly string[],
  log: Log,
): Grafana | undefined {
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, programName))
    .find((path) => existsSync(path));
  if (found === undefined) return undefined;
  const program = realpathSync(found);
  const above = dirname(dirname(program));
  const home = [above, join(above, 'share', 'grafana'), ...packageHomes].find(isHome);
  const version = versionOf(program);
  if (home === undefined || version === undefined || Number.parseInt(version, 10) < oldestUsable) {
    const why =
      version === undefined
        ? 'does not run'
        : home === undefined
          ? 'has no conf folder near it'
          : `is version ${version}`;
    log(
      `The grafana on PATH (${found}) ${why}; version ${oldestUsable} or later is needed, so it is passed over.`,
    );
    return undefined;
  }
  // The one on PATH may be a script that reads settings of the system's own service.
  const own = join(home, 'bin', programName);
  return { program: existsSync(own) ? own : program, home, version };
}

const isHome = (folder: string): boolean => existsSync(join(folder, 'conf', 'defaults.ini'));

/** What `grafana --version` says, e.g. "grafana version 12.2.1". */
function versionOf(program: string): string | undefined {
  try {
    const said = execFileSync(program, ['--version'], {
      encoding: 'utf8',
      timeout: 15_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /version v?(\d+\.\d+\.\d+\S*)/i.exec(said)?.[1];
  } catch {
    return undefined;
  }
}
