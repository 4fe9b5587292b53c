import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { orderProblems } from '../pipeline/check-order.ts';
import { bookkeeping } from '../pipeline/profiles.ts';
import type { RunOrder, RunReport } from '../pipeline/run.ts';
import { complaint, verdict } from '../pipeline/verdict.ts';
import { createBoard } from './board.ts';
import { describeFailure } from './describe-failure.ts';
import { performStage } from './perform-stage.ts';
import { runProgress, type RunProgress } from './progress.ts';
import { renderProgress } from './render-progress.ts';
import { walk } from './walk.ts';
import { workflowNow } from './workflow-clock.ts';

const { openRun, closeRun } = proxyActivities<Activities>(bookkeeping);

/**
 * One run of the pipeline for one logical date. A failed run fails the workflow too, so that every list shows it in red; its
 * report is then the first detail of the failure `RunFailed`.
 */
export async function licensePipeline(order: RunOrder): Promise<RunReport> {
  refuseImpossible(order);
  const board = createBoard(workflowNow, (stages) => setCurrentDetails(renderProgress(stages)));
  let progress: Pick<RunProgress, 'runId' | 'status'> = { runId: null, status: 'running' };
  setHandler(runProgress, () => ({ ...progress, date: order.date, stages: board.stages() }));

  const { workflowId, firstExecutionRunId } = workflowInfo();
  const slice = await CancellationScope.nonCancellable(() =>
    openRun(order, { workflowId, workflowRunId: firstExecutionRunId }),
  );
  progress = { ...progress, runId: slice.runId };

  const isStopped = (): boolean => CancellationScope.current().consideredCancelled;
  await walk(board, {
    only: order.only,
    perform: (id) => performStage(id, slice),
    describe: describeFailure,
    isStopped,
  });

  const status = isStopped() ? 'failed' : verdict(board.stages());
  const report: RunReport = { runId: slice.runId, date: order.date, status, stages: board.stages() };
  await CancellationScope.nonCancellable(() => closeRun(report));
  progress = { ...progress, status };
  if (isStopped()) throw new CancelledFailure(`Run ${order.date} was cancelled.`);
  return succeedOrThrow(report);
}

function refuseImpossible(order: RunOrder): void {
  const problems = orderProblems(order);
  if (problems.length > 0) throw ApplicationFailure.nonRetryable(problems.join(' '), 'ConfigError');
}

function succeedOrThrow(report: RunReport): RunReport {
  if (report.status !== 'failed') return report;
  const message = `Run ${report.date} failed. ${complaint(report.stages) ?? ''}`;
  throw ApplicationFailure.nonRetryable(message, 'RunFailed', report);
}
