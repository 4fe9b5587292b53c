import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowFailedError } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { pipelineWorkflowId } from '../../pipeline/ids.ts';
import { AuthError, InvariantError, RateLimitedError, UpstreamError } from '../../pipeline/errors.ts';
import type { RunOrder, RunReport } from '../../pipeline/run.ts';
import { stageIds, type StageId } from '../../pipeline/stages.ts';
import { fakeActivities, orderFor, plainReport, type FakeActivities } from './support/fake-activities.ts';
import { rememberAttempts } from './support/fake-execution-log.ts';
import { waitFor } from './support/wait-for.ts';
import { openWorkplace, type Workplace } from './support/workers.ts';
import type { licensePipeline } from '../../workflows/license-pipeline.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
}, 30_000);
afterAll(() => place.close());

function start(order: RunOrder) {
  return place.client.workflow.start<typeof licensePipeline>('licensePipeline', {
    taskQueue: place.taskQueue,
    workflowId: pipelineWorkflowId(order.date),
    args: [order],
  });
}

/** The report of the run, also when it failed. */
async function reportOf(order: RunOrder): Promise<RunReport> {
  const handle = await start(order);
  try {
    return await handle.result();
  } catch (error) {
    const { cause } = error as WorkflowFailedError;
    if (cause instanceof ApplicationFailure && cause.type === 'RunFailed')
      return cause.details?.[0] as RunReport;
    throw error;
  }
}

const statusesOf = ({ stages }: RunReport) =>
  Object.fromEntries(stages.map(({ id, status }) => [id, status]));
const failing = (id: StageId): FakeActivities =>
  fakeActivities({
    [id]: () => Promise.reject(new InvariantError('Parts do not add up.', 'Keep the run id.')),
  });

