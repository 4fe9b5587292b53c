import type { Activities } from '../../activities/index.ts';
import type { RunOrder, RunSlice, StageReport } from '../../pipeline/run.ts';
import { stageIds, type StageId } from '../../pipeline/stages.ts';
import type { ExecutionLog } from '../../repositories/execution-log.ts';

const nothing: StageReport = { read: 0, written: 0, rejected: 0, warnings: [], facts: {} };

/** Activities that do nothing, so that what remains is orchestration. */
export const noOpActivities: Activities = {
  ...(Object.fromEntries(stageIds.map((id) => [id, async () => nothing])) as Record<
    StageId,
    () => Promise<StageReport>
  >),
  openRun: async ({ date, from, to }: RunOrder): Promise<RunSlice> => ({ runId: 1, date, from, to }),
  closeRun: async () => undefined,
  renderMonthlyReport: async ({ month }) => ({ month, standing: '', folder: '', files: [] }),
};

/** Keeps nothing. */
export const noLog: ExecutionLog = { started: async () => undefined, ended: async () => undefined };
