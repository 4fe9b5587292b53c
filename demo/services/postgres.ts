import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { startChild, type Child } from './child.ts';
import { stopLeftBehind, takeOwnership } from './owner-file.ts';
import { postgresPrograms, type Identity, type PostgresPrograms } from './postgres-programs.ts';
import { freePort, loopback, type Log } from './ports.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  /** Created when it does not exist. */
  readonly database: string;
  /** Preferred port; a busy one is replaced, which is said. Absent: any free port. */
  readonly port?: number;
  /** Starts from an empty data folder. */
  readonly fresh?: boolean;
  /** Removes the data folder after the stop. */
  readonly temporary?: boolean;
  /** Added to, or replacing, our settings. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** How to run although we are root, in the order of trying; for tests. */
  readonly identities?: readonly Identity[];
}

export interface Postgres {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The URL of another database on the same server. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

const user = 'postgres';

/** Sizes as the production server has them (000-049); the server is reachable from this machine only, by password. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: loopback,
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_preload_libraries: 'pg_stat_statements',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '4MB',
  log_min_duration_statement: '5s',
};

/** Faster, and a crash of the machine may lose everything: for databases that live as long as a test. */
export const throwAway: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** Starts PostgreSQL 16 on `dataDir`, from where an earlier start left it, and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => undefined);
  const programs = postgresPrograms(options.dataDir, log, options.identities && [...options.identities]);
  const { dataDir } = programs;
  const owner = await takeOwnership(`${dataDir}.owner`, `The database in ${dataDir}`, 'postgres');
  try {
    await stopEarlierServer(dataDir);
    if (options.fresh === true) rmSync(dataDir, { recursive: true, force: true });
    const password = await ensureCluster(programs);
    const { child, port } = await startServer(programs, password, options, log);
    owner.serverIs(child.pid);
    await ensureDatabase(urlOf(port, password, 'postgres'), options.database);
    return {
      url: urlOf(port, password, options.database),
      host: loopback,
      port,
      user,
      password,
      database: options.database,
      urlOf: (database) => urlOf(port, password, database),
      async stop() {
        await child.stop();
        if (options.temporary === true) rmSync(dataDir, { recursive: true, force: true });
        owner.release();
      },
    };
  } catch (error) {
    owner.release();
    throw error;
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${user}:${password}@${loopback}:${port}/${database}`;
}

/** A server whose parent was killed still holds the data; a lock file without a server keeps us out for nothing. */
async function stopEarlierServer(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
  if (pid > 0) await stopLeftBehind(pid, 'postgres');
  rmSync(lockFile, { force: true });
}

/** Makes the data folder unless there is a finished one, and gives its password back, which lies inside it. */
async function ensureCluster(programs: PostgresPrograms): Promise<string> {
  const { dataDir, as } = programs;
  const passwordFile = join(dataDir, 'superuser-password');
  if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();

  rmSync(dataDir, { recursive: true, force: true });
  const password = randomBytes(18).toString('base64url');
  const handOver = `${dataDir}.password`;
  writeFileSync(handOver, password, { mode: 0o600 });
  if (as) chownSync(handOver, as.uid, as.gid);
  try {
    await initdb(programs, handOver);
  } finally {
    rmSync(handOver, { force: true });
  }
  writeFileSync(passwordFile, password, { mode: 0o600 });
  return password;
}

async function initdb(programs: PostgresPrograms, passwordFile: string): Promise<void> {
  const args = [
    ['-D', programs.dataDir, '-U', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
  ].flat();
  const [file = '', ...rest] = [...programs.prefix, join(programs.bin, 'initdb'), ...args];
  await promisify(execFile)(file, rest, { ...programs.as, cwd: '/' }).catch((cause: unknown) => {
    throw new Error(`PostgreSQL could not create its data folder ${programs.dataDir}.`, { cause });
  });
}

async function startServer(
  programs: PostgresPrograms,
  password: string,
  options: PostgresOptions,
  log: Log,
): Promise<{ child: Child; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(options.port ?? 0, 'PostgreSQL', log);
    const child = startChild(serverCommand(programs, port, options.settings));
    if (await answers(child, urlOf(port, password, 'postgres'))) return { child, port };
    const output = child.output();
    await child.stop();
    const portWasTaken = output.includes('could not bind');
    if (!portWasTaken || attempt === 3)
      throw new Error(`PostgreSQL did not start on ${programs.dataDir}:\n${output}`);
  }
}

function serverCommand(
  { bin, prefix, as, dataDir }: PostgresPrograms,
  port: number,
  more: PostgresOptions['settings'],
) {
  const all = Object.entries({ ...settings, ...more, port: String(port) });
  const flags = all.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [file = '', ...args] = [...prefix, join(bin, 'postgres'), '-D', dataDir, ...flags];
  return { file, args, stopSignal: 'SIGINT', ...(as && { as }) } as const;
}

async function answers(child: Child, url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 600 && !child.hasEnded(); attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await wait(50);
    }
  }
  return false;
}

async function ensureDatabase(serverUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
