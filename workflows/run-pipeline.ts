import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  executeChild,
} from '@temporalio/workflow';
import { describeOrder } from '../pipeline/check-order.ts';
import { pipelineWorkflowId } from '../pipeline/ids.ts';
import type { RunOrder, RunReport, RunStatus } from '../pipeline/run.ts';
import { complaint } from '../pipeline/verdict.ts';
import { describeFailure } from './describe-failure.ts';
import { licensePipeline } from './license-pipeline.ts';

/** How a run that another workflow started came out; `refused` when its logical date was running already. */
export interface RunOutcome {
  readonly status: Exclude<RunStatus, 'running'> | 'refused';
  readonly error: string | null;
  readonly report: RunReport | null;
}

/**
 * Runs the pipeline as a child under the one id of its logical date and waits for it. Every end comes back as an outcome, only
 * our own cancellation is thrown. A parent that is terminated asks the run to end in order, record included.
 */
export async function runPipeline(order: RunOrder): Promise<RunOutcome> {
  const workflowId = pipelineWorkflowId(order.date);
  try {
    const report = await executeChild(licensePipeline, {
      workflowId,
      args: [order],
      parentClosePolicy: 'REQUEST_CANCEL',
      staticSummary: describeOrder(order),
    });
    return { status: report.status as RunOutcome['status'], error: complaint(report.stages), report };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return refusedBy(workflowId);
    if (CancellationScope.current().consideredCancelled) throw error;
    return { status: 'failed', error: describeFailure(error), report: reportOf(error) };
  }
}

function refusedBy(workflowId: string): RunOutcome {
  return {
    status: 'refused',
    error: `${workflowId} is running already; the same date never runs twice at once. Wait for it or cancel it.`,
    report: null,
  };
}

/** The report that a failed run carries in its failure. */
function reportOf(error: unknown): RunReport | null {
  const cause = error instanceof ChildWorkflowFailure ? error.cause : null;
  const carries = cause instanceof ApplicationFailure && cause.type === 'RunFailed';
  return carries ? ((cause.details?.[0] ?? null) as RunReport | null) : null;
}
