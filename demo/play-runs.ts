import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { runAndFollow } from '../cli/run-and-follow.ts';
import { createStageLines } from '../cli/stage-lines.ts';
import type { Terminal } from '../cli/terminal.ts';
import { pipelineWorkflowId } from '../pipeline/ids.ts';
import type { Database } from '../repositories/database.ts';
import { createRunHistory } from '../repositories/run-history.ts';
import { readRunSummary, type RunSummary } from '../repositories/run-summary.ts';
import type { World } from '../simulators/world.ts';

interface Stage {
  readonly world: World;
  readonly client: Client;
  readonly database: Database;
  readonly terminal: Terminal;
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
 * Plays the runs of the world one after the other, the world's clock at the date of each: a CMDB tells only the present. Ends
 * with the first one that fails.
 */
export async function playRuns({ world, client, database, terminal }: Stage): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const { title, ...window } of world.demoRuns) {
    world.clock.set(window.date);
    terminal.err(
      `\n${terminal.paint('bold', `Run ${window.date}`)}  ${title} (usage ${window.from} to ${window.to})\n`,
    );
    const order = { ...window, trigger: 'manual', startedBy: 'demo' } as const;
    const end = await runAndFollow(client, order, createStageLines(terminal));
    if (end.error) terminal.err(`${terminal.paint('red', end.error)}\n`);
    const runId = end.report?.runId ?? (await createRunHistory(database).idOf(end.workflowRunId));
    if (runId === null) throw new Error(`${end.workflowId} left no run record.`);
    const summary = await readRunSummary(database, runId);
    summaries.push(summary);
    if (!isRight(summary)) break;
  }
  return summaries;
}

/** Did the run complete, and no blocking check fail? */
export function isRight({ run, checks }: RunSummary): boolean {
  const blocking = checks.filter(({ severity, outcome }) => severity === 'blocking' && outcome === 'fail');
  return (run.status === 'succeeded' || run.status === 'degraded') && blocking.length === 0;
}
