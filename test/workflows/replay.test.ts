import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { historyFromJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { bundleOf } from './support/workers.ts';

const folder = new URL('../fixtures/histories/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

function read(name: string): History {
  return historyFromJSON(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
}

describe('a stored history', () => {
  let workflowBundle: WorkflowBundleOption;
  beforeAll(async () => {
    workflowBundle = await bundleOf('workflows/index.ts');
  }, 30_000);

  test('exists for every path through the workflows', () => {
    expect(names.sort()).toEqual([
      'backfill.json',
      'run-degraded.json',
      'run-failed.json',
      'run-of-some-stages.json',
      'run-retried.json',
      'run-succeeded.json',
    ]);
  });

  test.each(names)('%s is replayed by the workflows of today', async (name) => {
    await Worker.runReplayHistory({ workflowBundle }, read(name), workflowIdOf(read(name)));
  });

  test('is not replayed by a walker that starts stages in another order', async () => {
    const reordered = await bundleOf('test/fixtures/workflows/reordered-walker.ts');
    const replay = Worker.runReplayHistory(
      { workflowBundle: reordered },
      read('run-succeeded.json'),
      'license-pipeline/2025-10-29',
    );
    await expect(replay).rejects.toThrow(DeterminismViolationError);
  }, 30_000);
});

function workflowIdOf({ events }: History): string {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
}
