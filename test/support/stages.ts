import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createAllocate } from '../../activities/allocate.ts';
import { createAppdynamics } from '../../activities/appdynamics.ts';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createForecast } from '../../activities/forecast.ts';
import { createReconcile } from '../../activities/reconcile.ts';
import { createRefreshViews } from '../../activities/refresh-views.ts';
import { createServicenow } from '../../activities/servicenow.ts';
import { createValidate } from '../../activities/validate.ts';
import { readConfig } from '../../config/env.ts';
import { cmdbConnector, cmdbConnectors, usageConnector, usageConnectors } from '../../connectors/registry.ts';
import type { RunSlice, StageReport } from '../../pipeline/run.ts';
import { stageIds, type StageId } from '../../pipeline/stages.ts';
import { seed } from '../../prisma/seed.ts';
import { openDatabase, type Database } from '../../repositories/database.ts';
import { importPrices } from '../../repositories/prices/import-prices.ts';
import { createRuns } from '../../repositories/runs.ts';
import { startVendors, type Vendors } from '../../simulators/start.ts';
import { createWorld } from '../../simulators/world.ts';
import type { WorldName } from '../../simulators/worlds/shape.ts';
import { createTestDatabase } from './test-database.ts';

const factories: {
  readonly [Id in StageId]: (dependencies: ActivityDependencies) => (slice: RunSlice) => Promise<StageReport>;
} = {
  servicenow: createServicenow,
  appdynamics: createAppdynamics,
  reconcile: createReconcile,
  forecast: createForecast,
  allocate: createAllocate,
  'refresh-views': createRefreshViews,
  validate: createValidate,
};

/** A simulated world, its vendors over HTTP, and a warehouse: stages run here one by one, without Temporal. */
export interface StageBench {
  readonly database: Database;
  readonly url: string;
  readonly vendors: Vendors;
  openRun(window: { readonly date: string; readonly from: string; readonly to: string }): Promise<RunSlice>;
  /** Runs the stages in the order given, every stage when none is named, and gives their reports. */
  run(slice: RunSlice, ...ids: readonly StageId[]): Promise<StageReport[]>;
  close(): Promise<void>;
}

/** `settings` are environment names, for what a test wants to be different. */
export async function openStageBench(
  name: string,
  worldName: WorldName,
  settings: Readonly<Record<string, string>> = {},
): Promise<StageBench> {
  const testDatabase = await createTestDatabase(name);
  const database = openDatabase(testDatabase.settings);
  const world = createWorld(worldName);
  const vendors = await startVendors({ world });
  const environment = {
    ...vendors.env,
    ...vendors.secrets,
    DB_PASSWORD: 'unused',
    ...unhurried,
    ...settings,
  };
  const config = readConfig(environment, [...usageConnectors, ...cmdbConnectors]);
  await seed(database, { allocationRulesFile: null });
  await importPrices(database, world.prices, { priceList: worldName, createdBy: 'test' });
  const [usage, cmdb] = [usageConnector('appdynamics'), cmdbConnector('servicenow')];
  const dependencies: ActivityDependencies = {
    database,
    openUsage: (tools) => usage.connect(usage.settings.parse(environment), tools),
    openCmdb: (tools) => cmdb.connect(cmdb.settings.parse(environment), tools),
    hashSecret: (value) => `hash of ${value.length} characters`,
    settings: config.pipeline,
    versions: { code: 'test', config: 'test' },
  };
  const activity = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  let runs = 0;
  return {
    database,
    url: testDatabase.url,
    vendors,
    openRun(window) {
      world.clock.set(window.date);
      const identity = { workflowId: `license-pipeline/${window.date}`, workflowRunId: `${name}-${++runs}` };
      const order = { ...window, trigger: 'manual' as const, startedBy: 'test' };
      return createRuns(database).open(order, { ...identity, codeVersion: 'test', configVersion: 'test' });
    },
    async run(slice, ...ids) {
      const reports: StageReport[] = [];
      for (const id of ids.length > 0 ? ids : stageIds)
        reports.push(
          await activity.run<[RunSlice], StageReport, (slice: RunSlice) => Promise<StageReport>>(
            factories[id](dependencies),
            slice,
          ),
        );
      return reports;
    },
    async close() {
      await vendors.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** Limits and retries of real vendors would only make tests slow. */
const unhurried = {
  APPD_REQUESTS_PER_MINUTE: '0',
  APPD_RETRY_BASE_MS: '1',
  SERVICENOW_REQUESTS_PER_MINUTE: '0',
  SERVICENOW_RETRY_BASE_MS: '1',
};
