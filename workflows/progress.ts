import { defineQuery } from '@temporalio/workflow';
import type { RunReport } from '../pipeline/run.ts';

/** How a run stands now; `runId` is null until its record has been opened. */
export type RunProgress = Omit<RunReport, 'runId'> & { readonly runId: number | null };

/** Query `progress` of `licensePipeline`. */
export const runProgress = defineQuery<RunProgress>('progress');
