import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDays } from '../../../pipeline/days.ts';
import { readFreshness } from '../../../repositories/freshness.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

let warehouse: Warehouse;
beforeAll(async () => (warehouse = await openWarehouse('freshness')));
afterAll(() => warehouse.close());

test('a warehouse without a run tells nothing, not zero', async () => {
  expect(await readFreshness(warehouse.database)).toEqual({ dataThrough: null, lastRuns: [] });
});

test('data reaches to the end of its last day, and the last run of each status counts; an import is no run', async () => {
  const { database } = warehouse;
  const { runId } = await warehouse.openRun('2025-10-29', '2025-10-26', '2025-10-28');
  await database.run(
    'stamping',
    `insert into view_refreshes (view_name, run_id, rows, data_through, current_month)
     values ('mv_monthly_cost_summary', $1, 1, '2025-10-28', '2025-10-01')`,
    [runId],
  );
  const ended = async (date: string, status: string, at: string, trigger = 'manual'): Promise<void> => {
    const before = addDays(date, -1);
    const run = await warehouse.openRun(date, before, before);
    await database.run(
      'ending',
      'update pipeline_runs set status = $2, ended_at = $3, trigger = $4 where run_id = $1',
      [run.runId, status, at, trigger],
    );
  };
  await ended('2025-10-26', 'failed', '2025-10-26T02:05:00Z');
  await ended('2025-10-27', 'succeeded', '2025-10-27T02:05:00Z');
  await ended('2025-10-28', 'succeeded', '2025-10-28T02:05:00Z');
  await ended('2025-10-30', 'succeeded', '2025-10-30T02:05:00Z', 'import');

  const seconds = (at: string): number => Date.parse(at) / 1000;
  const { dataThrough, lastRuns } = await readFreshness(database);
  expect(dataThrough).toBe(seconds('2025-10-29T00:00:00Z'));
  expect([...lastRuns].sort((a, b) => a.endedAt - b.endedAt)).toEqual([
    { status: 'failed', endedAt: seconds('2025-10-26T02:05:00Z') },
    { status: 'succeeded', endedAt: seconds('2025-10-28T02:05:00Z') },
  ]);
});
