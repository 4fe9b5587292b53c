import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { createViews } from '../repositories/views.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

/** Stage 6: the materialized views tell what the facts tell now. */
export function createRefreshViews({ database }: ActivityDependencies) {
  const views = createViews(database);

  return async function refreshViews(slice: RunSlice): Promise<StageReport> {
    const rows = await views.refresh(slice);
    return report({ written: Object.values(rows).reduce((sum, count) => sum + count, 0), facts: rows });
  };
}
