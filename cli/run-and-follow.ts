import type { Client } from '@temporalio/client';
import { describeError } from '../pipeline/errors.ts';
import type { RunOrder, RunReport } from '../pipeline/run.ts';
import type { RunProgress } from '../workflows/progress.ts';
import { follow } from './follow.ts';
import { startRun, type RunHandle } from './start-run.ts';

/** Hears how a run gets on. */
export interface RunView {
  show(progress: Pick<RunProgress, 'stages'>): void;
  warn(line: string): void;
  /** No more will be shown. */
  end(): void;
}

/** How a run that was followed ended. */
export interface RunEnd {
  readonly workflowId: string;
  readonly workflowRunId: string;
  /** Null when it ended without a record, e.g. terminated. */
  readonly report: RunReport | null;
  /** One line; null when the run succeeded. */
  readonly error: string | null;
}

/** Starts the run and follows it to its end. @throws RefusedError when the date is running already. */
export async function runAndFollow(client: Client, order: RunOrder, view: RunView): Promise<RunEnd> {
  return followRun(client, await startRun(client, order), view);
}

async function followRun(
  client: Client,
  handle: RunHandle & { firstExecutionRunId?: string },
  view: RunView,
): Promise<RunEnd> {
  const { workflowId } = handle;
  const { runId: workflowRunId } = await handle.describe();
  try {
    const report = await follow<RunProgress, RunReport>({
      client,
      handle,
      show: (progress) => view.show(progress),
      warn: (line) => view.warn(line),
    });
    view.show(report);
    return { workflowId, workflowRunId, report, error: null };
  } catch (error) {
    const { WorkflowFailedError } = await import('@temporalio/client');
    if (!(error instanceof WorkflowFailedError)) throw error;
    const report = await reportOf(error.cause);
    if (report) view.show(report);
    return { workflowId, workflowRunId, report, error: describeError(error.cause ?? error) };
  } finally {
    view.end();
  }
}

/** The report that a failed run carries in its failure. */
async function reportOf(cause: Error | undefined): Promise<RunReport | null> {
  const { ApplicationFailure } = await import('@temporalio/client');
  const carries = cause instanceof ApplicationFailure && cause.type === 'RunFailed';
  return carries ? ((cause.details?.[0] ?? null) as RunReport | null) : null;
}
