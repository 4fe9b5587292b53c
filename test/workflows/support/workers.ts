import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, type WorkflowBundleOption } from '@temporalio/worker';
import { taskQueue } from '../../../pipeline/ids.ts';
import { createWorker } from '../../../worker/create-worker.ts';
import { temporalAddress } from '../../support/addresses.ts';
import type { FakeActivities } from './fake-activities.ts';
import { silentLog } from './fake-execution-log.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Where one test file works: a namespace of its own, since workflow ids and schedules are fixed by date. */
export interface Workplace {
  readonly client: Client;
  readonly taskQueue: string;
  /** Runs `work` while a real worker with these activities polls. */
  during<Result>(fakes: FakeActivities, work: () => Promise<Result>): Promise<Result>;
  /** Starts a worker; the result stops it. */
  startWorker(fakes: FakeActivities): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Bundles the workflows of `file` once. */
export function bundleOf(file: string): Promise<WorkflowBundleOption> {
  const workflowsPath = fileURLToPath(new URL(`../../../${file}`, import.meta.url));
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
}

/** A namespace on the shared Temporal server. */
export async function openWorkplace(): Promise<Workplace> {
  const namespace = `test-${randomUUID()}`;
  await registerNamespace(namespace);
  const environment = await TestWorkflowEnvironment.createFromExistingServer({
    address: temporalAddress(),
    namespace,
  });
  const workflowBundle = await bundleOf('workflows/index.ts');

  const startWorker = async (fakes: FakeActivities): Promise<() => Promise<void>> => {
    const worker = await createWorker({
      connection: environment.nativeConnection,
      namespace,
      activities: fakes.activities,
      log: fakes.log ?? silentLog,
      redact: (text) => text.replaceAll('hunter2hunter2', '[redacted]'),
      workflows: { workflowBundle },
      identity: 'test worker',
      parallelStages: 20,
    });
    const running = worker.run();
    return async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
    };
  };
  return {
    client: environment.client,
    taskQueue,
    startWorker,
    async during(fakes, work) {
      const stop = await startWorker(fakes);
      try {
        return await work();
      } finally {
        await stop();
      }
    },
    close: () => environment.teardown(),
  };
}

async function registerNamespace(namespace: string): Promise<void> {
  const environment = await TestWorkflowEnvironment.createFromExistingServer({ address: temporalAddress() });
  try {
    const service = environment.client.workflowService;
    const dayS = 86_400;
    await service.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: dayS as never },
    });
  } finally {
    await environment.teardown();
  }
}
