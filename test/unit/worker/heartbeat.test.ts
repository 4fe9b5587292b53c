import { afterEach, expect, jest, test } from '@jest/globals';
import { heartbeat } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { keepBeating } from '../../../worker/heartbeat.ts';

afterEach(() => {
  jest.useRealTimers();
});

async function beatsOf(
  info: { heartbeatTimeoutMs?: number; heartbeatDetails?: unknown },
  work: () => Promise<void>,
) {
  jest.useFakeTimers();
  const environment = new MockActivityEnvironment(info, { interceptors: [keepBeating] });
  const beats: unknown[] = [];
  environment.on('heartbeat', (detail: unknown) => beats.push(detail));
  await environment.run(work);
  await jest.advanceTimersByTimeAsync(60_000);
  return beats;
}

test('a stage that is silent beats by the clock, with the last thing that it said, until it ends', async () => {
  const beats = await beatsOf({ heartbeatTimeoutMs: 30_000, heartbeatDetails: 'page 1' }, async () => {
    await jest.advanceTimersByTimeAsync(5_000);
    heartbeat('page 2');
    await jest.advanceTimersByTimeAsync(10_000);
  });
  expect(beats).toEqual(['page 1', 'page 2', 'page 2', 'page 2']);
});

test('what has no heartbeat timeout does not beat', async () => {
  expect(await beatsOf({ heartbeatTimeoutMs: 0 }, () => jest.advanceTimersByTimeAsync(20_000))).toEqual([]);
});
