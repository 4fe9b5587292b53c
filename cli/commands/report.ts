import type { Command } from 'commander';
import type { View } from '../../domain/statement/compare-views.ts';
import type { Month } from '../../pipeline/run.ts';
import { readBilledMonths } from '../../repositories/statements/read-bill.ts';
import { readReport, type CostReport } from '../../repositories/statements/report.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { money, renderTable, type Column } from '../table.ts';

interface ReportOptions {
  readonly asOf: string;
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** `report`: cost by sector and month, as charged or at today's organization (R18). */
export function addReport(program: Command, context: Context, finish: Finish): void {
  program
    .command('report')
    .summary("show cost by sector and month, as charged or at today's organization")
    .description(
      "As charged: what stands on the statements. At today's organization: direct cost, offsets and adjustments go to whoever owns the application now, received parts of shared services stay. Both have the same sum, and the report proves it.",
    )
    .option('--as-of <view>', 'charged or today', 'charged')
    .option('--month <month>', 'one month')
    .option('--from <month>', 'first month (default: the first with a bill)')
    .option('--to <month>', 'last month (default: the last with a bill)')
    .option('--json', 'print as JSON')
    .addHelpText('after', examples)
    .action(async (options: ReportOptions) => finish(await report(options, context)));
}

const examples = `
Examples:
  appd-licensing report --month 2025-07
  appd-licensing report --as-of today --from 2025-05 --to 2025-08`;

async function report(options: ReportOptions, context: Context): Promise<ExitCode> {
  const view = viewOf(options.asOf);
  const asked = rangeOf(options);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const billed = await readBilledMonths(database);
    const from = asked.from ?? billed[0];
    const to = asked.to ?? billed.at(-1);
    if (from === undefined || to === undefined)
      throw new UsageError(['There is no bill of any month yet; run the pipeline first.']);
    if (!billed.some((month) => month >= from && month <= to))
      throw new UsageError([
        `There is no bill from ${named(from)} to ${named(to)}; bills exist of ${billed.map(named).join(', ') || 'no month'}.`,
      ]);
    const found = await readReport(database, { view, from, to, today: context.today() });
    context.terminal.out(`${options.json ? JSON.stringify(found, null, 2) : render(found, view)}\n`);
    return exitCodes.right;
  });
}

function viewOf(word: string): View {
  if (word === 'charged' || word === 'today') return word;
  throw new UsageError([`--as-of is "${word}", expected charged or today.`]);
}

function rangeOf({ month, from, to }: ReportOptions): { from?: Month; to?: Month } {
  if (month !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError(['Give --month, or --from and --to.']);
  const first = month ?? from;
  const last = month ?? to;
  const range = {
    ...(first !== undefined && { from: monthOr(first) }),
    ...(last !== undefined && { to: monthOr(last) }),
  };
  if (range.from !== undefined && range.to !== undefined && range.from > range.to)
    throw new UsageError([`--from ${named(range.from)} comes after --to ${named(range.to)}.`]);
  return range;
}

const mostColumns = 6;

function render({ table, proof }: CostReport, view: View): string {
  const shown = table.months.length <= mostColumns ? table.months : [];
  const columns: Column[] = [
    { title: 'sector' },
    ...[...shown.map(named), 'total', ...(view === 'today' ? ['moved'] : [])].map((title) => ({
      title,
      align: 'right' as const,
    })),
  ];
  const rows = [...table.rows, table.sums].map(({ sector, amounts, total, moved }) => [
    sector,
    ...shown.map((_, index) => textOf(amounts[index])),
    money(total),
    ...(view === 'today' ? [money(moved)] : []),
  ]);
  const wide =
    shown.length === 0 ? `${table.months.length} months are too many for columns; --json has them.\n` : '';
  return `${renderTable(columns, rows)}\n\n${wide}${proofOf(proof)}`;
}

function textOf(amount: string | null | undefined): string {
  return amount === null || amount === undefined ? '' : money(amount);
}

function proofOf(proof: CostReport['proof']): string {
  const months = proof.map(
    ({ month, charged, today, difference }) =>
      `  ${named(month)}  as charged ${money(charged)} = at today's organization ${money(today)}; difference ${money(difference)}`,
  );
  return `Proof\n${months.join('\n')}`;
}

function named(month: Month): string {
  return month.slice(0, 7);
}
