import type { StageProgress, StageReport, StageStatus } from '../pipeline/run.ts';
import { stage, stageIds, type StageId } from '../pipeline/stages.ts';

/** How every stage of one run stands, kept in memory while it walks. */
export interface Board {
  readonly stages: () => readonly StageProgress[];
  readonly statuses: () => Readonly<Record<StageId, StageStatus>>;
  readonly start: (id: StageId) => void;
  readonly succeed: (id: StageId, report: StageReport) => void;
  readonly fail: (id: StageId, error: string) => void;
  readonly block: (id: StageId, why: string) => void;
  readonly skip: (id: StageId) => void;
}

/** A board on which every stage is pending. `changed` hears of every move. */
export function createBoard(now: () => number, changed: (stages: readonly StageProgress[]) => void): Board {
  const places = Object.fromEntries(stageIds.map((id) => [id, pending(id)])) as Record<
    StageId,
    StageProgress
  >;
  const all = (): StageProgress[] => stageIds.map((id) => places[id]);
  const move = (id: StageId, change: Partial<StageProgress>): void => {
    places[id] = { ...places[id], ...change };
    changed(all());
  };
  return {
    stages: all,
    statuses: () =>
      Object.fromEntries(stageIds.map((id) => [id, places[id].status])) as Record<StageId, StageStatus>,
    start: (id) => move(id, { status: 'running', startedAt: now() }),
    succeed: (id, report) => move(id, { status: 'succeeded', endedAt: now(), report }),
    fail: (id, error) => move(id, { status: 'failed', endedAt: now(), error }),
    block: (id, why) => move(id, { status: 'blocked', error: why }),
    skip: (id) => move(id, { status: 'skipped' }),
  };
}

function pending(id: StageId): StageProgress {
  const { title } = stage(id);
  return { id, title, status: 'pending', startedAt: null, endedAt: null, report: null, error: null };
}
