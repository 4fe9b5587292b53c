import { setTimeout as wait } from 'node:timers/promises';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { isStageId } from '../pipeline/order.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import type { AttemptEnd, AttemptKey, ExecutionLog } from '../repositories/execution-log.ts';

interface LogAttempts {
  readonly log: ExecutionLog;
  /** Who works: the worker's identity. */
  readonly worker: string;
  readonly now: () => Date;
  /** Hides secrets in a text. */
  readonly redact: (text: string) => string;
}

const tries = 3;
const pauseMs = 500;

/**
 * Writes every attempt of a stage into `etl_execution_log`. The log is written beside the work and never decides about it: when
 * it cannot be written, the stage keeps its own result, and the gap is told as a warning of its report, so that it is seen
 * where the run is seen.
 */
export function logAttempts(settings: LogAttempts): ActivityInterceptorsFactory {
  return (context) => ({
    inbound: {
      async execute(input, next) {
        const stage = context.info.activityType;
        if (!isStageId(stage)) return next(input);
        const { runId } = input.args[0] as RunSlice;
        const key: AttemptKey = { runId, stage, attempt: context.info.attempt };
        const started = persist(context, 'start', () => recordStart(key, context, settings));

        const end = async (result: Omit<AttemptEnd, 'endedAt'>): Promise<string[]> => {
          const endedAt = settings.now();
          const gaps = [await started];
          gaps.push(await persist(context, 'end', () => settings.log.ended(key, { ...result, endedAt })));
          return gaps.filter((gap) => gap !== null);
        };
        try {
          const report = (await next(input)) as StageReport;
          const gaps = await end({ outcome: 'succeeded', report, error: null });
          return gaps.length === 0 ? report : { ...report, warnings: [...report.warnings, ...gaps] };
        } catch (error) {
          await end(failed(error, settings.redact));
          throw error;
        }
      },
    },
  });
}

function recordStart(key: AttemptKey, { info }: Context, { log, worker, now }: LogAttempts): Promise<void> {
  const queuedAt = new Date(info.currentAttemptScheduledTimestampMs);
  return log.started(key, { queuedAt, startedAt: now(), worker });
}

/** Null when it was written; else one sentence on the gap, which is logged as well. */
async function persist(context: Context, what: string, write: () => Promise<void>): Promise<string | null> {
  for (let attempt = 1; ; attempt++)
    try {
      await write();
      return null;
    } catch (error) {
      if (attempt < tries) {
        await wait(pauseMs);
        continue;
      }
      const gap = `The ${what} of attempt ${context.info.attempt} is missing in etl_execution_log.`;
      context.log.error(gap, { error });
      return gap;
    }
}

function failed(error: unknown, redact: (text: string) => string): Omit<AttemptEnd, 'endedAt'> {
  if (error instanceof CancelledFailure)
    return {
      outcome: 'cancelled',
      report: null,
      error: { name: error.name, message: error.message, remedy: null },
    };
  const message = redact(error instanceof Error ? error.message : String(error));
  if (!(error instanceof ApplicationFailure)) {
    const name = error instanceof Error ? error.name : 'Error';
    return { outcome: 'failed', report: null, error: { name, message, remedy: null } };
  }
  const { remedy = null } = (error.details?.[0] ?? {}) as { remedy?: string };
  return { outcome: 'failed', report: null, error: { name: error.type ?? error.name, message, remedy } };
}
