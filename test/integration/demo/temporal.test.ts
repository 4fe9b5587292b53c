import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { startTemporal } from '../../../demo/services/temporal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-temporal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the Temporal server of the demo shows its Web UI and remembers schedules over a restart', async () => {
  const dbFilename = join(folder, 'history.db');
  const first = await startTemporal({ dbFilename, searchAttributes: { LogicalDate: 'Keyword' } });
  const page = await fetch(`${first.uiUrl ?? ''}/`);
  await withClient(first.address, async (client) => {
    await client.schedule.create({
      scheduleId: 'nightly',
      spec: { cronExpressions: ['0 2 * * *'] },
      state: { paused: true },
      action: { type: 'startWorkflow', workflowType: 'nothing', taskQueue: 'nobody' },
    });
  });
  await first.stop();

  const second = await startTemporal({ dbFilename, headless: true });
  const { state } = await withClient(second.address, (client) =>
    client.schedule.getHandle('nightly').describe(),
  );
  await second.stop();

  expect(page.status).toBe(200);
  expect(state.paused).toBe(true);
  expect(second.uiUrl).toBeNull();
});

async function withClient<Result>(
  address: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
