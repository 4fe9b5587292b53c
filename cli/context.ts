import type { Client, Connection } from '@temporalio/client';
import { readConfig, type Config, type ToolSettings } from '../config/env.ts';
import { loadEnvironment } from '../config/secrets.ts';
import type { Environment } from '../config/settings-group.ts';
import { ConfigError, StorageError, UpstreamError } from '../pipeline/errors.ts';
import type { Day } from '../pipeline/run.ts';
import { openDatabase, type Database } from '../repositories/database.ts';
import { pendingMigrations } from '../repositories/migration-status.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with. */
export interface Context {
  /** Of the process; settings are read from it when a command needs them. */
  readonly environment: Environment;
  /** Where settings stand beside it; by default `.env` of the working folder. */
  readonly dotenvFile?: string;
  /** The day of the clock, UTC. */
  readonly today: () => Day;
  readonly terminal: Terminal;
}

/** Hears with which code a command wants to end. */
export type Finish = (code: number) => void;

/** The settings of this process. What is set and means nothing is said. */
export async function readSettings(
  { environment, dotenvFile, terminal }: Context,
  tools: readonly ToolSettings[] = [],
): Promise<Config> {
  const { values } = await loadEnvironment(environment, dotenvFile);
  const config = readConfig(values, tools);
  for (const warning of config.warnings) terminal.err(`Note: ${warning}\n`);
  return config;
}

/**
 * Lends the warehouse to `work`.
 *
 * @throws UpstreamError when it cannot be reached, ConfigError when its schema is behind this program.
 */
export async function withDatabase<Result>(
  config: Config,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = openWarehouse(config);
  try {
    await reachDatabase(config, database);
    const pending = await pendingMigrations(database);
    if (pending.length > 0)
      throw new ConfigError(
        [
          `the database ${config.database.database} lacks ${pending.length} migration(s), the first is ${pending[0] ?? ''}`,
        ],
        'Run "appd-licensing migrate" first.',
      );
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The pool of this program; small, since all processes together share 90 connections. */
export function openWarehouse({ database }: Config): Database {
  return openDatabase({
    ...database,
    password: database.password.reveal(),
    poolSize: Math.min(database.poolSize, 4),
    applicationName: 'appd-licensing cli',
  });
}

/** @throws UpstreamError that says where the database was looked for. */
export async function reachDatabase({ database: where, redact }: Config, database: Database): Promise<void> {
  try {
    await database.one('greeting the database', 'select 1 as hello');
  } catch (error) {
    const cause = error instanceof StorageError ? error.cause : error;
    const reason = redact(reasonOf(cause));
    throw new UpstreamError(
      `Postgres does not answer at ${where.host}:${where.port}/${where.database} as ${where.user}: ${reason}.`,
      'Start it, or correct DATABASE_URL or the DB_ settings.',
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

/** The address of the warehouse with its password, for those who take nothing else. Never to be printed. */
export function databaseUrlOf({ database }: Config): string {
  const { host, port, user, password, ssl } = database;
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password.reveal())}`;
  return `postgresql://${who}@${host}:${port}/${encodeURIComponent(database.database)}${ssl ? '?sslmode=require' : ''}`;
}

/**
 * Lends a client of the Temporal server to `work`. The SDK is loaded here and not before: most commands need none of it.
 *
 * @throws UpstreamError when the server does not answer.
 */
export async function withTemporal<Result>(
  config: Config,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { Client } = await import('@temporalio/client');
  const connection = await connectTemporal(config);
  try {
    return await work(new Client({ connection, namespace: config.temporal.namespace }));
  } finally {
    await connection.close();
  }
}

async function connectTemporal({ temporal, redact }: Config): Promise<Connection> {
  const { address, tls, apiKey } = temporal;
  const { Connection } = await import('@temporalio/client');
  try {
    return await Connection.connect({
      address,
      tls,
      connectTimeout: '5 seconds',
      ...(apiKey && { apiKey: apiKey.reveal() }),
    });
  } catch (error) {
    const reason = redact(reasonOf(error));
    throw new UpstreamError(
      `Temporal does not answer at ${address}: ${reason}.`,
      'Start it, or correct TEMPORAL_ADDRESS.',
      {
        cause: error,
      },
    );
  }
}
