import { basename } from 'node:path';
import type { Command } from 'commander';
import { readInvoiceFile } from '../../imports/invoice-file.ts';
import { refuseUpload } from '../../imports/read-upload.ts';
import { actingAs } from '../../repositories/acting.ts';
import {
  readDifferences,
  totalDifference,
  type InvoiceDifference,
} from '../../repositories/invoices/differences.ts';
import {
  invoiceLineProblems,
  saveInvoices,
  type ImportedInvoice,
} from '../../repositories/invoices/import-invoices.ts';
import { explainDifference, listInvoices, type StoredInvoice } from '../../repositories/invoices/invoices.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { clip, money, renderTable } from '../table.ts';

interface InvoiceOptions extends ActingOptions {
  readonly json?: boolean;
  readonly allowBom?: boolean;
  readonly capability?: string;
}

/** `invoice`: what the vendor invoiced, beside what usage cost (G-6). */
export function addInvoice(program: Command, context: Context, finish: Finish): void {
  const invoice = program
    .command('invoice')
    .summary('compare what the vendor invoiced with what usage cost')
    .description('Takes vendor invoices, and compares them with the cost of their months, by capability.')
    .addHelpText('after', examples);

  withActing(
    invoice.command('import <file>').description('takes the invoices of a CSV file, whole or not at all'),
  )
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .option('--json', 'print as JSON')
    .action(async (file: string, options: InvoiceOptions) =>
      finish(await importFile(file, options, context)),
    );
  invoice
    .command('list')
    .description('shows every invoice, the newest first')
    .option('--json', 'print as JSON')
    .action(async (options: InvoiceOptions) => finish(await list(options, context)));
  invoice
    .command('difference <month>')
    .description('shows cost against invoice, by capability')
    .option('--json', 'print as JSON')
    .action(async (month: string, options: InvoiceOptions) =>
      finish(await difference(month, options, context)),
    );
  withActing(
    invoice
      .command('explain <month>')
      .description('says why cost and invoice differ, so that the month may be closed'),
  )
    .option('--capability <code>', 'only this capability (default: the whole month)')
    .option('--json', 'print as JSON')
    .action(async (month: string, options: InvoiceOptions) => finish(await explain(month, options, context)));
}

const examples = `
The file has the columns tool, invoice_number, invoice_date, currency, month, capability, tier, units, amount, description;
capability, tier, units and description may be empty.

Examples:
  appd-licensing invoice import invoice-2025-07.csv
  appd-licensing invoice difference 2025-07
  appd-licensing invoice explain 2025-07 --capability APM --reason "credit of 120 USD follows in August"`;

async function importFile(file: string, options: InvoiceOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  const lines = readInvoiceFile(file, options.allowBom ?? false);
  return withDatabase(config, (database) =>
    actingAs(database, actorOf(config, options), async (tx, who) => {
      refuseUpload(file, await invoiceLineProblems(tx, lines));
      return saveInvoices(tx, { file: basename(file), by: who.name, lines });
    }).then((imported) => {
      context.terminal.out(
        `${options.json ? JSON.stringify(imported, null, 2) : renderImported(imported)}\n`,
      );
      return exitCodes.right;
    }),
  );
}

function renderImported(invoices: readonly ImportedInvoice[]): string {
  return invoices
    .map(({ number, currency, lines, amount, usdAmount, months }) => {
      const dollars = currency === 'USD' ? '' : `, ${money(usdAmount)} USD`;
      return `Took ${number}: ${lines} line(s), ${money(amount)} ${currency}${dollars}, for ${spoken(months)}.`;
    })
    .join('\n');
}

async function list({ json }: InvoiceOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const invoices = await listInvoices(database);
    context.terminal.out(`${json ? JSON.stringify(invoices, null, 2) : renderList(invoices)}\n`);
    return exitCodes.right;
  });
}

function renderList(invoices: readonly StoredInvoice[]): string {
  if (invoices.length === 0) return 'No invoice yet.';
  const columns = [
    { title: 'date' },
    { title: 'number' },
    { title: 'tool' },
    { title: 'months' },
    { title: 'lines', align: 'right' as const },
    { title: 'amount', align: 'right' as const },
    { title: 'currency' },
    { title: 'USD', align: 'right' as const },
    { title: 'imported by' },
    { title: 'file' },
  ];
  const rows = invoices.map((one) => [
    one.date,
    one.number,
    one.tool,
    spoken(one.months),
    String(one.lines),
    money(one.amount),
    one.currency,
    money(one.usdAmount),
    one.importedBy,
    one.file,
  ]);
  return renderTable(columns, rows);
}

async function difference(word: string, { json }: InvoiceOptions, context: Context): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  const tolerance = config.billing.invoiceTolerancePct;
  return withDatabase(config, async (database) => {
    const rows = await readDifferences(database, month, tolerance);
    context.terminal.out(
      `${json ? JSON.stringify(rows, null, 2) : renderDifferences(rows, month.slice(0, 7), tolerance)}\n`,
    );
    return exitCodes.right;
  });
}

function renderDifferences(rows: readonly InvoiceDifference[], name: string, tolerance: string): string {
  if (rows.length === 0) return `${name} has no invoice; "invoice import" takes one.`;
  const columns = [
    { title: 'capability' },
    { title: 'cost', align: 'right' as const },
    { title: 'invoiced', align: 'right' as const },
    { title: 'difference', align: 'right' as const },
    { title: '%', align: 'right' as const },
    { title: 'outcome' },
  ];
  const total = totalDifference(rows);
  const table = renderTable(columns, [
    ...rows.map((row) => [
      row.capability ?? '(none)',
      money(row.cost),
      money(row.invoiced),
      money(row.difference),
      row.percent ?? '',
      outcome(row),
    ]),
    ['Total', money(total.cost), money(total.invoiced), money(total.difference), '', ''],
  ]);
  return `${name}, US dollars, tolerance ${tolerance} % of the cost\n\n${table}`;
}

function outcome({ isWithinTolerance, explanations }: InvoiceDifference): string {
  const why = clip(explanations.join('; '), 80);
  if (isWithinTolerance) return why === '' ? 'within tolerance' : `within tolerance; ${why}`;
  return why === '' ? 'TO EXPLAIN' : `explained: ${why}`;
}

async function explain(word: string, options: InvoiceOptions, context: Context): Promise<ExitCode> {
  const month = monthOr(word);
  const { reason, capability = null } = options;
  if (reason === undefined || reason.trim() === '')
    throw new UsageError(['An explanation takes a reason: --reason.']);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    await actingAs(database, actorOf(config, options), (tx, who) =>
      explainDifference(tx, { month, capability, reason, by: who.name }),
    );
    const what = capability ?? 'every capability';
    context.terminal.out(
      `${options.json ? JSON.stringify({ month, capability, reason }) : `Noted for ${what} in ${month.slice(0, 7)}.`}\n`,
    );
    return exitCodes.right;
  });
}

/** `2025-07` or `2025-07 to 2026-06 (12 months)`. */
function spoken(months: readonly string[]): string {
  const [first = '', last = ''] = [months[0], months.at(-1)].map((month) => month?.slice(0, 7) ?? '');
  return months.length === 1 ? first : `${first} to ${last} (${months.length} months)`;
}
