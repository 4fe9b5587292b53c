import type { Command } from 'commander';
import { applySchedule, listSchedules, type ListedSchedule } from '../../schedules/apply.ts';
import { dailySchedule } from '../../schedules/daily.ts';
import { readSettings, withTemporal, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { renderTable } from '../table.ts';

interface ApplyOptions {
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly note?: string;
  readonly json?: boolean;
}

/** `schedules`: the daily run. */
export function addSchedules(program: Command, context: Context, finish: Finish): void {
  const schedules = program
    .command('schedules')
    .summary('create, update or show the daily schedule')
    .description('The schedule that runs the pipeline every night.')
    .addHelpText(
      'after',
      '\nExamples:\n  appd-licensing schedules apply\n  appd-licensing schedules apply --pause --note "migration"',
    );
  schedules
    .command('apply')
    .description(
      'creates the schedule, or brings the existing one in line with SCHEDULE_CRON and WINDOW_DAYS',
    )
    .option('--pause', 'it starts nothing until it is resumed')
    .option('--resume', 'it starts runs again')
    .option('--note <text>', 'why, for people')
    .option('--json', 'print as JSON')
    .action(async (options: ApplyOptions) => finish(await apply(options, context)));
  schedules
    .command('list')
    .description('shows the schedules of this product')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => finish(await list(options, context)));
}

async function apply({ pause, resume, note, json }: ApplyOptions, context: Context): Promise<ExitCode> {
  if (pause && resume) throw new UsageError(['--pause and --resume contradict each other.']);
  const config = await readSettings(context);
  const applied = await withTemporal(config, (client) =>
    applySchedule(
      client.schedule,
      dailySchedule({
        ...config.schedule,
        startedBy: config.etlUser,
        ...((pause || resume) && { paused: pause === true }),
        ...(note !== undefined && { note }),
      }),
    ),
  );
  const state = applied.paused ? ' It is paused.' : '';
  const line = `Schedule ${applied.id} ${applied.outcome}: ${config.schedule.cron} UTC, ${config.schedule.windowDays} usage days.${state}`;
  context.terminal.out(`${json ? JSON.stringify(applied) : line}\n`);
  return exitCodes.right;
}

async function list({ json }: { json?: boolean }, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  const schedules = await withTemporal(config, (client) => listSchedules(client.schedule));
  context.terminal.out(`${json ? JSON.stringify(schedules, null, 2) : render(schedules)}\n`);
  return exitCodes.right;
}

function render(schedules: readonly ListedSchedule[]): string {
  if (schedules.length === 0) return 'There is no schedule; "schedules apply" makes it.';
  const columns = ['schedule', 'state', 'next run', 'last run', 'note'].map((title) => ({ title }));
  const rows = schedules.map(({ id, paused, nextRunAt, lastRunAt, note }) => [
    id,
    paused ? 'paused' : 'active',
    nextRunAt ?? '',
    lastRunAt ?? '',
    note ?? '',
  ]);
  return renderTable(columns, rows);
}
