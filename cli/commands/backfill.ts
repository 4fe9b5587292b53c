import type { Command } from 'commander';
import {
  backfillProblems,
  describeBackfill,
  type BackfillOrder,
  type BackfillReport,
} from '../../pipeline/backfill.ts';
import { addDays } from '../../pipeline/days.ts';
import { backfillWorkflowId, taskQueue } from '../../pipeline/ids.ts';
import type { licenseBackfill } from '../../workflows/backfill.ts';
import { createBars } from '../bars.ts';
import { readSettings, withTemporal, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { follow } from '../follow.ts';
import { leaveItRunning } from '../leave-it-running.ts';
import { stagesOf, wholeNumber } from '../parse-words.ts';
import { startOnce } from '../start-run.ts';
import { clip, renderTable } from '../table.ts';

interface BackfillOptions {
  readonly from: string;
  readonly to: string;
  readonly parallel: string;
  readonly only?: readonly string[];
  readonly as?: string;
  readonly json?: boolean;
}

/** `backfill`: loads a range of usage days. */
export function addBackfill(program: Command, context: Context, finish: Finish): void {
  program
    .command('backfill')
    .summary('load a range of usage days again')
    .description(
      'Loads usage days that were missed, or loads them again: date by date, then every month once. A date that fails is\n' +
        'reported, and the others go on.',
    )
    .requiredOption('--from <day>', 'first usage day, YYYY-MM-DD')
    .requiredOption('--to <day>', 'last usage day')
    .option('--parallel <count>', 'dates that load side by side', '4')
    .option('--only <stages...>', 'only these stages')
    .option('--as <name>', 'who starts it (default: ETL_USER)')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', '\nExample:\n  appd-licensing backfill --from 2025-09-01 --to 2025-09-30')
    .action(async (options: BackfillOptions) => finish(await backfill(options, context)));
}

async function backfill(options: BackfillOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  const order = orderOf(options, options.as ?? config.etlUser);
  const { terminal } = context;
  const report = await withTemporal(config, async (client) => {
    const handle = await startOnce(
      client,
      backfillWorkflowId(addDays(order.from, 1), addDays(order.to, 1)),
      (workflowId) =>
        client.workflow.start<typeof licenseBackfill>('licenseBackfill', {
          workflowId,
          taskQueue,
          args: [order],
          workflowIdConflictPolicy: 'FAIL',
          staticSummary: `Back-fill of ${order.from} to ${order.to}`,
        }),
    );
    const bars = createBars(terminal);
    const forget = leaveItRunning(terminal, 'The back-fill goes on without this shell; Temporal shows how.');
    try {
      return await follow<BackfillReport, BackfillReport>({
        client,
        handle,
        show: (progress) => bars.show(barsOf(progress)),
        warn: (line) => bars.warn(line),
      });
    } finally {
      forget();
    }
  });
  terminal.out(options.json ? `${JSON.stringify(report, null, 2)}\n` : render(report));
  return report.status === 'failed' ? exitCodes.failed : exitCodes.right;
}

function orderOf(options: BackfillOptions, startedBy: string): BackfillOrder {
  const problems: string[] = [];
  const parallel = wholeNumber('--parallel', options.parallel, problems);
  const only = stagesOf(options.only, problems);
  const order = { from: options.from, to: options.to, parallel, startedBy, ...(only && { only }) };
  problems.push(...backfillProblems(order));
  if (problems.length > 0) throw new UsageError([...new Set(problems)]);
  return order;
}

function barsOf({ dates, months }: BackfillReport) {
  const ended = (all: readonly { readonly status: string }[]): number =>
    all.filter(({ status }) => status !== 'pending' && status !== 'running').length;
  return [
    { title: 'dates', done: ended(dates), total: dates.length },
    { title: 'months', done: ended(months), total: months.length },
  ];
}

function render(report: BackfillReport): string {
  const parts = [
    ...(report.inventory ? [['CMDB inventory', report.inventory] as const] : []),
    ...report.dates.map((outcome) => [`date ${outcome.date}`, outcome] as const),
    ...report.months.map((outcome) => [`month ${outcome.month.slice(0, 7)}`, outcome] as const),
    ...(report.closing ? [['forecast, views, checks', report.closing] as const] : []),
  ];
  const broken = parts.filter(([, { status }]) => status !== 'succeeded');
  const rows = broken.map(([part, { status, error }]) => [part, status, clip(error ?? '', 120)]);
  const table =
    rows.length > 0
      ? `${renderTable([{ title: 'part' }, { title: 'status' }, { title: 'what happened' }], rows)}\n`
      : '';
  return `Back-fill of ${report.from} to ${report.to} ${report.status}: ${describeBackfill(report)}.\n${table}`;
}
