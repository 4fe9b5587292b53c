import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isRunning } from '../../../demo/services/owner-file.ts';
import { possibleIdentities } from '../../../demo/services/postgres-programs.ts';
import { startPostgres, throwAway, type PostgresOptions } from '../../../demo/services/postgres.ts';
import { onServer } from '../../support/server-connection.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-pg-'));
  chmodSync(folder, 0o700);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const start = (more: Partial<PostgresOptions> = {}) =>
  startPostgres({ dataDir: join(folder, 'data'), database: 'appd_licensing', settings: throwAway, ...more });

const countOf = (url: string, sql: string): Promise<number> =>
  onServer(url, async (client) => Number((await client.query<{ count: string }>(sql)).rows[0]?.count));

describe('the database server of the demo', () => {
  test.each(possibleIdentities())('runs from a folder that only we may enter, as %s', async (identity) => {
    const postgres = await start({ identities: [identity], temporary: true });
    try {
      expect(await countOf(postgres.url, 'select count(*) from pg_database')).toBe(4);
    } finally {
      await postgres.stop();
    }
  });

  test('a second start finds what the first one left', async () => {
    const first = await start();
    await onServer(first.url, (client) => client.query('create table mark as select 1 as seen'));
    await first.stop();

    const second = await start();
    const seen = await countOf(second.url, 'select count(*) from mark');
    await second.stop();

    expect(seen).toBe(1);
  });

  test('a fresh start finds nothing', async () => {
    const first = await start();
    await onServer(first.url, (client) => client.query('create table mark as select 1 as seen'));
    await first.stop();

    const second = await start({ fresh: true });
    const tables = await countOf(second.url, `select count(*) from pg_tables where schemaname = 'public'`);
    await second.stop();

    expect(tables).toBe(0);
  });

  test('two starts on the same data do not disturb each other: the second is told who has it', async () => {
    const first = await start();
    const second = start();

    await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
    expect(await countOf(first.url, 'select count(*) from pg_database')).toBe(4);
    await first.stop();
  });

  test('a start after the whole demo was killed works, and the server left behind is gone', async () => {
    const abandoned = await startAndKillParent(join(folder, 'data'));

    const postgres = await start();
    const wasStopped = !isRunning(abandoned, 'postgres');
    await postgres.stop();

    expect(wasStopped).toBe(true);
  });
});

/** Starts the server from a process of its own, kills that process, and gives the server's process id. */
async function startAndKillParent(dataDir: string): Promise<number> {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const script = `
    import { startPostgres } from './demo/services/postgres.ts';
    await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, database: 'appd_licensing', settings: { fsync: 'off' } });
    console.log('up');
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
  });
  let errors = '';
  parent.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
  await new Promise<void>((up, failed) => {
    parent.stdout.once('data', () => up());
    parent.once('exit', () => failed(new Error(`The parent ended before its server was up: ${errors}`)));
  });
  const server = Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10);
  const gone = new Promise((resolve) => parent.once('exit', resolve));
  parent.kill('SIGKILL');
  await gone;
  return server;
}
