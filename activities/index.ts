import type { MonthlyReport, ReportOrder } from '../pipeline/monthly-report.ts';
import type { RunOrder, RunReport, RunSlice, StageReport } from '../pipeline/run.ts';
import type { StageId } from '../pipeline/stages.ts';

/** What a workflow knows of its own execution when it opens a run record. */
export interface WorkflowIdentity {
  readonly workflowId: string;
  /** Temporal's run id: the first one of the execution, so that a retry finds its record. */
  readonly workflowRunId: string;
}

/** Everything a workflow may ask a worker to do: one activity per stage, and the run record before and after. */
export type Activities = {
  readonly [Id in StageId]: (slice: RunSlice) => Promise<StageReport>;
} & {
  /** Writes the run record and gives back the slice that every stage receives. Asked twice, it answers the same. */
  readonly openRun: (order: RunOrder, identity: WorkflowIdentity) => Promise<RunSlice>;
  /** Writes how the run ended. */
  readonly closeRun: (report: RunReport) => Promise<void>;
  /** Prints the tabs of a month. Asked twice, it writes the same files again. */
  readonly renderMonthlyReport: (order: ReportOrder) => Promise<MonthlyReport>;
};
