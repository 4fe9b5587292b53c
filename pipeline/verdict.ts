import type { RunStatus, StageProgress } from './run.ts';
import { stages } from './stages.ts';

/**
 * How a run ended, from how its stages did (C1): `failed` when a critical stage failed or was blocked, or when a blocking check
 * found something; `degraded` when only non-critical stages did; else `succeeded`. Stages that the order left out do not count.
 */
export function verdict(progress: readonly StageProgress[]): Exclude<RunStatus, 'running'> {
  const broken = progress.filter(({ status }) => status === 'failed' || status === 'blocked');
  if (broken.some(({ id }) => stages[id].critical) || blockingFailures(progress) > 0) return 'failed';
  return broken.length > 0 ? 'degraded' : 'succeeded';
}

/** How many blocking checks failed, as the stage `validate` reports in its fact `blockingFailed`; 0 when it did not run. */
export function blockingFailures(progress: readonly StageProgress[]): number {
  const facts = progress.find(({ id }) => id === 'validate')?.report?.facts;
  return Number(facts?.['blockingFailed'] ?? 0);
}

/** One line on all that went wrong, in reading order; null when nothing did. Blocked stages follow from the others. */
export function complaint(progress: readonly StageProgress[]): string | null {
  const lines = progress
    .filter(({ status }) => status === 'failed')
    .map(({ title, error }) => `${title}: ${error ?? 'failed'}`);
  const checks = blockingFailures(progress);
  if (checks > 0) lines.push(`${checks} blocking check(s) failed; the validation report names the rows.`);
  return lines.length > 0 ? lines.join(' | ') : null;
}
