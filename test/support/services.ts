import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, throwAway } from '../../demo/services/postgres.ts';
import { createStopAll, type StopAll } from '../../demo/services/stop-all.ts';
import { startTemporal } from '../../demo/services/temporal.ts';
import { addressNames } from './addresses.ts';
import { prepareTemplate } from './template-database.ts';

const log = (line: string) => process.stderr.write(`${line}\n`);

/** Starts one PostgreSQL and one Temporal server for all integration tests of a call, and gives back what stops them. */
export async function startServices(): Promise<() => Promise<void>> {
  const services = createStopAll();
  services.stopOnSignals(log);
  const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-test-'));
  services.add('the folder of the test services', {
    stop: () => rm(folder, { recursive: true, force: true }),
  });
  const starts = await Promise.allSettled([startDatabase(services, folder), startWorkflows(services)]);
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await services.stop();
    throw failed.reason;
  }
  return () => services.stop();
}

async function startDatabase(services: StopAll, folder: string): Promise<void> {
  const dataDir = join(folder, 'postgres');
  const postgres = await startPostgres({ dataDir, database: 'postgres', settings: throwAway, log });
  services.add('PostgreSQL', postgres);
  process.env[addressNames.postgres] = postgres.url;
  await prepareTemplate(postgres.url);
}

async function startWorkflows(services: StopAll): Promise<void> {
  const temporal = services.add('Temporal', await startTemporal({ headless: true, log }));
  process.env[addressNames.temporal] = temporal.address;
}
