import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReaderLogin } from '../../preview/reader.ts';
import { startChild, type Child } from '../services/child.ts';
import { freePort, loopback, type Log } from '../services/ports.ts';
import type { Grafana } from './provide-grafana.ts';
import type { Rendered } from './render.ts';

/** The first start makes its database, which may take a while. */
const patienceMs = 180_000;

export interface StartGrafana {
  readonly grafana: Grafana;
  /** Where it keeps what people change, from one start to the next. */
  readonly folder: string;
  readonly rendered: Rendered;
  readonly login: ReaderLogin;
  readonly prometheusUrl: string;
  readonly port: number;
  readonly log: Log;
}

/** A Grafana that answers. */
export interface RunningGrafana {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

/** Starts Grafana and waits until it answers. */
export async function startGrafana(options: StartGrafana): Promise<RunningGrafana> {
  const { grafana, folder, log } = options;
  mkdirSync(folder, { recursive: true });
  // Without it, a file of settings that lies beside an installed Grafana would count.
  const settingsFile = join(folder, 'grafana.ini');
  writeFileSync(settingsFile, '; Everything is set by the environment.\n');
  const password = passwordIn(folder);
  const port = await freePort(options.port, 'Grafana', log);
  const child = startChild({
    file: grafana.program,
    args: ['server', '--homepath', grafana.home, '--config', settingsFile],
    env: environmentOf(options, port, password),
    stopSignal: 'SIGTERM',
  });
  const url = `http://${loopback}:${port}`;
  await answers(child, url);
  return { url, user, password, stop: () => child.stop() };
}

const user = 'admin';

/** Names that programs need to run at all. */
const ordinary = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot'];

/** Its whole environment: no setting of the user's own Grafana gets in. */
function environmentOf(options: StartGrafana, port: number, password: string): Record<string, string> {
  const { folder, rendered, login } = options;
  const kept = ordinary.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    GF_PATHS_DATA: join(folder, 'data'),
    GF_PATHS_LOGS: join(folder, 'log'),
    GF_PATHS_PLUGINS: join(folder, 'plugins'),
    GF_PATHS_PROVISIONING: rendered.provisioning,
    GF_SERVER_STATIC_ROOT_PATH: rendered.pages,
    GF_SERVER_HTTP_ADDR: loopback,
    GF_SERVER_HTTP_PORT: String(port),
    GF_SERVER_ROOT_URL: `http://${loopback}:${port}`,
    GF_SECURITY_ADMIN_USER: user,
    GF_SECURITY_ADMIN_PASSWORD: password,
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_LOG_LEVEL: 'warn',
    APP_PROFILE: 'development',
    APPD_DASHBOARDS: rendered.dashboards,
    GRAFANA_DB_ADDRESS: `${login.host}:${login.port}`,
    GRAFANA_DB_NAME: login.database,
    GRAFANA_DB_USER: login.user,
    GRAFANA_DB_PASSWORD: login.password,
    GRAFANA_DB_SSLMODE: 'disable',
    PROMETHEUS_URL: options.prometheusUrl,
  };
}

/** Grafana takes the password of its first start, so it must stay the same. */
function passwordIn(folder: string): string {
  const file = join(folder, 'admin-password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(9).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

async function answers(child: Child, url: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && !child.hasEnded()) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await wait(100);
  }
  const output = child.output();
  await child.stop();
  throw new Error(`Grafana did not start:\n${output}`);
}
