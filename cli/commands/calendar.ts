import type { Command } from 'commander';
import { readFiscalCalendar, type FiscalPeriod } from '../../imports/fiscal-calendar.ts';
import {
  importCalendar,
  listFiscalPeriods,
  listFiscalYears,
  type CalendarImport,
} from '../../repositories/calendar.ts';
import type { Database } from '../../repositories/database.ts';
import { addDays } from '../../pipeline/days.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { grouped, renderTable } from '../table.ts';

interface CalendarOptions extends ActingOptions {
  readonly year?: string;
  readonly allowBom?: boolean;
  readonly json?: boolean;
}

/** `calendar`: fiscal years and periods, which stand on statements and journals (C43). */
export function addCalendar(program: Command, context: Context, finish: Finish): void {
  const calendar = program
    .command('calendar')
    .summary('import and show the fiscal calendar')
    .description(
      'Fiscal years and periods stand on statements and journals. A month belongs to the period of its last day. Until a calendar is imported they are those of the calendar year.',
    )
    .addHelpText('after', examples);
  withActing(
    calendar.command('import <file>').description('reads fiscal periods from a CSV file, all or nothing'),
  )
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .option('--json', 'print as JSON')
    .action(async (file: string, options: CalendarOptions) =>
      finish(await importFile(file, options, context)),
    );
  calendar
    .command('show')
    .description('shows the periods of a fiscal year')
    .option('--year <year>', 'which fiscal year (default: that of today)')
    .option('--json', 'print as JSON')
    .action(async (options: CalendarOptions) => finish(await show(options, context)));
}

const examples = `
The file (end_date is the first day that no longer belongs to the period, as in every range here):
  fiscal_year,fiscal_period,start_date,end_date
  2025,1,2024-12-29,2025-01-26
  2025,2,2025-01-26,2025-02-23

Examples:
  appd-licensing calendar import fiscal-2025.csv --reason "calendar of group finance"
  appd-licensing calendar show --year 2025`;

async function importFile(file: string, options: CalendarOptions, context: Context): Promise<ExitCode> {
  const periods = readFiscalCalendar(file, options.allowBom ?? false);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const done = await importCalendar(database, actorOf(config, options), periods);
    context.terminal.out(`${options.json ? JSON.stringify(done, null, 2) : sentence(done)}\n`);
    return exitCodes.right;
  });
}

function sentence({ periods, changedDays, keptMonths }: CalendarImport): string {
  const kept =
    keptMonths.length === 0
      ? ''
      : ` Closed months keep the periods they were closed with: ${keptMonths.map((month) => month.slice(0, 7)).join(', ')}.`;
  return `${periods} fiscal periods read; ${grouped(changedDays)} days changed.${kept}`;
}

async function show({ year, json }: CalendarOptions, context: Context): Promise<ExitCode> {
  if (year !== undefined && !/^\d{4}$/.test(year))
    throw new UsageError([`--year is "${year}", expected a year such as 2025.`]);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const periods = await periodsOf(database, year === undefined ? undefined : Number(year), context);
    context.terminal.out(`${json ? JSON.stringify(periods, null, 2) : render(periods)}\n`);
    return exitCodes.right;
  });
}

async function periodsOf(
  database: Database,
  year: number | undefined,
  context: Context,
): Promise<FiscalPeriod[]> {
  const today = context.today();
  if (year === undefined) return listFiscalPeriods(database, today, addDays(today, 1));
  const years = await listFiscalYears(database);
  if (!years.includes(year))
    throw new UsageError([
      `The calendar knows the years ${years[0] ?? ''} to ${years.at(-1) ?? ''}, and not ${year}.`,
    ]);
  const around = await listFiscalPeriods(database, `${year - 1}-07-01`, `${year + 1}-07-01`);
  return around.filter(({ fiscalYear }) => fiscalYear === year);
}

function render(periods: readonly FiscalPeriod[]): string {
  const columns = [
    { title: 'fiscal year' },
    { title: 'period', align: 'right' as const },
    { title: 'from' },
    { title: 'before' },
  ];
  const rows = periods.map(({ fiscalYear, fiscalPeriod, start, end }) => [
    String(fiscalYear),
    String(fiscalPeriod),
    start,
    end,
  ]);
  return renderTable(columns, rows);
}
