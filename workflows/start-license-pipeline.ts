import { defineSearchAttributeKey } from '@temporalio/common';
import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { addDays, dayOf } from '../pipeline/days.ts';
import type { Day, RunReport } from '../pipeline/run.ts';
import { runPipeline } from './run-pipeline.ts';

/** What a schedule says when it starts a run. */
export interface StartArguments {
  /** How many usage days the run covers, the last one being the day before the logical date. */
  readonly windowDays: number;
  readonly startedBy: string;
}

const nominalStart = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/**
 * Runs the pipeline for the logical date that the schedule meant. A schedule adds a time to the ids that it starts, which would
 * let the same date run twice; this starter gives the run its one id.
 */
export async function startLicensePipeline({ windowDays, startedBy }: StartArguments): Promise<RunReport> {
  const date = scheduledDate();
  const window = { from: addDays(date, -windowDays), to: addDays(date, -1) };
  const { status, error, report } = await runPipeline({ ...window, date, trigger: 'schedule', startedBy });

  if (status === 'refused') throw ApplicationFailure.nonRetryable(error ?? '', 'AlreadyRunning');
  if (status === 'failed' || !report) throw ApplicationFailure.nonRetryable(error ?? '', 'RunFailed', report);
  return report;
}

/** The day of the schedule's nominal time, which a late start or a catch-up does not move. */
function scheduledDate(): Day {
  const nominal = workflowInfo().typedSearchAttributes.get(nominalStart);
  if (nominal instanceof Date) return dayOf(nominal.getTime());
  throw ApplicationFailure.nonRetryable(
    'startLicensePipeline was not started by a schedule, so it has no logical date. Start licensePipeline with an order instead.',
    'ConfigError',
  );
}
