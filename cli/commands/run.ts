import type { Command } from 'commander';
import type { Config } from '../../config/env.ts';
import { stageIds } from '../../pipeline/stages.ts';
import { createRunHistory } from '../../repositories/run-history.ts';
import { readRunSummary } from '../../repositories/run-summary.ts';
import { readSettings, withDatabase, withTemporal, type Context, type Finish } from '../context.ts';
import { exitCodeOfStatus, exitCodes, type ExitCode } from '../exit-codes.ts';
import { leaveItRunning } from '../leave-it-running.ts';
import { orderOf, type RunWords } from '../parse-words.ts';
import { renderSummary } from '../render-summary.ts';
import { runAndFollow, type RunEnd } from '../run-and-follow.ts';
import { createStageLines } from '../stage-lines.ts';
import { startRun } from '../start-run.ts';

interface RunOptions extends RunWords {
  readonly as?: string;
  readonly detach?: boolean;
  readonly json?: boolean;
}

/** `run`: starts the pipeline for one date and follows it. */
export function addRun(program: Command, context: Context, finish: Finish): void {
  program
    .command('run')
    .summary('run the pipeline for one date and follow it')
    .description('Runs the pipeline for one logical date. Run D covers usage days through D-1, UTC.')
    .option('--date <day>', 'logical date D, YYYY-MM-DD (default: today, UTC)')
    .option('--days <count>', 'usage days to load again, up to --to (default: WINDOW_DAYS, 3)')
    .option('--from <day>', 'first usage day')
    .option('--to <day>', 'last usage day (default: the day before D)')
    .option('--only <stages...>', `only these stages: ${stageIds.join(', ')}`)
    .option('--as <name>', 'who starts it (default: ETL_USER)')
    .option('--detach', 'start it and do not wait')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', examples)
    .action(async (options: RunOptions) => finish(await run(options, context)));
}

const examples = `
Examples:
  appd-licensing run                                    the last days up to yesterday
  appd-licensing run --date 2025-10-29 --days 7
  appd-licensing run --date 2025-10-29 --from 2025-07-30 --to 2025-10-28
  appd-licensing run --only servicenow                  the CMDB only
  appd-licensing run --only reconcile,allocate --json`;

async function run(options: RunOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  const order = orderOf(options, {
    today: context.today(),
    windowDays: config.schedule.windowDays,
    trigger: 'manual',
    startedBy: options.as ?? config.etlUser,
  });
  return withTemporal(config, async (client) => {
    if (options.detach) {
      const { workflowId } = await startRun(client, order);
      const text = options.json
        ? JSON.stringify({ workflowId, status: 'running' })
        : `Started ${workflowId}.`;
      context.terminal.out(`${text}\n`);
      return exitCodes.right;
    }
    // Before anything starts: a run whose end nobody could read would help nobody.
    return withDatabase(config, async () => {
      const forget = leaveItRunning(
        context.terminal,
        'The run goes on without this shell: "appd-licensing status" tells how.',
      );
      const end = await runAndFollow(client, order, createStageLines(context.terminal)).finally(forget);
      return tell(end, config, options, context);
    });
  });
}

async function tell(
  end: RunEnd,
  config: Config,
  { json }: RunOptions,
  { terminal }: Context,
): Promise<ExitCode> {
  if (end.error) terminal.err(`${terminal.paint('red', end.error)}\n`);
  return withDatabase(config, async (database) => {
    const runId = end.report?.runId ?? (await createRunHistory(database).idOf(end.workflowRunId));
    if (runId === null) return exitCodes.failed;
    const summary = await readRunSummary(database, runId);
    terminal.out(json ? `${JSON.stringify(summary, null, 2)}\n` : renderSummary(summary, terminal.paint));
    return end.report ? exitCodeOfStatus(end.report.status) : exitCodes.failed;
  });
}
