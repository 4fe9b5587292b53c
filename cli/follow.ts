import { setTimeout as wait } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { taskQueue } from '../pipeline/ids.ts';

/** How somebody follows a workflow until it ends. */
export interface Following<Progress> {
  readonly client: Client;
  readonly handle: WorkflowHandle;
  /** Hears every answer of the query `progress`. */
  readonly show: (progress: Progress) => void;
  /** Hears once that nobody takes the work, and how to change that. */
  readonly warn: (line: string) => void;
}

const pollMs = 200;
const patienceMs = 4_000;
/** Temporal's number for the queue of workflow tasks. */
const workflowTasks = 1 as never;
/** A worker asks for work at least once a minute. */
const pollerLifeMs = 75_000;

/** Waits for the end of the workflow and shows how it gets on; gives what it returned, throws how it failed. */
export async function follow<Progress, Result>(following: Following<Progress>): Promise<Result> {
  const ended = new AbortController();
  const result = following.handle.result() as Promise<Result>;
  const broken = new Promise<never>((_, reject) => {
    watch(following, ended.signal).catch((error: unknown) => {
      if (!ended.signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
  try {
    return await Promise.race([result, broken]);
  } finally {
    ended.abort();
  }
}

async function watch<Progress>(following: Following<Progress>, ended: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  let isTaken = false;
  let isWarned = false;
  const isOver = (): boolean => ended.aborted;
  const complain = async (): Promise<void> => {
    if (isTaken || isWarned || isOver() || (await hasPoller(following.client))) return;
    isWarned = true;
    following.warn(
      `No worker polls the task queue "${taskQueue}" after ${Math.round((performance.now() - startedAt) / 1000)} s. ` +
        'The run waits for one: start it in another shell with "npm run cli -- worker".',
    );
  };
  // A query may hang until its own timeout while nobody polls, so patience runs by a clock of its own.
  const patience = setTimeout(() => void complain().catch(() => undefined), patienceMs);
  ended.addEventListener('abort', () => clearTimeout(patience));
  while (!isOver()) {
    const progress = await ask<Progress>(following.handle);
    if (isOver()) return;
    if (progress !== null) {
      isTaken = true;
      following.show(progress);
    }
    await wait(pollMs, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** Null while nobody can answer; the end of the workflow is told by its result, so a silent query is no failure. */
async function ask<Progress>(handle: WorkflowHandle): Promise<Progress | null> {
  try {
    return await handle.query<Progress>('progress');
  } catch (error) {
    const { QueryNotRegisteredError, QueryRejectedError, ServiceError } = await import('@temporalio/client');
    const silent = [QueryNotRegisteredError, QueryRejectedError, ServiceError];
    if (silent.some((type) => error instanceof type)) return null;
    throw error;
  }
}

/** Does somebody poll our task queue for workflows? */
export async function hasPoller(client: Client): Promise<boolean> {
  return (await pollers(client)).length > 0;
}

/** Who has asked our task queue for work lately. */
export async function pollers(client: Client): Promise<string[]> {
  const { pollers: found } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  const since = Date.now() - pollerLifeMs;
  return found
    .filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 >= since)
    .map(({ identity }) => identity ?? 'unknown');
}
