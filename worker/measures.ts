import type { MetricMeter } from '@temporalio/common';
import type { RunStatus, StageReport } from '../pipeline/run.ts';
import { stageIds, type StageId } from '../pipeline/stages.ts';
import type { Freshness } from '../repositories/freshness.ts';

/** How an attempt of a stage ended. */
export type Outcome = 'succeeded' | 'failed' | 'cancelled';

/** One attempt that has ended. */
export interface EndedAttempt {
  readonly stage: StageId;
  /** As Temporal numbers them, from 1. */
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** Null unless it succeeded. */
  readonly report: StageReport | null;
}

/** What a worker counts of its own work, beside what Temporal's SDK counts. */
export interface Measures {
  attemptEnded(attempt: EndedAttempt): void;
  runEnded(status: RunStatus): void;
  /** What the warehouse says, not this worker: it stays right when a worker restarts or another one did the work. */
  warehouseIs(freshness: Freshness): void;
}

/** Every name that we add to the page begins with this. */
const prefix = 'appd_licensing';

const outcomes: readonly Outcome[] = ['succeeded', 'failed', 'cancelled'];
const endings: readonly RunStatus[] = ['succeeded', 'degraded', 'failed'];

/** The upper bounds in seconds that attempts are sorted into, by the name of their histogram. */
export const bucketsOfMeasures: Readonly<Record<string, number[]>> = {
  [`${prefix}_stage_duration`]: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
};

/** Creates the measures on a meter. Every counter begins at zero at once: one that appears at 1 would lose its first event. */
export function createMeasures(meter: MetricMeter): Measures {
  const counter = (name: string, says: string) => meter.createCounter(`${prefix}_${name}`, '', says);
  const gauge = (name: string, says: string) => meter.createGauge(`${prefix}_${name}`, 'int', '', says);
  const runs = counter('runs', 'Runs that this worker closed, by status.');
  const attempts = counter('stage_attempts', 'Attempts of stages, by stage and outcome.');
  const retries = counter('stage_retries', 'Attempts of stages that were not the first one.');
  const rows = {
    read: counter('rows_read', 'Rows that stages read.'),
    written: counter('rows_written', 'Rows that stages wrote or changed.'),
    rejected: counter('rows_rejected', 'Rows that stages could not use.'),
  };
  const duration = meter.createHistogram(
    `${prefix}_stage_duration`,
    'float',
    'seconds',
    'How long attempts of stages took, by stage and outcome.',
  );
  const dataThrough = gauge(
    'data_through_timestamp_seconds',
    'End of the last usage day that dashboards show, in seconds since 1970.',
  );
  const lastRun = gauge(
    'last_run_timestamp_seconds',
    'When the last run of each status ended, in seconds since 1970.',
  );

  for (const status of endings) runs.add(0, { status });
  for (const stage of stageIds) {
    for (const outcome of outcomes) attempts.add(0, { stage, outcome });
    for (const one of [retries, ...Object.values(rows)]) one.add(0, { stage });
  }
  return {
    attemptEnded({ stage, attempt, outcome, seconds, report }) {
      attempts.add(1, { stage, outcome });
      duration.record(seconds, { stage, outcome });
      if (attempt > 1) retries.add(1, { stage });
      for (const kind of ['read', 'written', 'rejected'] as const)
        if (report !== null) rows[kind].add(report[kind], { stage });
    },
    runEnded: (status) => runs.add(1, { status }),
    warehouseIs({ dataThrough: end, lastRuns }) {
      if (end !== null) dataThrough.set(end);
      for (const { status, endedAt } of lastRuns) lastRun.set(endedAt, { status });
    },
  };
}
