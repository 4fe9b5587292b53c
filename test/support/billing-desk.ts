import { createAllocate } from '../../activities/allocate.ts';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createReconcile } from '../../activities/reconcile.ts';
import { readConfig } from '../../config/env.ts';
import { addDays, addMonths } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { Actor } from '../../repositories/acting.ts';
import { closeMonth, type CloseSettings } from '../../repositories/periods/close.ts';
import { startReview } from '../../repositories/periods/review.ts';
import type { Warehouse } from './warehouse.ts';

/** Those who bill: stages 3 and 5, and the people who review and close. */
export interface BillingDesk {
  /** Stages 3 and 5. */
  build(date: Day): Promise<void>;
  /** As if every blocking check had passed in the last run. */
  validated(date: Day): Promise<void>;
  /** Review by anna, close by bert, three weeks into the next month. */
  close(month: Month): Promise<void>;
  settings(today: Day): CloseSettings;
}

export const anna: Actor = { name: 'anna', token: null, reason: 'test' };
export const bert: Actor = { name: 'bert', token: null, reason: 'test' };

export function openBillingDesk(warehouse: Warehouse): BillingDesk {
  const { database } = warehouse;
  const config = readConfig({ DB_PASSWORD: 'unused' });
  const dependencies = { database, settings: config.pipeline } as ActivityDependencies;
  const [reconcile, allocate] = [createReconcile(dependencies), createAllocate(dependencies)];
  const settings = (today: Day): CloseSettings => ({
    today,
    billing: { ...config.billing, isInvoiceRequired: false },
    sharedServices: config.pipeline.sharedServices,
    codeVersion: 'test',
  });
  return {
    settings,
    async build(date) {
      const run = await warehouse.openRun(date, addDays(date, -1), addDays(date, -1));
      await reconcile(run);
      await allocate(run);
    },
    async validated(date) {
      const { runId } = await warehouse.openRun(date, addDays(date, -1), addDays(date, -1));
      await database.run(
        'validating',
        `insert into validation_results (run_id, check_id, severity, outcome, says, expected, observed, requirement, failing_samples, failing_rows, duration_ms)
         values ($1, 'cost-adds-up', 'blocking', 'pass', '', '', '', '{}', '[]', 0, 0)`,
        [runId],
      );
    },
    async close(month) {
      const today = addDays(addMonths(month, 1), 20);
      await startReview(database, anna, { month, today: addMonths(month, 1), acceptanceDays: 5 });
      await closeMonth(database, bert, month, settings(today));
    },
  };
}
