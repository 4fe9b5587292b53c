import type { Client, WorkflowHandle } from '@temporalio/client';
import { describeOrder } from '../pipeline/check-order.ts';
import { pipelineWorkflowId, taskQueue } from '../pipeline/ids.ts';
import type { RunOrder } from '../pipeline/run.ts';
import type { licensePipeline } from '../workflows/license-pipeline.ts';

export type RunHandle = WorkflowHandle<typeof licensePipeline>;

/** The same date or range is at work already. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly workflowId: string;

  constructor(workflowId: string, runId: string, since: Date | null) {
    const started = since ? `, started ${since.toISOString()}` : '';
    super(
      `Refused: ${workflowId} is running already (run ${runId}${started}). The same date never runs twice at once.`,
    );
    this.workflowId = workflowId;
  }
}

/**
 * Starts the run of the order under the one id of its logical date.
 *
 * @throws RefusedError that names the running one, whoever started it.
 */
export async function startRun(client: Client, order: RunOrder): Promise<RunHandle> {
  return startOnce(client, pipelineWorkflowId(order.date), (workflowId) =>
    client.workflow.start<typeof licensePipeline>('licensePipeline', {
      workflowId,
      taskQueue,
      args: [order],
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: describeOrder(order),
    }),
  );
}

/** Starts a workflow unless one of that id is running. @throws RefusedError */
export async function startOnce<Handle>(
  client: Client,
  workflowId: string,
  start: (workflowId: string) => Promise<Handle>,
): Promise<Handle> {
  try {
    return await start(workflowId);
  } catch (error) {
    const { WorkflowExecutionAlreadyStartedError } = await import('@temporalio/client');
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId, startTime } = await client.workflow.getHandle(workflowId).describe();
    throw new RefusedError(workflowId, runId, startTime);
  }
}
