import type { Command } from 'commander';
import { readRateTable } from '../../imports/exchange-rates.ts';
import { actingAs } from '../../repositories/acting.ts';
import { importRates, listRates, type ListedRate } from '../../repositories/rates/rates.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { renderTable } from '../table.ts';

interface RateOptions extends ActingOptions {
  readonly json?: boolean;
  readonly allowBom?: boolean;
}

/** `rates`: what other currencies are in US dollars, fixed per month (R5). */
export function addRates(program: Command, context: Context, finish: Finish): void {
  const rates = program
    .command('rates')
    .summary('import and list exchange rates')
    .description('Exchange rates to US dollars, one per month and currency. A closed month keeps its rate.')
    .addHelpText('after', examples);
  withActing(rates.command('import <file>').description('brings a rate table, all of it or nothing'))
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .option('--json', 'print as JSON')
    .action(async (file: string, options: RateOptions) => finish(await importTable(file, options, context)));
  rates
    .command('list')
    .description('shows the rates, newest month first')
    .option('--json', 'print as JSON')
    .action(async (options: RateOptions) => finish(await list(options, context)));
}

const examples = `
Examples:
  appd-licensing rates import rates-2025.csv --reason "ECB reference rates"
  appd-licensing rates list

Columns of a rate table:
  month,currency,usd_rate,source
  2025-07,EUR,1.0842,ECB`;

async function importTable(file: string, options: RateOptions, context: Context): Promise<ExitCode> {
  const lines = readRateTable(file, { allowBom: options.allowBom ?? false });
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const actor = actorOf(config, options);
    const done = await actingAs(database, actor, (tx, who) => importRates(tx, who, lines));
    const next =
      done.inserted + done.updated > 0 ? ' The next run prices the open months that they touch anew.' : '';
    const text = `Rates: ${done.inserted} added, ${done.updated} corrected, ${done.unchanged} as they were.${next}`;
    context.terminal.out(`${options.json ? JSON.stringify(done, null, 2) : text}\n`);
    return exitCodes.right;
  });
}

async function list({ json }: RateOptions, context: Context): Promise<ExitCode> {
  return withDatabase(await readSettings(context), async (database) => {
    const rates = await listRates(database);
    context.terminal.out(`${json ? JSON.stringify(rates, null, 2) : render(rates)}\n`);
    return exitCodes.right;
  });
}

function render(rates: readonly ListedRate[]): string {
  if (rates.length === 0) return 'There are no exchange rates; bring them with "rates import".';
  const columns = [
    { title: 'month' },
    { title: 'currency' },
    { title: 'US dollars', align: 'right' as const },
    { title: 'source' },
    { title: 'by' },
    { title: 'period' },
  ];
  const rows = rates.map((rate) => [
    rate.month.slice(0, 7),
    rate.currency,
    rate.usdRate,
    rate.source,
    rate.createdBy,
    rate.state ?? 'none yet',
  ]);
  return renderTable(columns, rows);
}
