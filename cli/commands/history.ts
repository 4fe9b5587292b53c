import { basename } from 'node:path';
import type { Command } from 'commander';
import { readVersions } from '../../config/versions.ts';
import { readHistoryFile } from '../../imports/history-file.ts';
import { refuseUpload } from '../../imports/read-upload.ts';
import { monthOf } from '../../pipeline/days.ts';
import { actingAs } from '../../repositories/acting.ts';
import {
  historyLineProblems,
  saveHistory,
  type ImportedMonth,
} from '../../repositories/history/import-history.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { grouped, money, renderTable } from '../table.ts';

interface HistoryOptions extends ActingOptions {
  readonly createSectors?: boolean;
  readonly allowBom?: boolean;
  readonly json?: boolean;
}

/** `history`: months that spreadsheets charged before this product did. */
export function addHistory(program: Command, context: Context, finish: Finish): void {
  const history = program
    .command('history')
    .summary('take over months from old spreadsheets')
    .description('Takes over months that were charged before, as closed periods that nobody can change.')
    .addHelpText('after', examples);
  withActing(
    history.command('import <file>').description('takes the months of a CSV file, whole or not at all'),
  )
    .option('--create-sectors', 'make sectors that are not known yet')
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .option('--json', 'print as JSON')
    .action(async (file: string, options: HistoryOptions) =>
      finish(await importFile(file, options, context)),
    );
}

const examples = `
The file has the columns month, sector, application, amount, description; application and description may be empty. Amounts
are US dollars. An application that is monitored under this very name gets its amounts; all others stand under __history__.

Example:
  appd-licensing history import charges-2024.csv --create-sectors`;

async function importFile(file: string, options: HistoryOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  const versions = await readVersions(config, context.environment, []);
  const lines = readHistoryFile(file, options.allowBom ?? false);
  const rules = { currentMonth: monthOf(context.today()), mayCreateSectors: options.createSectors ?? false };
  return withDatabase(config, async (database) => {
    const { months, createdSectors } = await actingAs(database, actorOf(config, options), async (tx, who) => {
      refuseUpload(file, await historyLineProblems(tx, lines, rules));
      return saveHistory(tx, {
        file: basename(file),
        by: who.name,
        lines,
        codeVersion: versions.code,
        configVersion: versions.config,
      });
    });
    const text = options.json
      ? JSON.stringify({ months, createdSectors }, null, 2)
      : render(months, createdSectors);
    context.terminal.out(`${text}\n`);
    return exitCodes.right;
  });
}

function render(months: readonly ImportedMonth[], createdSectors: readonly string[]): string {
  const columns = [
    { title: 'month' },
    { title: 'USD', align: 'right' as const },
    { title: 'lines', align: 'right' as const },
    { title: 'sectors', align: 'right' as const },
    { title: 'of known applications', align: 'right' as const },
  ];
  const rows = months.map((one) => [
    one.month.slice(0, 7),
    money(one.amount),
    grouped(one.lines),
    String(one.sectors),
    grouped(one.ofKnownApplications),
  ]);
  const made = createdSectors.length === 0 ? '' : `\n\nNew sectors: ${createdSectors.join(', ')}.`;
  return `Took over ${months.length} month(s); they are closed and stay as they are.\n\n${renderTable(columns, rows)}${made}`;
}
