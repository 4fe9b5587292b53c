import type { Command } from 'commander';
import { reportWorkflowId, taskQueue } from '../../pipeline/ids.ts';
import { reportedMonth, type MonthlyReport } from '../../pipeline/monthly-report.ts';
import type { Month } from '../../pipeline/run.ts';
import type { monthlyReport } from '../../workflows/monthly-report.ts';
import { readSettings, withTemporal, type Context, type Finish } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { failedWork } from '../failed-work.ts';
import { follow } from '../follow.ts';
import { monthOr } from '../parse-words.ts';
import { startOnce } from '../start-run.ts';
import { renderTable } from '../table.ts';

/** `monthly-report`: the eight tabs of a month on paper. */
export function addMonthlyReport(program: Command, context: Context, finish: Finish): void {
  program
    .command('monthly-report')
    .summary('print the eight dashboards of a month to PDF, tables as CSV')
    .description(
      'Lets a worker print the dashboards of the month into one PDF below REPORT_FOLDER, with a CSV of every panel beside it.\n' +
        'The worker needs a Chromium. Made again, the files are replaced. A month that has not begun or has no bill is refused; one\n' +
        'that runs or is not closed says so on every page.',
    )
    .argument('[month]', 'YYYY-MM; default is the last month that is over')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  appd-licensing monthly-report 2025-09')
    .action(async (month: string | undefined, { json }: { json?: boolean }) =>
      finish(
        await make(
          month === undefined ? reportedMonth(context.today()) : monthOr(month),
          json === true,
          context,
        ),
      ),
    );
}

async function make(month: Month, json: boolean, context: Context): Promise<ExitCode> {
  try {
    const report = await order(month, context);
    context.terminal.out(`${json ? JSON.stringify(report, null, 2) : render(report)}\n`);
    return exitCodes.right;
  } catch (error) {
    const failed = await failedWork(error);
    if (!failed) throw error;
    context.terminal.err(`${failed.line}\n`);
    return failed.code;
  }
}

async function order(month: Month, context: Context): Promise<MonthlyReport> {
  const config = await readSettings(context);
  return withTemporal(config, async (client) => {
    const handle = await startOnce(client, reportWorkflowId(month), (workflowId) =>
      client.workflow.start<typeof monthlyReport>('monthlyReport', {
        workflowId,
        taskQueue,
        args: [{ month, requestedBy: config.etlUser }],
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `Monthly report of ${month.slice(0, 7)}`,
      }),
    );
    return follow<unknown, MonthlyReport>({
      client,
      handle,
      show: () => undefined,
      warn: (line) => context.terminal.err(`${line}\n`),
    });
  });
}

function render({ month, standing, folder, files }: MonthlyReport): string {
  const rows = files.map(({ name, bytes }) => [name, `${Math.ceil(bytes / 1024)} kB`]);
  const columns = [{ title: 'file' }, { title: 'size', align: 'right' as const }];
  return `Report of ${month.slice(0, 7)} (${standing}) in ${folder}:\n${renderTable(columns, rows)}`;
}
