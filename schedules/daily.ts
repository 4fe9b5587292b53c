import type { ScheduleOptions, ScheduleOptionsStartWorkflowAction } from '@temporalio/client';
import { dailyScheduleId, taskQueue } from '../pipeline/ids.ts';
import type { startLicensePipeline } from '../workflows/start-license-pipeline.ts';

type StartAction = ScheduleOptionsStartWorkflowAction<typeof startLicensePipeline>;

/** What may differ between installations. */
export interface DailySettings {
  /** Five fields, UTC. */
  readonly cron: string;
  /** Usage days of each run. */
  readonly windowDays: number;
  readonly startedBy: string;
  /** Absent: a schedule that exists keeps its state, a new one is not paused. */
  readonly paused?: boolean;
  /** Why it is paused, for people. */
  readonly note?: string;
}

export type DailySchedule = ScheduleOptions<StartAction>;

/**
 * The run of every night. A night on which the last run still goes on is skipped, since its days are in the window of the next
 * one; nights missed while the server was down are caught up for two days, which the window also covers.
 */
export function dailySchedule({ cron, windowDays, startedBy, paused, note }: DailySettings): DailySchedule {
  return {
    scheduleId: dailyScheduleId,
    spec: { cronExpressions: [cron], timezone: 'UTC' },
    policies: { overlap: 'SKIP', catchupWindow: '2 days', pauseOnFailure: false },
    action: {
      type: 'startWorkflow',
      workflowType: 'startLicensePipeline',
      workflowId: `start-${dailyScheduleId}`,
      taskQueue,
      args: [{ windowDays, startedBy }],
      staticSummary: 'Starts the run of the date that the schedule means',
    },
    ...((paused !== undefined || note !== undefined) && {
      state: { ...(paused !== undefined && { paused }), ...(note !== undefined && { note }) },
    }),
  };
}
