import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { pipelineWorkflowId } from '../../pipeline/ids.ts';
import { ContractError, UpstreamError } from '../../pipeline/errors.ts';
import type { RunOrder } from '../../pipeline/run.ts';
import { fakeActivities, orderFor, plainReport, type FakeActivities } from './support/fake-activities.ts';
import { openWorkplace, type Workplace } from './support/workers.ts';

/**
 * Records one history per path through the workflows, for replay.test.ts. Run it when the order of the stages or the workflows
 * were changed on purpose: `TEST_TEMPORAL_ADDRESS=host:port node --import tsx test/workflows/record-histories.ts`.
 */
const folder = new URL('../fixtures/histories/', import.meta.url);

let calls = 0;
const runs: readonly (readonly [string, RunOrder, FakeActivities])[] = [
  ['run-succeeded', orderFor('2025-10-29'), fakeActivities()],
  [
    'run-of-some-stages',
    orderFor('2025-10-29', { only: ['servicenow', 'reconcile', 'validate'] }),
    fakeActivities(),
  ],
  [
    'run-failed',
    orderFor('2025-10-29'),
    fakeActivities({
      appdynamics: () => Promise.reject(new ContractError('No units.', 'Look at the answer.')),
    }),
  ],
  [
    'run-degraded',
    orderFor('2025-10-29'),
    fakeActivities({ forecast: () => Promise.reject(new ContractError('No series.', 'Look at the usage.')) }),
  ],
  [
    'run-retried',
    orderFor('2025-10-29'),
    fakeActivities({
      servicenow: async () => {
        if (++calls === 1) throw new UpstreamError('HTTP 503.', 'Wait.');
        return plainReport;
      },
    }),
  ],
];

async function record(place: Workplace, workflowId: string): Promise<string> {
  const history = await place.client.workflow.getHandle(workflowId).fetchHistory();
  const text = JSON.stringify(JSON.parse(historyToJSON(history)) as unknown, withoutPlaces, 1);
  return `${text}\n`;
}

/** Stacks and identities tell of the machine on which it was recorded, and replay needs neither. */
function withoutPlaces(key: string, value: unknown): unknown {
  if (key === 'stackTrace' || key === 'identity') return '';
  return value;
}

async function recordAll(): Promise<void> {
  const place = await openWorkplace();
  await mkdir(folder, { recursive: true });
  for (const [name, order, fakes] of runs) {
    const workflowId = pipelineWorkflowId(order.date);
    await place.during(fakes, async () => {
      const start = { taskQueue: place.taskQueue, workflowId, args: [order] };
      await place.client.workflow.execute('licensePipeline', start).catch(() => undefined);
    });
    await writeFile(new URL(`${name}.json`, folder), await record(place, workflowId));
  }
  const workflowId = 'license-backfill/2025-08-30..2025-09-02';
  await place.during(fakeActivities(), async () => {
    const order = { from: '2025-08-30', to: '2025-09-02', parallel: 2, startedBy: 'test' };
    await place.client.workflow.execute('licenseBackfill', {
      taskQueue: place.taskQueue,
      workflowId,
      args: [order],
    });
  });
  await writeFile(new URL('backfill.json', folder), await record(place, workflowId));
  await place.close();
}

await recordAll();
