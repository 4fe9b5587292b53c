import type { StageReport } from '../pipeline/run.ts';
import type { StageId } from '../pipeline/stages.ts';

/** One attempt of a stage, as Temporal numbers them (from 1). */
export interface AttemptKey {
  readonly runId: number;
  readonly stage: StageId;
  readonly attempt: number;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly report: StageReport | null;
  /** Null when it succeeded. No secrets, no payloads. */
  readonly error: { readonly name: string; readonly message: string; readonly remedy: string | null } | null;
  readonly endedAt: Date;
}

/** `etl_execution_log`: the one table of stage attempts. */
export interface ExecutionLog {
  started(
    key: AttemptKey,
    at: { readonly queuedAt: Date; readonly startedAt: Date; readonly worker: string },
  ): Promise<void>;
  ended(key: AttemptKey, end: AttemptEnd): Promise<void>;
}
