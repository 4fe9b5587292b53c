import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRun } from '../../../cli/start-run.ts';
import { startPostgres, throwAway, type Postgres } from '../../../demo/services/postgres.ts';
import { startTemporal, type Temporal } from '../../../demo/services/temporal.ts';
import { startWorker } from '../../../demo/start-worker.ts';
import type { RunReport } from '../../../pipeline/run.ts';
import { seed } from '../../../prisma/seed.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { migrate } from '../../../repositories/migrate.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { startVendors, type Vendors } from '../../../simulators/start.ts';
import { createWorld } from '../../../simulators/world.ts';

const order = {
  date: '2025-10-29',
  from: '2025-07-30',
  to: '2025-10-28',
  trigger: 'manual',
  startedBy: 'test',
} as const;
const usagePath = /\/usage\/account\/\d+\/allocation\//;

let folder: string;
let temporal: Temporal;
let postgres: Postgres;
let vendors: Vendors;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postgres-restarted-'));
  temporal = await startTemporal({ headless: true });
  postgres = await startPostgres({
    dataDir: join(folder, 'data'),
    database: 'appd_licensing',
    settings: throwAway,
  });
  vendors = await startVendors({ world: createWorld('design') });
  vendors.world.clock.set(order.date);
});

afterEach(async () => {
  await vendors.close();
  await temporal.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(): Database {
  const { host, port, user, password, database } = postgres;
  return openDatabase({
    host,
    port,
    user,
    password,
    database,
    ssl: false,
    poolSize: 2,
    applicationName: 'test',
  });
}

async function prepare(): Promise<void> {
  await migrate(postgres.url);
  const database = open();
  await seed(database, { allocationRulesFile: null });
  await importPrices(database, vendors.world.prices, { priceList: 'design', createdBy: 'test' });
  await database.close();
}

function environment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    ...vendors.env,
    ...vendors.secrets,
    SECRETS_SOURCE: 'env',
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    APPD_REQUESTS_PER_MINUTE: '0',
    SERVICENOW_REQUESTS_PER_MINUTE: '0',
    LOG_LEVEL: 'ERROR',
  };
}

test('a database that restarts in the middle of a stage costs an attempt, not the run', async () => {
  await prepare();
  vendors.appdynamics.faults.add({ path: usagePath, times: 3, kind: 'slow', delayMs: 1_500 });
  const worker = await startWorker(environment(), folder);
  const connection = await Connection.connect({ address: temporal.address });
  const handle = await startRun(new Client({ connection }), order);
  while (vendors.appdynamics.requests.count(usagePath) === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));

  await postgres.stop();
  postgres = await startPostgres({
    dataDir: join(folder, 'data'),
    database: 'appd_licensing',
    port: postgres.port,
    settings: throwAway,
  });

  const report: RunReport = await handle.result();
  await worker.stop();
  await connection.close();

  expect(report.status).toBe('succeeded');
  const database = open();
  const facts = await database.one(
    'counting',
    `select (select count(*)::integer from license_usage_fact) as usage, (select count(*)::integer from license_cost_fact) as cost,
            (select count(*)::integer from chargeback_fact) as charges,
            (select max(attempt) > 1 from etl_execution_log where stage = 'appdynamics') as tried_again`,
  );
  await database.close();
  expect(facts).toEqual({ usage: 1092, cost: 1092, charges: 24, tried_again: true });
}, 120_000);
