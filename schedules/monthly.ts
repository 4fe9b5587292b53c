import type { ScheduleOptions, ScheduleOptionsStartWorkflowAction } from '@temporalio/client';
import { monthlyScheduleId, taskQueue } from '../pipeline/ids.ts';
import type { startMonthlyReport } from '../workflows/monthly-report.ts';

type StartAction = ScheduleOptionsStartWorkflowAction<typeof startMonthlyReport>;

/** What may differ between installations. */
export interface MonthlySettings {
  /** Five fields, UTC. */
  readonly cron: string;
  readonly requestedBy: string;
}

export type MonthlySchedule = ScheduleOptions<StartAction>;

/** The report of every month, made after the cut-off; one that was missed is caught up for a week. */
export function monthlySchedule({ cron, requestedBy }: MonthlySettings): MonthlySchedule {
  return {
    scheduleId: monthlyScheduleId,
    spec: { cronExpressions: [cron], timezone: 'UTC' },
    policies: { overlap: 'BUFFER_ONE', catchupWindow: '7 days', pauseOnFailure: false },
    action: {
      type: 'startWorkflow',
      workflowType: 'startMonthlyReport',
      workflowId: `start-${monthlyScheduleId}`,
      taskQueue,
      args: [requestedBy],
      staticSummary: 'Makes the report of the last month',
    },
  };
}
