import { join } from 'node:path';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { runAndFollow } from '../cli/run-and-follow.ts';
import { createStageLines } from '../cli/stage-lines.ts';
import type { Terminal } from '../cli/terminal.ts';
import { pipelineWorkflowId } from '../pipeline/ids.ts';
import type { Database } from '../repositories/database.ts';
import { createRunHistory } from '../repositories/run-history.ts';
import { readRunSummary, type RunSummary } from '../repositories/run-summary.ts';
import type { Vendors } from '../simulators/start.ts';
import type { World } from '../simulators/world.ts';
import { openBookmark } from './desk/bookmark.ts';
import { openDesk, type Scene, type Window } from './desk/desk.ts';
import { scenesOf, stories } from './desk/story.ts';

interface Stage {
  readonly world: World;
  readonly vendors: Vendors;
  readonly client: Client;
  readonly database: Database;
  readonly databaseUrl: string;
  /** Of the demo. */
  readonly folder: string;
  readonly terminal: Terminal;
}

/** What came of the runs. */
export interface Played {
  /** Of every run that ended right, and of the one that ended the demo if it did not. */
  readonly summaries: readonly RunSummary[];
  readonly isRight: boolean;
}

/** A demo that was killed leaves its run in Temporal's file; a worker would go on with it on another day of the world. */
export async function endLeftovers(client: Client, world: World): Promise<void> {
  for (const { date } of world.demoRuns) {
    const handle = client.workflow.getHandle(pipelineWorkflowId(date));
    try {
      const { status } = await handle.describe();
      if (status.name === 'RUNNING')
        await handle.terminate('An earlier demo was killed in the middle of it.');
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}

/**
 * Plays the runs of the world one after the other, the world's clock at the date of each: a CMDB tells only the present. After a
 * run people do what the story of the world says, which is told once; later demos on the same data play the last run only. Ends
 * with the first run that fails.
 */
export async function playRuns(stage: Stage): Promise<Played> {
  const { world, folder } = stage;
  const story = stories[world.name];
  const bookmark = openBookmark(folder, scenesOf(story).length);
  const summaries: RunSummary[] = [];
  const tell = async (scenes: readonly Scene[]): Promise<void> => {
    for (const scene of bookmark.isAtEnd ? [] : scenes) {
      bookmark.turn();
      summaries.push(...(await playScene(stage, scene)));
    }
  };
  await tell(story.before);
  for (const { title, ...window } of bookmark.isAtEnd ? world.demoRuns.slice(-1) : world.demoRuns) {
    const { runId } = await playRun(stage, window, title);
    const summary = await readRunSummary(stage.database, runId);
    summaries.push(summary);
    if (!isRight(summary)) return { summaries, isRight: false };
    await tell(story.after[window.date] ?? []);
  }
  return { summaries, isRight: true };
}

async function playRun(
  { world, client, database, terminal }: Stage,
  window: Window,
  title = '',
): Promise<{ readonly runId: number; readonly isDone: boolean }> {
  world.clock.set(window.date);
  terminal.err(
    `\n${terminal.paint('bold', `Run ${window.date}`)}${title && `  ${title}`} (usage ${window.from} to ${window.to})\n`,
  );
  const order = { ...window, trigger: 'manual', startedBy: 'demo' } as const;
  const end = await runAndFollow(client, order, createStageLines(terminal));
  if (end.error) terminal.err(`${terminal.paint('red', end.error)}\n`);
  const runId = end.report?.runId ?? (await createRunHistory(database).idOf(end.workflowRunId));
  if (runId === null) throw new Error(`${end.workflowId} left no run record.`);
  return { runId, isDone: end.error === null };
}

/** Gives the summaries of the whole runs in it that ended right. */
async function playScene(stage: Stage, scene: Scene): Promise<RunSummary[]> {
  const { vendors, databaseUrl, terminal } = stage;
  const summaries: RunSummary[] = [];
  const run = async (window: Window): Promise<boolean> => {
    const { runId, isDone } = await playRun(stage, window);
    if (!isDone || window.only) return isDone;
    const summary = await readRunSummary(stage.database, runId);
    if (isRight(summary)) summaries.push(summary);
    return isRight(summary);
  };
  terminal.err(`${terminal.paint('bold', scene.on)}  ${scene.title}\n`);
  await scene.play(openDesk({ databaseUrl, folder: join(stage.folder, 'desk'), vendors, run }, scene.on));
  return summaries;
}

/** Did the run complete, and no blocking check fail? */
export function isRight({ run, checks }: RunSummary): boolean {
  const blocking = checks.filter(({ severity, outcome }) => severity === 'blocking' && outcome === 'fail');
  return (run.status === 'succeeded' || run.status === 'degraded') && blocking.length === 0;
}
