import type { Day, Month } from './run.ts';

/** The Temporal task queue that every worker of this product polls. */
export const taskQueue = 'license-pipeline';

/** The daily schedule. */
export const dailyScheduleId = 'license-pipeline-daily';

/** The schedule of the monthly report. */
export const monthlyScheduleId = 'monthly-report';

/** One report of a month at a time. */
export function reportWorkflowId(month: Month): string {
  return `monthly-report/${month.slice(0, 7)}`;
}

/** One workflow id per logical date: Temporal itself refuses the same date twice at once. */
export function pipelineWorkflowId(date: Day): string {
  return `license-pipeline/${date}`;
}

/** A back-fill is known by its range of logical dates. */
export function backfillWorkflowId(from: Day, to: Day): string {
  return `license-backfill/${from}..${to}`;
}
