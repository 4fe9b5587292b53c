import type { Command } from 'commander';
import {
  createRunHistory,
  type PastRun,
  type PastStage,
  type WarehouseState,
} from '../../repositories/run-history.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr, wholeNumber } from '../parse-words.ts';
import { clip, duration, grouped, money, renderTable } from '../table.ts';

interface StatusOptions {
  readonly date?: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** `status`: the last runs, and where the warehouse stands. */
export function addStatus(program: Command, context: Context, finish: Finish): void {
  program
    .command('status')
    .summary('show the last runs and where the warehouse stands')
    .description('Shows the last runs, the stages of the newest one, and where the warehouse stands.')
    .option('--date <day>', 'only runs of this logical date')
    .option('--limit <count>', 'how many runs', '10')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  appd-licensing status --date 2025-10-29')
    .action(async (options: StatusOptions) => finish(await status(options, context)));
}

async function status(options: StatusOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const limit = wholeNumber('--limit', options.limit, problems);
  const date = dayOr('--date', options.date, '', problems) || null;
  if (problems.length > 0) throw new UsageError(problems);

  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const history = createRunHistory(database);
    const runs = await history.runs(limit, date);
    const stages = runs[0] ? await history.stages(runs[0].id) : [];
    const state = await history.state();
    const text = options.json
      ? JSON.stringify({ runs, stages, state }, null, 2)
      : render(runs, stages, state);
    context.terminal.out(`${text}\n`);
    return exitCodes.right;
  });
}

function render(runs: readonly PastRun[], stages: readonly PastStage[], state: WarehouseState): string {
  const [newest] = runs;
  if (!newest) return `No run yet.\n\n${renderState(state)}`;
  return `${renderRuns(runs)}\n\nStages of the newest, ${newest.date}:\n${renderStages(stages)}\n\n${renderState(state)}`;
}

function renderRuns(runs: readonly PastRun[]): string {
  const columns = ['date', 'usage', 'status', 'time', 'started', 'by', 'trigger'].map((title) => ({ title }));
  const rows = runs.map((run) => [
    run.date,
    `${run.from} to ${run.to}`,
    run.status,
    run.durationMs === null ? '' : duration(run.durationMs),
    run.startedAt,
    run.startedBy,
    run.only.length > 0 ? `${run.trigger}, only ${run.only.join(', ')}` : run.trigger,
  ]);
  return renderTable(columns, rows);
}

function renderStages(stages: readonly PastStage[]): string {
  const columns = [
    { title: 'stage' },
    { title: 'status' },
    { title: 'rows', align: 'right' as const },
    { title: 'time', align: 'right' as const },
    { title: 'attempts', align: 'right' as const },
    { title: 'note' },
  ];
  const rows = stages.map((stage) => [
    stage.stage,
    stage.status,
    stage.rows === null ? '' : grouped(stage.rows),
    stage.durationMs === null ? '' : duration(stage.durationMs),
    String(stage.attempts),
    clip(stage.error ?? stage.warnings.join('; '), 100),
  ]);
  return renderTable(columns, rows);
}

function renderState(state: WarehouseState): string {
  const prices =
    state.prices === 0 ? 'none: usage costs nothing until a price list is imported' : grouped(state.prices);
  return [
    `Data through     ${state.dataThrough ?? 'no usage yet'}`,
    `Unassigned cost  $${money(state.unassignedCost)}`,
    `Open reviews     ${state.openReviews}`,
    `Prices           ${prices}`,
    `Draft rules      ${state.unapprovedRules} allocation rules that nobody has approved`,
  ].join('\n');
}
