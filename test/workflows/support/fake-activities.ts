import type { MonthlyReport, ReportOrder } from '../../../pipeline/monthly-report.ts';
import type { Activities } from '../../../activities/index.ts';
import type { RunOrder, RunReport, RunSlice, StageReport } from '../../../pipeline/run.ts';
import { stageIds, type StageId } from '../../../pipeline/stages.ts';
import type { ExecutionLog } from '../../../repositories/execution-log.ts';

/** What a stage does instead of its work. */
export type Deed = (slice: RunSlice) => Promise<StageReport>;

export interface FakeActivities {
  readonly activities: Activities;
  readonly log?: ExecutionLog;
  /** What happened, in order: `start appdynamics 2025-10-29`, `end ...`. */
  readonly events: string[];
  readonly opened: RunOrder[];
  readonly closed: RunReport[];
}

/** A report of a stage that found nothing special. */
export const plainReport: StageReport = { read: 2, written: 1, rejected: 0, warnings: [], facts: {} };

/** Activities that write down when they run; `deeds` replaces what single stages do. */
export function fakeActivities(
  deeds: Partial<Record<StageId, Deed>> = {},
  log?: ExecutionLog,
): FakeActivities {
  const events: string[] = [];
  const opened: RunOrder[] = [];
  const closed: RunReport[] = [];
  const perform = (id: StageId) => async (slice: RunSlice) => {
    events.push(`start ${id} ${slice.date}`);
    try {
      return await (deeds[id]?.(slice) ?? plainReport);
    } finally {
      events.push(`end ${id} ${slice.date}`);
    }
  };
  const activities = {
    ...(Object.fromEntries(stageIds.map((id) => [id, perform(id)])) as Record<StageId, Deed>),
    async openRun(order: RunOrder): Promise<RunSlice> {
      opened.push(order);
      const { date, from, to, months } = order;
      return { runId: opened.length, date, from, to, ...(months && { months }) };
    },
    async closeRun(report: RunReport) {
      closed.push(report);
    },
    async renderMonthlyReport({ month, requestedBy }: ReportOrder): Promise<MonthlyReport> {
      events.push(`report ${month} by ${requestedBy}`);
      return { month, standing: 'closed, data through the last day', folder: '/reports', files: [] };
    },
  };
  return { activities, events, opened, closed, ...(log && { log }) };
}

/** An order for one date with a window of three days. */
export function orderFor(date: string, change: Partial<RunOrder> = {}): RunOrder {
  const window = { from: dayBefore(date, 3), to: dayBefore(date, 1) };
  return { date, ...window, trigger: 'manual', startedBy: 'test', ...change };
}

function dayBefore(date: string, count: number): string {
  return new Date(Date.parse(date) - count * 86_400_000).toISOString().slice(0, 10);
}
