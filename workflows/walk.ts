import { decide, stagesBefore } from '../pipeline/order.ts';
import type { StageReport } from '../pipeline/run.ts';
import { stage, stageIds, type StageId } from '../pipeline/stages.ts';
import type { Board } from './board.ts';

/** What the walker needs to know of the world around it. */
export interface Walk {
  readonly only: readonly StageId[] | undefined;
  readonly perform: (id: StageId) => Promise<StageReport>;
  /** The error in one line. It throws what is no failure of a stage, such as a defect of the workflow. */
  readonly describe: (error: unknown) => string;
  /** After a cancellation only the stages that run `always` still start. */
  readonly isStopped: () => boolean;
}

/** Starts every stage as soon as the table allows it; resolves when nothing runs and nothing can start any more. */
export async function walk(board: Board, { only, perform, describe, isStopped }: Walk): Promise<void> {
  const running = new Map<StageId, Promise<void>>();

  const run = async (id: StageId): Promise<void> => {
    board.start(id);
    try {
      board.succeed(id, await perform(id));
    } catch (error) {
      board.fail(id, describe(error));
    } finally {
      running.delete(id);
    }
  };

  const moveOn = (id: StageId): boolean => {
    if (board.statuses()[id] !== 'pending') return false;
    const decision = decide(id, board.statuses(), only);
    if (decision === 'wait') return false;
    if (decision === 'skip') board.skip(id);
    else if (decision === 'block') board.block(id, whyBlocked(id, board, only));
    else if (isStopped() && stage(id).runs !== 'always')
      board.block(id, 'The run was cancelled before this stage.');
    else running.set(id, run(id));
    return true;
  };

  for (;;) {
    while (stageIds.map(moveOn).some(Boolean));
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}

function whyBlocked(id: StageId, board: Board, only: readonly StageId[] | undefined): string {
  const statuses = board.statuses();
  const broken = stagesBefore(id, only).filter((other) => ['failed', 'blocked'].includes(statuses[other]));
  return `Needs ${broken.map((other) => `"${stage(other).title}" (${statuses[other]})`).join(' and ')}.`;
}
