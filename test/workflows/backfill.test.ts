import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { backfillWorkflowId, pipelineWorkflowId } from '../../pipeline/ids.ts';
import { ContractError } from '../../pipeline/errors.ts';
import type { BackfillArguments, licenseBackfill } from '../../workflows/backfill.ts';
import { fakeActivities, orderFor, plainReport } from './support/fake-activities.ts';
import { waitFor } from './support/wait-for.ts';
import { openWorkplace, type Workplace } from './support/workers.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
}, 30_000);
afterAll(() => place.close());

function backfill(from: string, to: string, change: Partial<BackfillArguments> = {}) {
  return place.client.workflow.start<typeof licenseBackfill>('licenseBackfill', {
    taskQueue: place.taskQueue,
    workflowId: backfillWorkflowId(from, to),
    args: [{ from, to, parallel: 3, startedBy: 'test', ...change }],
  });
}

const starts = (events: readonly string[]) =>
  events.filter((event) => event.startsWith('start')).map((event) => event.slice('start '.length));

describe('a back-fill', () => {
  test('reads the CMDB once, loads dates side by side within the bound, and builds each period once in date order', async () => {
    let running = 0;
    let most = 0;
    const fakes = fakeActivities({
      appdynamics: async () => {
        most = Math.max(most, ++running);
        await wait(80);
        running--;
        return plainReport;
      },
    });

    const report = await place.during(fakes, async () =>
      (await backfill('2025-08-29', '2025-09-03')).result(),
    );

    expect(report.status).toBe('succeeded');
    expect(report.dates.map(({ date }) => date)).toEqual([
      '2025-08-30',
      '2025-08-31',
      '2025-09-01',
      '2025-09-02',
      '2025-09-03',
      '2025-09-04',
    ]);
    expect(most).toBe(3);
    const order = starts(fakes.events);
    expect(order[0]).toBe('servicenow 2025-09-04');
    expect(order.slice(1, 7).every((step) => step.startsWith('appdynamics'))).toBe(true);
    expect(order.slice(7)).toEqual([
      'reconcile 2025-09-01',
      'allocate 2025-09-01',
      'reconcile 2025-09-04',
      'allocate 2025-09-04',
      'forecast 2025-09-04',
      'refresh-views 2025-09-04',
      'validate 2025-09-04',
    ]);
    expect(fakes.opened.filter(({ months }) => months)).toMatchObject([
      { from: '2025-08-29', to: '2025-08-31', months: ['2025-08-01'], trigger: 'backfill' },
      { from: '2025-09-01', to: '2025-09-03', months: ['2025-09-01'], trigger: 'backfill' },
    ]);
  }, 30_000);

  test('goes on past a date that failed and one that runs elsewhere, and reports both', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const fakes = fakeActivities({
      appdynamics: async ({ date }) => {
        if (date === '2025-07-03') throw new ContractError('No units.', 'Look at the answer.');
        return plainReport;
      },
      forecast: async ({ date }) => {
        if (date === '2025-07-04') await gate;
        return plainReport;
      },
    });
    const report = await place.during(fakes, async () => {
      const other = await place.client.workflow.start('licensePipeline', {
        taskQueue: place.taskQueue,
        workflowId: pipelineWorkflowId('2025-07-04'),
        args: [orderFor('2025-07-04')],
      });
      await waitFor(() => fakes.events.includes('start forecast 2025-07-04'));
      const result = await (await backfill('2025-07-01', '2025-07-04')).result();
      release();
      await other.result();
      return result;
    });

    expect(report.status).toBe('failed');
    expect(report.dates).toEqual([
      { date: '2025-07-02', status: 'succeeded', error: null },
      { date: '2025-07-03', status: 'failed', error: expect.stringContaining('ContractError: No units.') },
      {
        date: '2025-07-04',
        status: 'refused',
        error: expect.stringContaining('license-pipeline/2025-07-04 is running already'),
      },
      { date: '2025-07-05', status: 'succeeded', error: null },
    ]);
    expect(report.months).toMatchObject([{ month: '2025-07-01', date: '2025-07-05', status: 'succeeded' }]);
    expect(report.closing?.status).toBe('succeeded');
  }, 30_000);

  test('builds no period when the CMDB could not be read', async () => {
    const fakes = fakeActivities({
      servicenow: () => Promise.reject(new ContractError('No page.', 'Look at it.')),
    });
    const report = await place.during(fakes, async () =>
      (await backfill('2025-06-01', '2025-06-01')).result(),
    );
    expect(report).toMatchObject({
      status: 'failed',
      inventory: { status: 'failed' },
      months: [{ status: 'blocked' }],
    });
    expect(report.dates).toMatchObject([{ status: 'succeeded' }]);
    expect(starts(fakes.events).some((step) => step.startsWith('reconcile'))).toBe(false);
  }, 30_000);

  test('of a long range starts its history anew and loses nothing', async () => {
    const fakes = fakeActivities();
    const { handle, report } = await place.during(fakes, async () => {
      const handle = await backfill('2025-05-28', '2025-06-03', { runsPerExecution: 3 });
      return { handle, report: await handle.result() };
    });
    expect(report.status).toBe('succeeded');
    expect(report.dates).toHaveLength(7);
    expect(starts(fakes.events)).toHaveLength(1 + 7 + 2 * 2 + 3);
    const last = await place.client.workflow.getHandle(handle.workflowId).describe();
    expect(last.runId).not.toBe(handle.firstExecutionRunId);
  }, 30_000);

  test('that is cancelled cancels its runs, which write their records', async () => {
    let seen = 0;
    const fakes = fakeActivities({
      appdynamics: async () => {
        seen++;
        return Context.current().cancelled;
      },
    });
    await place.during(fakes, async () => {
      const handle = await backfill('2025-04-01', '2025-04-06', { only: ['appdynamics'], parallel: 2 });
      await waitFor(() => seen === 2);
      expect(await handle.query('progress')).toMatchObject({
        status: 'running',
        inventory: null,
        dates: [{ status: 'running' }, {}, { status: 'pending' }, {}, {}, {}],
      });
      await handle.cancel();
      await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    });
    expect(seen).toBe(2);
    expect(fakes.closed.map(({ date, status }) => `${date} ${status}`).sort()).toEqual([
      '2025-04-02 failed',
      '2025-04-03 failed',
    ]);
  }, 40_000);

  test('with an impossible range is refused with every problem', async () => {
    const handle = await backfill('2025-04-09', '2025-04-07', { parallel: 0 });
    await place.during(fakeActivities(), () =>
      expect(handle.result()).rejects.toMatchObject({
        cause: { type: 'ConfigError', message: expect.stringMatching(/starts on 2025-04-09.*parallel is 0/) },
      }),
    );
  }, 30_000);
});
