import { hostname } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.ts';
import { readConfig, type Config } from '../config/env.ts';
import { loadEnvironment } from '../config/secrets.ts';
import type { Environment } from '../config/settings-group.ts';
import { readVersions } from '../config/versions.ts';
import { cmdbConnector, cmdbConnectors, usageConnector, usageConnectors } from '../connectors/registry.ts';
import { describeError } from '../pipeline/errors.ts';
import { taskQueue } from '../pipeline/ids.ts';
import { openDatabase, type Database } from '../repositories/database.ts';
import { createExecutionLog } from '../repositories/runs.ts';
import { workflowBundle } from './bundle-workflows.ts';
import { connectTemporal } from './connect-temporal.ts';
import { createWorker } from './create-worker.ts';
import { createSecretHash } from './hash-secret.ts';
import { serveHealth } from './health.ts';
import { prepareRuntime, say } from './log-lines.ts';
import { createPrintReport } from './print-report.ts';
import { openMetrics, type Metrics } from './metrics.ts';

const identity = `${process.pid}@${hostname()}`;

/**
 * V8 lets a heap grow to several times of what lives in it before it collects, and answers of vendors are mostly garbage at
 * once. Growing by 30 % costs no measurable time, and keeps a worker that reads a million rows near its idle size.
 */
setFlagsFromString('--heap-growing-percent=30');

/** Plugs the real things together and works until a signal asks it to stop. */
async function main(): Promise<void> {
  const { values: environment } = await loadEnvironment(process.env);
  const config = readConfig(environment, [...usageConnectors, ...cmdbConnectors]);
  for (const warning of config.warnings) say({ level: 'WARN', message: warning });
  prepareRuntime(config);

  const database = openDatabase({
    ...config.database,
    password: config.database.password.reveal(),
    applicationName: 'appd-licensing worker',
  });
  const connection = await connectTemporal(config);
  const metrics = config.worker.metrics && openMetrics(config, database);
  try {
    const worker = await assemble(config, environment, { database, connection, metrics });
    await work(worker, config);
  } finally {
    metrics?.stop();
    await connection.close();
    await database.close();
  }
}

/** What the worker speaks to while it lives. */
interface Lines {
  readonly database: Database;
  readonly connection: NativeConnection;
  readonly metrics: Metrics | null;
}

async function assemble(
  config: Config,
  environment: Environment,
  { database, connection, metrics }: Lines,
): Promise<Worker> {
  const usage = usageConnector(config.tools.usage);
  const cmdb = cmdbConnector(config.tools.cmdb);
  const usageSettings = usage.settings.parse(environment);
  const cmdbSettings = cmdb.settings.parse(environment);
  const activities = createActivities(
    {
      database,
      openUsage: (tools) => usage.connect(usageSettings, tools),
      openCmdb: (tools) => cmdb.connect(cmdbSettings, tools),
      hashSecret: createSecretHash(config.hashKey.reveal()),
      settings: config.pipeline,
      versions: await readVersions(config, environment, [usage, cmdb]),
    },
    createPrintReport(config),
  );
  return createWorker({
    connection,
    namespace: config.temporal.namespace,
    activities,
    log: createExecutionLog(database),
    redact: config.redact,
    workflows: { workflowBundle: await workflowBundle(config.worker.bundleFile) },
    identity,
    // Each stage may need a second connection for its log or its landing.
    parallelStages: Math.floor(config.database.poolSize / 2),
    ...(metrics && { measure: metrics.measure }),
  });
}

/** Polls until a signal comes, then lets stages end for ten seconds before it cancels them. */
async function work(worker: Worker, config: Config): Promise<void> {
  const { health: address } = config.worker;
  const health = () => ({ state: worker.getState(), isWorking: worker.getState() === 'RUNNING' });
  const server = address && (await serveHealth(address, health));
  const running = worker.run();
  process.stdout.write(`${JSON.stringify({ ready: true, identity, taskQueue })}\n`);
  try {
    await running;
  } finally {
    server?.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
