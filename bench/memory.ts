import { setTimeout as wait } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { prepareWarehouse } from '../demo/prepare-warehouse.ts';
import { startEverything } from '../demo/start-everything.ts';
import { startWorker } from '../demo/start-worker.ts';
import { addDays } from '../pipeline/days.ts';
import type { Bench } from './bench.ts';
import { measure, type Measure } from './measure.ts';
import { largeWorld } from './support/large-world.ts';
import { memoryOf, peakMemoryDuring } from './support/process-memory.ts';
import { runPipeline } from './support/run-pipeline.ts';
import { planUsage } from './support/usage-plan.ts';

const settleMs = 3_000;

/**
 * What a worker process holds above its idle while a million rows come in over HTTP and go into Postgres: stage 2 alone, one
 * application after the other. Idle is before the first task, so that code loaded on the way counts as well.
 */
export async function memory({ sizes, services, folder, say }: Bench): Promise<readonly Measure[]> {
  const plan = planUsage(sizes.rows);
  const world = largeWorld(plan);
  const { temporal, postgres, env } = await startEverything(world, folder, services, say);
  const database = await prepareWarehouse(postgres, world);
  services.add('the connection to PostgreSQL', { stop: () => database.close() });
  const worker = services.add('the worker', await startWorker(env, folder));
  const pid = workerPid(worker.output());
  const connection = await Connection.connect({ address: temporal.address });
  services.add('the connection to Temporal', { stop: () => connection.close() });
  const client = new Client({ connection, namespace: temporal.namespace });

  await wait(settleMs);
  const idle = memoryOf(pid);
  say(
    `idle ${idle.toFixed(0)} MB; usage of ${plan.applications} applications is read now, which takes minutes`,
  );
  const date = addDays(world.lastDay, 1);
  const window = { date, from: world.firstDay, to: world.lastDay };
  const order = { ...window, only: ['appdynamics'], trigger: 'manual', startedBy: 'bench' } as const;
  const peak = await peakMemoryDuring(pid, async () => {
    const { stages } = await runPipeline(client, order);
    say(stages);
  }).catch((cause: unknown) => {
    throw new Error(`The worker's last words:\n${worker.output()}`, { cause });
  });
  const { rows } = await database.one<{ rows: number }>('counting usage', countUsage);
  if (rows < sizes.rows) throw new Error(`${rows} rows of usage came in, expected at least ${sizes.rows}.`);
  say(`peak ${peak.toFixed(0)} MB, ${rows} rows`);
  return [
    measure({
      id: 'worker-memory-above-idle',
      unit: 'MB',
      values: [peak - idle],
      goal: { limit: 300, on: 'value' },
    }),
    measure({ id: 'worker-memory-idle', unit: 'MB', values: [idle] }),
  ];
}

/** The process that does the work names itself when it is ready; the one that we started only waits for it. */
function workerPid(output: string): number {
  const pid = Number(/"identity":"(\d+)@/.exec(output)?.[1]);
  if (!pid) throw new Error(`The worker does not say who it is:\n${output}`);
  return pid;
}

const countUsage = 'select count(*)::integer as rows from license_usage_fact';
