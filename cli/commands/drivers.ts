import type { Command } from 'commander';
import { readDriverFile } from '../../imports/driver-file.ts';
import { createDriverBook, type DriverTable } from '../../repositories/rules/driver-book.ts';
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

/** `drivers`: tables by which a rule may distribute, e.g. seats per sector. */
export function addDrivers(program: Command, context: Context, finish: Finish): void {
  const drivers = program
    .command('drivers')
    .summary('import tables that shared cost may follow')
    .description(
      'A driver table says how much of something, e.g. seats, each sector had in a month. Rules follow it with the driver\n' +
        'table:NAME. An import makes each table of each month it names exactly what the file says.',
    )
    .addHelpText('after', examples);
  withActing(
    drivers
      .command('import <file>')
      .description('brings driver tables, all of the file or nothing')
      .option('--json', 'print as JSON'),
  )
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .action(async (file: string, options: ImportOptions) => finish(await importFile(file, options, context)));
  drivers
    .command('list')
    .description('shows the tables, the newest month first')
    .option('--month <month>', 'of this month')
    .option('--json', 'print as JSON')
    .action(async (options: ListOptions) => finish(await list(options, context)));
}

const examples = `
Examples:
  appd-licensing drivers import seats-2025-07.csv --reason "HR report of July"
  appd-licensing drivers list --month 2025-07
  appd-licensing rules add workplace --pattern WORKPLACE --method proportional_usage --driver table:seats --from 2025-10

Columns of a driver file:
  driver,month,sector,quantity,unit
  seats,2025-07,Retail,1200,seats`;

async function importFile(file: string, options: ImportOptions, context: Context): Promise<ExitCode> {
  const lines = readDriverFile(file, options.allowBom === undefined ? {} : { allowBom: options.allowBom });
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const rows = lines.map(({ line, row }) => ({ row, place: `${file}:${line}` }));
    const done = await createDriverBook(database).replace(rows, actorOf(config, options));
    const text =
      `Drivers: ${done.inserted} added, ${done.updated} changed, ${done.deleted} removed, ${done.unchanged} as they were.\n` +
      'The next run distributes open months by them.';
    context.terminal.out(`${options.json ? JSON.stringify(done, null, 2) : text}\n`);
    return exitCodes.right;
  });
}

async function list({ json, month }: ListOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const tables = await createDriverBook(database).list(month === undefined ? null : monthOr(month));
    context.terminal.out(`${json ? JSON.stringify(tables, null, 2) : render(tables)}\n`);
    return exitCodes.right;
  });
}

function render(tables: readonly DriverTable[]): string {
  if (tables.length === 0) return 'There are no driver tables; "drivers import" brings them.';
  const columns = [
    { title: 'month' },
    { title: 'driver' },
    { title: 'sector' },
    { title: 'quantity', align: 'right' as const },
    { title: 'unit' },
    { title: 'by' },
  ];
  const rows = tables.flatMap(({ month, driver, unit, total, sectors, createdBy }) => [
    ...sectors.map(({ sector, quantity }) => [month.slice(0, 7), driver, sector, quantity, unit, createdBy]),
    [month.slice(0, 7), driver, 'all together', total, unit, ''],
  ]);
  return renderTable(columns, rows);
}
