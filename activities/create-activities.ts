import type { RunOrder, RunReport } from '../pipeline/run.ts';
import { createRuns } from '../repositories/runs.ts';
import { createAllocate } from './allocate.ts';
import { createAppdynamics } from './appdynamics.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { createForecast } from './forecast.ts';
import type { Activities, WorkflowIdentity } from './index.ts';
import { createReconcile } from './reconcile.ts';
import { createRefreshViews } from './refresh-views.ts';
import { createServicenow } from './servicenow.ts';
import { createValidate } from './validate.ts';

/** Every activity with real things plugged in; `renderMonthlyReport` needs a browser and comes from whoever has one. */
export function createActivities(
  dependencies: ActivityDependencies,
  renderMonthlyReport: Activities['renderMonthlyReport'],
): Activities {
  const runs = createRuns(dependencies.database);
  const { code: codeVersion, config: configVersion } = dependencies.versions;
  return {
    openRun: (order: RunOrder, identity: WorkflowIdentity) =>
      runs.open(order, { ...identity, codeVersion, configVersion }),
    closeRun: (report: RunReport) => runs.close(report),
    renderMonthlyReport,
    servicenow: createServicenow(dependencies),
    appdynamics: createAppdynamics(dependencies),
    reconcile: createReconcile(dependencies),
    forecast: createForecast(dependencies),
    allocate: createAllocate(dependencies),
    'refresh-views': createRefreshViews(dependencies),
    validate: createValidate(dependencies),
  };
}
