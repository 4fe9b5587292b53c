import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { profiles } from '../pipeline/profiles.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { stage, type StageId } from '../pipeline/stages.ts';

/** Runs the stage as one activity, as patiently as its kind of work needs. Stages that run `always` survive a cancellation. */
export function performStage(id: StageId, slice: RunSlice): Promise<StageReport> {
  const { title, work, runs } = stage(id);
  const activities = proxyActivities<Activities>({ ...profiles[work], summary: title });
  if (runs !== 'always') return activities[id](slice);
  return CancellationScope.nonCancellable(() => activities[id](slice));
}
