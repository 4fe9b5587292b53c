import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { dailyScheduleId, pipelineWorkflowId } from '../../pipeline/ids.ts';
import { applySchedule, listSchedules } from '../../schedules/apply.ts';
import { dailySchedule } from '../../schedules/daily.ts';
import { fakeActivities, orderFor, plainReport } from './support/fake-activities.ts';
import { waitFor } from './support/wait-for.ts';
import { openWorkplace, type Workplace } from './support/workers.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
}, 30_000);
afterAll(() => place.close());

const settings = { cron: '0 2 * * *', windowDays: 3, startedBy: 'schedule', paused: true, note: 'test' };
const schedules = () => place.client.schedule;

/** Lets the schedule act for a nominal time in the past and gives the starter that it started. */
async function actAt(nominal: string): Promise<WorkflowHandle> {
  const at = new Date(nominal);
  const handle = schedules().getHandle(dailyScheduleId);
  const startersBefore = (await handle.describe()).info.recentActions.length;
  const start = new Date(at.getTime() - 60_000);
  await handle.backfill({ start, end: at, overlap: 'ALLOW_ALL' });
  await waitFor(async () => (await handle.describe()).info.recentActions.length > startersBefore);
  const last = (await handle.describe()).info.recentActions.at(-1);
  return place.client.workflow.getHandle(last?.action.workflow.workflowId ?? '');
}

describe('the daily schedule', () => {
  test('is created once and updated afterwards, and stays paused until somebody says otherwise', async () => {
    expect(await applySchedule(schedules(), dailySchedule(settings))).toEqual({
      id: dailyScheduleId,
      outcome: 'created',
      paused: true,
    });

    const { paused: _, note: __, ...unsaid } = settings;
    const changed = dailySchedule({ ...unsaid, cron: '30 3 * * *', windowDays: 7 });
    expect(await applySchedule(schedules(), changed)).toEqual({
      id: dailyScheduleId,
      outcome: 'updated',
      paused: true,
    });

    const { spec, policies, action, state } = await schedules().getHandle(dailyScheduleId).describe();
    expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 3 }], minute: [{ start: 30 }] });
    expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 2 * 86_400_000 });
    expect(action).toMatchObject({ workflowType: 'startLicensePipeline', args: [{ windowDays: 7 }] });
    expect(state).toMatchObject({ paused: true, note: 'test' });
    expect(await listSchedules(schedules())).toEqual([
      { id: dailyScheduleId, paused: true, note: 'test', nextRunAt: null, lastRunAt: null },
    ]);
    const unpaused = await applySchedule(
      schedules(),
      dailySchedule({ ...settings, paused: false, note: 'on' }),
    );
    expect(unpaused.paused).toBe(false);
    expect((await listSchedules(schedules()))[0]?.nextRunAt).toMatch(/T02:00:00/);
    await applySchedule(schedules(), dailySchedule(settings));
  });

  test('runs the date that it meant, not the day on which it was started', async () => {
    const fakes = fakeActivities();
    await place.during(fakes, async () => {
      const starter = await actAt('2025-10-29T02:00:00Z');
      expect(await starter.result()).toMatchObject({ date: '2025-10-29', status: 'succeeded' });
    });
    expect(fakes.opened).toEqual([
      {
        date: '2025-10-29',
        from: '2025-10-26',
        to: '2025-10-28',
        trigger: 'schedule',
        startedBy: 'schedule',
      },
    ]);
    const run = await place.client.workflow.getHandle(pipelineWorkflowId('2025-10-29')).describe();
    expect(run.type).toBe('licensePipeline');
  }, 30_000);

  test('refuses a date that is running and names the run', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const fakes = fakeActivities({
      servicenow: async () => {
        await gate;
        return plainReport;
      },
    });
    await place.during(fakes, async () => {
      const first = await place.client.workflow.start('licensePipeline', {
        taskQueue: place.taskQueue,
        workflowId: pipelineWorkflowId('2025-10-30'),
        args: [orderFor('2025-10-30')],
      });
      const starter = await actAt('2025-10-30T02:00:00Z');
      await expect(starter.result()).rejects.toMatchObject({
        cause: {
          type: 'AlreadyRunning',
          message: expect.stringContaining('license-pipeline/2025-10-30 is running already'),
        },
      });
      release();
      await first.result();
    });
    expect(fakes.opened).toHaveLength(1);
  }, 30_000);

  test('does not start anything without a nominal time', async () => {
    await place.during(fakeActivities(), async () => {
      const handle = await place.client.workflow.start('startLicensePipeline', {
        taskQueue: place.taskQueue,
        workflowId: 'by-hand',
        args: [{ windowDays: 3, startedBy: 'test' }],
      });
      await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'ConfigError' } });
    });
  });
});
