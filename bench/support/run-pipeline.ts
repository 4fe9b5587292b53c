import type { Client } from '@temporalio/client';
import { pipelineWorkflowId, taskQueue } from '../../pipeline/ids.ts';
import type { RunOrder, StageProgress } from '../../pipeline/run.ts';
import type { licensePipeline } from '../../workflows/index.ts';
import { readRunTimes } from './read-history.ts';

/** Runs the pipeline to its end; gives seconds by the server's clock and how long each stage took. */
export async function runPipeline(
  client: Client,
  order: RunOrder,
): Promise<{ readonly seconds: number; readonly stages: string }> {
  const workflowId = pipelineWorkflowId(order.date);
  const report = await client.workflow.execute<typeof licensePipeline>('licensePipeline', {
    taskQueue,
    workflowId,
    args: [order],
  });
  const isDone = ({ status }: StageProgress): boolean => status === 'succeeded' || status === 'skipped';
  if (!report.stages.every(isDone))
    throw new Error(`The run ended ${report.status}: ${describe(report.stages)}`);
  const { durationMs } = await readRunTimes(client.workflow.getHandle(workflowId));
  return { seconds: durationMs / 1000, stages: describe(report.stages) };
}

function describe(stages: readonly StageProgress[]): string {
  return stages
    .filter(({ status }) => status !== 'skipped')
    .map(({ id, status, startedAt, endedAt, error }) => {
      const seconds = ((endedAt ?? 0) - (startedAt ?? 0)) / 1000;
      return status === 'succeeded' ? `${id} ${seconds.toFixed(2)} s` : `${id} ${status} (${error ?? ''})`;
    })
    .join(', ');
}
