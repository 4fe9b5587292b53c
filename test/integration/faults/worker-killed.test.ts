import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRun } from '../../../cli/start-run.ts';
import { startTemporal, type Temporal } from '../../../demo/services/temporal.ts';
import { startWorker } from '../../../demo/start-worker.ts';
import type { RunReport } from '../../../pipeline/run.ts';
import { seed } from '../../../prisma/seed.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { readFingerprint } from '../../../repositories/fingerprint.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { startVendors, type Vendors } from '../../../simulators/start.ts';
import { createWorld } from '../../../simulators/world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const order = {
  date: '2025-10-29',
  from: '2025-07-30',
  to: '2025-10-28',
  trigger: 'manual',
  startedBy: 'test',
} as const;

let temporal: Temporal;
let vendors: Vendors;
let folder: string;
let connection: Connection;
const opened: { readonly testDatabase: TestDatabase; readonly database: Database }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'worker-killed-'));
  temporal = await startTemporal({ headless: true });
  vendors = await startVendors({ world: createWorld('design') });
  vendors.world.clock.set(order.date);
  connection = await Connection.connect({ address: temporal.address });
});

afterEach(async () => {
  await connection.close();
  await vendors.close();
  await temporal.stop();
  for (const { testDatabase, database } of opened.splice(0)) {
    await database.close();
    await testDatabase.drop();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function openSeeded(): Promise<{ database: Database; env: Record<string, string> }> {
  const testDatabase = await createTestDatabase('killed');
  const database = openDatabase(testDatabase.settings);
  opened.push({ testDatabase, database });
  await seed(database, { allocationRulesFile: null });
  await importPrices(database, vendors.world.prices, { priceList: 'design', createdBy: 'test' });
  const { settings } = testDatabase;
  return {
    database,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      ...vendors.env,
      ...vendors.secrets,
      SECRETS_SOURCE: 'env',
      DB_HOST: settings.host,
      DB_PORT: String(settings.port),
      DB_NAME: settings.database,
      DB_USER: settings.user,
      DB_PASSWORD: settings.password,
      TEMPORAL_ADDRESS: temporal.address,
      APPD_REQUESTS_PER_MINUTE: '0',
      SERVICENOW_REQUESTS_PER_MINUTE: '0',
      LOG_LEVEL: 'ERROR',
    },
  };
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to that within 30 seconds.');
}

describe('a worker that dies in the middle of a stage', () => {
  test('the next one finishes the run, and the warehouse is as if nothing had happened', async () => {
    const client = new Client({ connection });
    const calm = await openSeeded();
    const calmWorker = await startWorker(calm.env, folder);
    await (await startRun(client, order)).result();
    await calmWorker.stop();

    const struck = await openSeeded();
    const usage = /\/usage\/account\/\d+\/allocation\//;
    vendors.appdynamics.requests.clear();
    vendors.appdynamics.faults.add({ path: usage, times: 1, kind: 'hang' });
    const first = await startWorker(struck.env, folder);
    const handle = await startRun(client, order);
    await until(() => vendors.appdynamics.requests.count(usage) > 0);
    process.kill(-first.pid, 'SIGKILL');
    await until(() => first.hasEnded());

    const second = await startWorker(struck.env, folder);
    const report: RunReport = await handle.result();
    await second.stop();

    expect(report.status).toBe('succeeded');
    const attempts = await struck.database.rows(
      'reading',
      `select status from etl_execution_log where stage = 'appdynamics' order by attempt`,
    );
    expect(attempts).toEqual([{ status: 'lost' }, { status: 'succeeded' }]);
    expect(await readFingerprint(struck.database)).toEqual(await readFingerprint(calm.database));
  }, 180_000);

  test('killed between the save of a stage and its answer, the second attempt finds nothing to do', async () => {
    const client = new Client({ connection });
    const { database, env } = await openSeeded();
    await database.rows(
      'making partitions first',
      `select ensure_month_partitions('2025-07-01', '2026-01-31')`,
    );
    const held = await database.transaction(async (tx) => {
      // Inserts pass this lock; the analysis after their commit does not.
      await tx.run(
        'holding the analysis back',
        'lock table license_usage_fact in share update exclusive mode',
      );
      const first = await startWorker(env, folder);
      const handle = await startRun(client, order);
      await until(
        async () =>
          (
            await database.rows(
              'waiting',
              `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
            )
          ).length > 0,
      );
      const { saved } = await database.one<{ saved: number }>(
        'counting',
        'select count(*)::integer as saved from license_usage_fact',
      );
      expect(saved).toBe(1092);
      process.kill(-first.pid, 'SIGKILL');
      await until(() => first.hasEnded());
      return handle;
    });
    const second = await startWorker(env, folder);
    const report: RunReport = await held.result();
    await second.stop();

    expect(report.status).toBe('succeeded');
    const { usage, cost } = await database.one<{ usage: number; cost: number }>(
      'counting',
      'select (select count(*)::integer from license_usage_fact) as usage, (select count(*)::integer from license_cost_fact) as cost',
    );
    expect([usage, cost]).toEqual([1092, 1092]);
  }, 180_000);
});
