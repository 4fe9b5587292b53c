import type { Command } from 'commander';
import { readBudgetFile } from '../../imports/budget-file.ts';
import { importBudgets, listBudgets, type KnownBudget } from '../../repositories/budgets.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { renderTable } from '../table.ts';

interface ImportOptions extends ActingOptions {
  readonly json?: boolean;
  readonly allowBom?: boolean;
}

interface ListOptions {
  readonly json?: boolean;
  readonly month?: string;
}

/** `budgets`: what sectors may spend in a month, which dashboards show beside the bill and the forecast. */
export function addBudgets(program: Command, context: Context, finish: Finish): void {
  const budgets = program
    .command('budgets')
    .summary('import what sectors may spend')
    .description(
      'A budget says what the whole bill of a sector may be in a month, in US dollars. Dashboards compare it with the bill and\n' +
        'the forecast; it changes no charge. An import makes each month it names exactly what the file says.',
    )
    .addHelpText('after', examples);
  withActing(
    budgets
      .command('import <file>')
      .description('brings budgets, all of the file or nothing')
      .option('--json', 'print as JSON'),
  )
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .action(async (file: string, options: ImportOptions) => finish(await importFile(file, options, context)));
  budgets
    .command('list')
    .description('shows budgets beside what was charged, the newest month first')
    .option('--month <month>', 'of this month')
    .option('--json', 'print as JSON')
    .action(async (options: ListOptions) => finish(await list(options, context)));
}

const examples = `
Examples:
  appd-licensing budgets import budgets-2026.csv --reason "plan of November"
  appd-licensing budgets list --month 2026-01

Columns of a budget file:
  month,sector,amount
  2026-01,Retail,12500.00`;

async function importFile(file: string, options: ImportOptions, context: Context): Promise<ExitCode> {
  const lines = readBudgetFile(file, { allowBom: options.allowBom ?? false });
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const rows = lines.map(({ line, row }) => ({ ...row, place: `${file}:${line}` }));
    const done = await importBudgets(database, actorOf(config, options), rows);
    const text = `Budgets: ${done.inserted} added, ${done.updated} changed, ${done.deleted} removed, ${done.unchanged} as they were.`;
    context.terminal.out(`${options.json ? JSON.stringify(done, null, 2) : text}\n`);
    return exitCodes.right;
  });
}

async function list({ json, month }: ListOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const budgets = await listBudgets(database, month === undefined ? null : monthOr(month));
    context.terminal.out(`${json ? JSON.stringify(budgets, null, 2) : render(budgets)}\n`);
    return exitCodes.right;
  });
}

function render(budgets: readonly KnownBudget[]): string {
  if (budgets.length === 0) return 'There are no budgets; "budgets import" brings them.';
  const columns = [
    { title: 'month' },
    { title: 'sector' },
    { title: 'budget', align: 'right' as const },
    { title: 'charged', align: 'right' as const },
    { title: 'by' },
  ];
  const rows = budgets.map(({ month, sector, budget, charged, createdBy }) => [
    month.slice(0, 7),
    sector,
    budget,
    charged ?? 'no bill yet',
    createdBy,
  ]);
  return renderTable(columns, rows);
}