describe('a run', () => {
  test('starts each stage when those before it have ended, and overlaps only 1 with 2 and 4 with 5', async () => {
    const slow = async () => {
      await wait(60);
      return plainReport;
    };
    const fakes = fakeActivities(Object.fromEntries(stageIds.map((id) => [id, slow])));

    const report = await place.during(fakes, () => reportOf(orderFor('2025-01-01')));

    expect(report.status).toBe('succeeded');
    const steps = fakes.events.map((event) => event.replace(' 2025-01-01', ''));
    expect(steps.slice(0, 2).sort()).toEqual(['start appdynamics', 'start servicenow']);
    expect(steps.slice(2, 4).sort()).toEqual(['end appdynamics', 'end servicenow']);
    expect(steps.slice(4, 6)).toEqual(['start reconcile', 'end reconcile']);
    expect(steps.slice(6, 8).sort()).toEqual(['start allocate', 'start forecast']);
    expect(steps.slice(8, 10).sort()).toEqual(['end allocate', 'end forecast']);
    expect(steps.slice(10)).toEqual([
      'start refresh-views',
      'end refresh-views',
      'start validate',
      'end validate',
    ]);
    expect(fakes.closed).toEqual([report]);
  });

  const ok = 'succeeded';
  test.each<[StageId, RunReport['status'], Partial<Record<StageId, string>>]>([
    [
      'servicenow',
      'failed',
      {
        servicenow: 'failed',
        appdynamics: ok,
        reconcile: 'blocked',
        forecast: 'blocked',
        allocate: 'blocked',
        'refresh-views': 'blocked',
      },
    ],
    [
      'appdynamics',
      'failed',
      {
        servicenow: ok,
        appdynamics: 'failed',
        reconcile: 'blocked',
        forecast: 'blocked',
        allocate: 'blocked',
        'refresh-views': 'blocked',
      },
    ],
    [
      'reconcile',
      'failed',
      { reconcile: 'failed', forecast: 'blocked', allocate: 'blocked', 'refresh-views': 'blocked' },
    ],
    ['forecast', 'degraded', { forecast: 'failed', allocate: ok, 'refresh-views': ok }],
    ['allocate', 'failed', { forecast: ok, allocate: 'failed', 'refresh-views': 'blocked' }],
    ['refresh-views', 'degraded', { allocate: ok, 'refresh-views': 'failed' }],
  ])('in which %s fails ends %s, and is validated and recorded', async (id, status, expected) => {
    const fakes = failing(id);

    const report = await place.during(fakes, () => reportOf(orderFor('2025-01-02')));

    expect(report.status).toBe(status);
    expect(statusesOf(report)).toMatchObject({ ...expected, validate: ok });
    const failed = report.stages.find((stage) => stage.id === id);
    expect(failed?.error).toBe('InvariantError: Parts do not add up. Turn: us. Keep the run id.');
    expect(fakes.events.filter((event) => event.startsWith(`start ${id}`))).toHaveLength(1);
    expect(fakes.closed).toEqual([report]);
  });

  test('fails when a blocking check failed, though every stage succeeded', async () => {
    const fakes = fakeActivities({
      validate: async () => ({ ...plainReport, facts: { blockingFailed: 2 } }),
    });
    const report = await place.during(fakes, () => reportOf(orderFor('2025-01-03')));
    expect(report.status).toBe('failed');
    expect(fakes.closed[0]?.status).toBe('failed');
  });

  test('tries again after an error of the vendor, and not after wrong credentials', async () => {
    let calls = 0;
    const log = rememberAttempts();
    const fakes = fakeActivities(
      {
        appdynamics: async () => {
          if (++calls === 1) throw new RateLimitedError('AppDynamics asks to wait.', 50);
          if (calls === 2)
            throw new UpstreamError('HTTP 503 from /controller, password hunter2hunter2.', 'Wait.');
          return plainReport;
        },
        servicenow: () =>
          Promise.reject(new AuthError('HTTP 401 for user hunter2hunter2.', 'Correct SN_PASS.')),
      },
      log,
    );

    const report = await place.during(fakes, () => reportOf(orderFor('2025-01-04')));

    expect(calls).toBe(3);
    expect(statusesOf(report)).toMatchObject({
      servicenow: 'failed',
      appdynamics: 'succeeded',
      reconcile: 'blocked',
    });
    const line = report.stages[0]?.error;
    expect(line).toBe('AuthError: HTTP 401 for user [redacted]. Turn: operator. Correct SN_PASS.');
    const attempts = (stage: StageId) => log.ends.filter((end) => end.stage === stage);
    expect(attempts('servicenow')).toHaveLength(1);
    expect(attempts('appdynamics').map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual([
      '1 failed',
      '2 failed',
      '3 succeeded',
    ]);
    expect(attempts('appdynamics')[1]?.error).toEqual({
      name: 'UpstreamError',
      message: 'HTTP 503 from /controller, password [redacted].',
      remedy: 'Wait.',
    });
    const history = await place.client.workflow.getHandle(pipelineWorkflowId('2025-01-04')).fetchHistory();
    expect(JSON.stringify(history)).not.toContain('hunter2');
  }, 20_000);

  test('keeps its result when the execution log cannot be written, and says so in the report', async () => {
    const log = { started: async () => undefined, ended: () => Promise.reject(new Error('no connection')) };
    const fakes = fakeActivities({}, log);
    const report = await place.during(fakes, () => reportOf(orderFor('2025-01-05', { only: ['validate'] })));
    expect(report.status).toBe('succeeded');
    expect(report.stages.at(-1)?.report?.warnings).toEqual([
      'The end of attempt 1 is missing in etl_execution_log.',
    ]);
  }, 20_000);

  test('of some stages skips the others and keeps their order', async () => {
    const fakes = fakeActivities();
    const order = orderFor('2025-01-06', { only: ['servicenow', 'allocate', 'validate'] });
    const report = await place.during(fakes, () => reportOf(order));
    expect(statusesOf(report)).toMatchObject({
      servicenow: ok,
      appdynamics: 'skipped',
      reconcile: 'skipped',
      validate: ok,
    });
    expect(
      fakes.events.filter((event) => event.startsWith('start')).map((event) => event.split(' ')[1]),
    ).toEqual(['servicenow', 'allocate', 'validate']);
  });

  test('of the same date is refused while one goes on, and answers its progress', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const fakes = fakeActivities({
      servicenow: async () => {
        await gate;
        return plainReport;
      },
    });
    await place.during(fakes, async () => {
      const handle = await start(orderFor('2025-01-07'));
      await expect(start(orderFor('2025-01-07'))).rejects.toMatchObject({
        name: 'WorkflowExecutionAlreadyStartedError',
        workflowId: 'license-pipeline/2025-01-07',
      });
      await waitFor(() => fakes.events.includes('end appdynamics 2025-01-07'));
      await wait(100);
      expect(await handle.query('progress')).toMatchObject({
        runId: 1,
        status: 'running',
        stages: [
          { id: 'servicenow', status: 'running' },
          { id: 'appdynamics', status: 'succeeded' },
          { status: 'pending' },
          {},
          {},
          {},
          {},
        ],
      });
      release();
      expect((await handle.result()).status).toBe('succeeded');
    });
  });

  test('that is cancelled ends its stages, validates, writes its record and ends as cancelled', async () => {
    let seen = false;
    const fakes = fakeActivities({
      reconcile: async () => {
        seen = true;
        return Context.current().cancelled;
      },
    });
    await place.during(fakes, async () => {
      const handle = await start(orderFor('2025-01-08'));
      await waitFor(() => seen);
      await handle.cancel();
      await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    });
    expect(statusesOf(fakes.closed[0] as RunReport)).toMatchObject({
      reconcile: 'failed',
      forecast: 'blocked',
      allocate: 'blocked',
      'refresh-views': 'blocked',
      validate: ok,
    });
    expect(fakes.closed[0]?.status).toBe('failed');
  }, 30_000);

  test('with an impossible order fails at once and names every problem', async () => {
    const fakes = fakeActivities();
    const order = orderFor('2025-01-09', { from: '2025-01-10', to: '2025-01-09' });
    await expect(place.during(fakes, () => reportOf(order))).rejects.toMatchObject({
      cause: {
        type: 'ConfigError',
        message: expect.stringMatching(/starts on 2025-01-10.*covers usage through the day before/),
      },
    });
    expect(fakes.opened).toEqual([]);
  });
});
