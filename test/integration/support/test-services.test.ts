import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { temporalAddress } from '../../support/addresses.ts';
import { onServer } from '../../support/server-connection.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('the services that integration tests share', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([createTestDatabase('first'), createTestDatabase('second')]);
  });

  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  test('a test database is migrated, and what one test writes another does not see', async () => {
    await onServer(first.url, (client) => client.query('create table mark (seen int)'));

    const tables = await onServer(second.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select relname as name from pg_class where relname in ('mark', 'time_dim')`,
      );
      return rows.map(({ name }) => name);
    });

    expect(tables).toEqual(['time_dim']);
  });

  test('an empty database has no table', async () => {
    const empty = await createEmptyDatabase();
    const count = await onServer(empty.url, async (client) => {
      const { rows } = await client.query<{ count: string }>(
        `select count(*) from pg_tables where schemaname = 'public'`,
      );
      return rows[0]?.count;
    });
    await empty.drop();

    expect(count).toBe('0');
  });

  test('the database runs in UTC with the sizes of production and statement statistics', async () => {
    const settings = await onServer(first.url, async (client) => {
      const { rows } = await client.query<{ name: string; setting: string }>(
        `select name, current_setting(name) as setting from pg_settings
         where name in ('TimeZone', 'server_encoding', 'max_connections', 'shared_buffers', 'work_mem', 'shared_preload_libraries', 'listen_addresses')`,
      );
      return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    });

    expect(settings).toEqual({
      TimeZone: 'UTC',
      server_encoding: 'UTF8',
      max_connections: '100',
      shared_buffers: '256MB',
      work_mem: '4MB',
      shared_preload_libraries: 'pg_stat_statements',
      listen_addresses: '127.0.0.1',
    });
  });

  test('a real Temporal server answers', async () => {
    const connection = await Connection.connect({ address: temporalAddress() });
    const info = await connection.workflowService.getSystemInfo({});
    await connection.close();

    expect(info.serverVersion).toMatch(/^1\.\d+\.\d+$/);
  });
});
