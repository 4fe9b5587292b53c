import { join } from 'node:path';
import { startVendors, type Vendors } from '../simulators/start.ts';
import type { World } from '../simulators/world.ts';
import { startPostgres, type Postgres } from './services/postgres.ts';
import { anyFreePort, loopback, type Log } from './services/ports.ts';
import type { StopAll } from './services/stop-all.ts';
import { startTemporal, type Temporal } from './services/temporal.ts';

/** Everything around the product. */
export interface Surroundings {
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  readonly vendors: Vendors;
  /** The page of the worker for Prometheus. */
  readonly metricsUrl: string;
  /** The whole environment of the product: nothing of the user's own settings gets in. */
  readonly env: Readonly<Record<string, string>>;
}

/** Ports that are nice to remember; busy ones are replaced. PostgreSQL's and Temporal's own may belong to real servers. */
const ports = { postgres: 15432, temporal: 17233, ui: 18233 };

/** Starts the servers that the product needs, and the vendors; what has started when one fails is stopped by `services`. */
export async function startEverything(
  world: World,
  folder: string,
  services: StopAll,
  log: Log,
): Promise<Surroundings> {
  const [postgres, temporal] = await allStarted([
    startPostgres({
      dataDir: join(folder, 'postgres'),
      database: 'appd_licensing',
      port: ports.postgres,
      log,
    }).then((server) => services.add('PostgreSQL', server)),
    startTemporal({
      dbFilename: join(folder, 'temporal.db'),
      port: ports.temporal,
      uiPort: ports.ui,
      log,
    }).then((server) => services.add('Temporal', server)),
  ]);
  const vendors = await startVendors({ world, ssm: { parameters: { DB_PASSWORD: postgres.password } } });
  services.add('the simulated vendors', { stop: () => vendors.close() });
  // Bound a few seconds later, by the worker: a port that is nice to remember might be somebody else's by then.
  const metricsPort = await anyFreePort();
  const env = { ...environmentOf(postgres, temporal, vendors, folder), METRICS_PORT: String(metricsPort) };
  return { postgres, temporal, vendors, metricsUrl: `http://${loopback}:${metricsPort}/metrics`, env };
}

/** Waits for both even when one fails, so that the other is known to `services` and is stopped. */
async function allStarted<One, Other>(starts: [Promise<One>, Promise<Other>]): Promise<[One, Other]> {
  await Promise.allSettled(starts);
  return Promise.all(starts);
}

/** Names that programs need to run at all, and the browser of this machine that prints the monthly report. */
const ordinary = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot', 'XDG_CACHE_HOME'],
  'CHROMIUM_PATH',
];

/**
 * The environment of the product, whose data lie in the demo's `folder`. The password is not in here: the product finds it in the
 * Parameter Store, beside the vendors' secrets.
 */
export function environmentOf(
  postgres: Pick<Postgres, 'host' | 'port' | 'database' | 'user'>,
  temporal: Pick<Temporal, 'address'>,
  vendors: Pick<Vendors, 'env'>,
  folder: string,
): Record<string, string> {
  const kept = ordinary.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    ...vendors.env,
    DB_HOST: postgres.host,
    DB_PORT: String(postgres.port),
    DB_NAME: postgres.database,
    DB_USER: postgres.user,
    DB_POOL_SIZE: '20',
    TEMPORAL_ADDRESS: temporal.address,
    ETL_USER: 'demo',
    LOG_LEVEL: 'WARN',
    REPORT_FOLDER: join(folder, 'reports'),
    // Nobody is spared by waiting for a vendor of our own.
    APPD_REQUESTS_PER_MINUTE: '0',
    SERVICENOW_REQUESTS_PER_MINUTE: '0',
    APPD_RETRY_BASE_MS: '25',
    SERVICENOW_RETRY_BASE_MS: '25',
  };
}
