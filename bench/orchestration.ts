import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { startTemporal, type Temporal } from '../demo/services/temporal.ts';
import { addDays } from '../pipeline/days.ts';
import { pipelineWorkflowId, taskQueue } from '../pipeline/ids.ts';
import type { RunOrder } from '../pipeline/run.ts';
import { workflowBundle } from '../worker/bundle-workflows.ts';
import { createWorker } from '../worker/create-worker.ts';
import type { licensePipeline } from '../workflows/index.ts';
import type { Bench } from './bench.ts';
import { measure, median, percentile, type Measure } from './measure.ts';
import type { bareWorkflow } from './support/bare-workflow.ts';
import { noLog, noOpActivities } from './support/no-op-activities.ts';
import { readRunTimes, stageGaps, stepGaps, type RunTimes } from './support/read-history.ts';

interface Bundles {
  readonly pipeline: WorkflowBundleOption;
  readonly bare: WorkflowBundleOption;
}

/** A server with a worker for our workflow and one for the bare workflow. */
interface Stand {
  readonly name: string;
  /** Runs number `index`: ours, then the bare one. */
  readonly run: (index: number) => Promise<{ readonly ours: RunTimes; readonly bare: RunTimes }>;
}

const warmUpRuns = 10;
const bareQueue = 'bare';

/**
 * What orchestration adds between stages that do nothing, on a dev server in memory and on one with a database file. The floor
 * is a workflow of seven activities in a row, run in turn with ours on the same server.
 */
export async function orchestration(bench: Bench): Promise<readonly Measure[]> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const workflowsPath = fileURLToPath(new URL('support/bare-workflow.ts', import.meta.url));
  const bundles = {
    pipeline: await workflowBundle(null, 'ERROR'),
    bare: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') }),
  };
  const measures: Measure[] = [];
  for (const [name, options] of [
    ['memory', {}],
    ['file', { dbFilename: join(bench.folder, 'temporal.db') }],
  ] as const) {
    const temporal = await startTemporal({ headless: true, log: bench.say, ...options });
    bench.services.add(`Temporal (${name})`, temporal);
    measures.push(...(await measureOn(await openStand(name, temporal, bundles, bench), bench)));
  }
  return measures;
}

async function measureOn(stand: Stand, { sizes, say }: Bench): Promise<Measure[]> {
  for (let index = 0; index < warmUpRuns; index += 1) await stand.run(index);
  const runs: Awaited<ReturnType<Stand['run']>>[] = [];
  for (let index = 0; index < sizes.runs; index += 1) runs.push(await stand.run(warmUpRuns + index));

  const gaps = runs.flatMap(({ ours }) => stageGaps(ours));
  const bareGaps = runs.flatMap(({ bare }) => stepGaps(bare));
  const durations = runs.map(({ ours }) => ours.durationMs);
  const bareDurations = runs.map(({ bare }) => bare.durationMs);
  say(`${stand.name}: ${runs.length} runs, ${gaps.length} gaps, longest ${Math.max(...gaps).toFixed(1)} ms`);
  const unit = 'ms';
  return [
    { id: 'p50', of: 0.5, limit: 12 },
    { id: 'p95', of: 0.95, limit: 25 },
  ]
    .map(({ id, of, limit }) =>
      measure({
        id: `stage-gap-${stand.name}-${id}`,
        unit,
        values: [percentile(gaps, of)],
        floors: [percentile(bareGaps, of)],
        goal: { limit, on: 'value' },
      }),
    )
    .concat(
      measure({
        id: `no-op-run-${stand.name}-p50`,
        unit,
        values: [median(durations)],
        floors: [median(bareDurations)],
      }),
    );
}

async function openStand(
  name: string,
  temporal: Temporal,
  bundles: Bundles,
  { services }: Bench,
): Promise<Stand> {
  const { address, namespace } = temporal;
  const native = await NativeConnection.connect({ address });
  services.add('a worker connection', { stop: () => native.close() });
  const connection = await Connection.connect({ address });
  services.add('a client connection', { stop: () => connection.close() });
  const client = new Client({ connection, namespace });

  const ours = await createWorker({
    connection: native,
    namespace,
    activities: noOpActivities,
    log: noLog,
    redact: (text) => text,
    workflows: { workflowBundle: bundles.pipeline },
    identity: 'bench',
    parallelStages: 10,
  });
  const bare = await Worker.create({
    connection: native,
    namespace,
    taskQueue: bareQueue,
    workflowBundle: bundles.bare,
    activities: { nothing: async () => undefined },
  });
  for (const worker of [ours, bare]) services.add('a worker', running(worker));

  return {
    name,
    run: async (index) => ({ ours: await runPipeline(client, index), bare: await runBare(client, index) }),
  };
}

function running(worker: Worker): { stop: () => Promise<void> } {
  const ended = worker.run();
  return {
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}

async function runPipeline(client: Client, index: number): Promise<RunTimes> {
  const date = addDays('2025-01-01', index);
  const [from, to] = [addDays(date, -3), addDays(date, -1)];
  const order: RunOrder = { date, from, to, trigger: 'manual', startedBy: 'bench' };
  const workflowId = pipelineWorkflowId(date);
  await client.workflow.execute<typeof licensePipeline>('licensePipeline', {
    taskQueue,
    workflowId,
    args: [order],
  });
  return readRunTimes(client.workflow.getHandle(workflowId));
}

async function runBare(client: Client, index: number): Promise<RunTimes> {
  const workflowId = `bare/${index}`;
  await client.workflow.execute<typeof bareWorkflow>('bareWorkflow', { taskQueue: bareQueue, workflowId });
  return readRunTimes(client.workflow.getHandle(workflowId));
}
