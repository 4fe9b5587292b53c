import type { Command } from 'commander';
import { applySchedule, listSchedules, type ListedSchedule } from '../../schedules/apply.ts';
import { dailySchedule } from '../../schedules/daily.ts';
import { monthlySchedule } from '../../schedules/monthly.ts';
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
    .summary('create, update or show the schedules')
    .description(
      'The schedule that runs the pipeline every night, and the one that makes the monthly report.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  appd-licensing schedules apply\n  appd-licensing schedules apply --pause --note "migration"',
    );
  schedules
    .command('apply')
    .description(
      'creates the schedules, or brings existing ones in line with SCHEDULE_CRON, WINDOW_DAYS and REPORT_CRON; that of the ' +
        'monthly report where REPORT_FOLDER is set. --pause and --resume are about the daily runs',
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
  const daily = dailySchedule({
    ...config.schedule,
    startedBy: config.etlUser,
    ...((pause || resume) && { paused: pause === true }),
    ...(note !== undefined && { note }),
  });
  const { cron } = config.reports;
  const monthly = config.reports.folder && monthlySchedule({ cron, requestedBy: config.etlUser });
  const [applied, report] = await withTemporal(config, async ({ schedule }) => [
    await applySchedule(schedule, daily),
    monthly ? await applySchedule(schedule, monthly) : null,
  ]);
  const lines = [
    `Schedule ${applied.id} ${applied.outcome}: ${config.schedule.cron} UTC, ${config.schedule.windowDays} usage days.${applied.paused ? ' It is paused.' : ''}`,
    report
      ? `Schedule ${report.id} ${report.outcome}: ${cron} UTC.`
      : 'No schedule for the monthly report: REPORT_FOLDER is not set.',
  ];
  context.terminal.out(`${json ? JSON.stringify({ ...applied, report }) : lines.join('\n')}\n`);
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
