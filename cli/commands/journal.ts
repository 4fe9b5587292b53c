import type { Command } from 'commander';
import { journalCsv } from '../../exports/journal-csv.ts';
import { actingAs } from '../../repositories/acting.ts';
import type { Session } from '../../repositories/database.ts';
import { exportJournal, reverseJournal } from '../../repositories/journals/export-journal.ts';
import {
  listJournals,
  readJournal,
  type Journal,
  type JournalHead,
} from '../../repositories/journals/journals.ts';
import { postJournal } from '../../repositories/journals/post-journal.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { withNewFile, writeNewFile } from '../new-file.ts';
import { monthOr } from '../parse-words.ts';
import { money, renderTable } from '../table.ts';

interface JournalOptions extends ActingOptions {
  readonly json?: boolean;
  readonly out?: string;
}

/** `journal`: what a closed month books in the general ledger (G-10). */
export function addJournal(program: Command, context: Context, finish: Finish): void {
  const journal = program
    .command('journal')
    .summary('book a closed month in the general ledger')
    .description(
      'Makes journals of closed months for the sectors in hard mode, once per month; marks them as posted; takes them back.',
    )
    .addHelpText('after', examples);
  const json = (command: Command): Command => command.option('--json', 'print as JSON');

  json(
    withActing(
      journal
        .command('export <month>')
        .description('makes the journal of a closed month and writes it as CSV'),
    ),
  )
    .requiredOption('--out <file>', 'the file to write; it must not be there yet')
    .action(async (word: string, options: JournalOptions) =>
      finish(await exportMonth(word, options, context)),
    );
  json(
    withActing(
      journal
        .command('post <batch>')
        .description(
          'marks a batch as booked; takes a person who neither closed the month nor made its rules',
        ),
    ),
  ).action(async (batch: string, options: JournalOptions) => finish(await post(batch, options, context)));
  json(
    withActing(
      journal
        .command('reverse <batch>')
        .description('takes a batch back with a batch of its own; then the month may be exported again'),
    ),
  )
    .option('--out <file>', 'write the reversing batch as CSV; the file must not be there yet')
    .action(async (batch: string, options: JournalOptions) => finish(await reverse(batch, options, context)));
  json(journal.command('list').description('shows every batch, the newest first')).action(
    async (options: JournalOptions) => finish(await list(options, context)),
  );
  json(journal.command('show <batch>').description('shows a batch with its lines'))
    .option('--out <file>', 'write it as CSV again; the file must not be there yet')
    .action(async (batch: string, options: JournalOptions) => finish(await show(batch, options, context)));
}

const examples = `
Examples:
  appd-licensing journal export 2025-07 --out journal-2025-07.csv
  appd-licensing journal show APPD-2025-07-1
  appd-licensing journal post APPD-2025-07-1 --as carla
  appd-licensing journal reverse APPD-2025-07-1 --reason "wrong account" --out reversal-2025-07.csv`;

async function exportMonth(word: string, options: JournalOptions, context: Context): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  const { ledger } = config.billing;
  return change(options, context, (tx, by) => exportJournal(tx, { month, by, ledger }), 'Made');
}

async function post(batch: string, options: JournalOptions, context: Context): Promise<ExitCode> {
  return change(options, context, (tx, by) => postJournal(tx, batch, by), 'Posted');
}

async function reverse(batch: string, options: JournalOptions, context: Context): Promise<ExitCode> {
  const { reason } = options;
  if (reason === undefined || reason.trim() === '')
    throw new UsageError(['A reversal takes a reason: --reason.']);
  return change(options, context, (tx, by) => reverseJournal(tx, batch, { by, reason }), 'Made');
}

/** The batch and its file come together or not at all. */
async function change(
  options: JournalOptions,
  context: Context,
  step: (tx: Session, by: string) => Promise<Journal>,
  done: string,
): Promise<ExitCode> {
  const config = await readSettings(context);
  const { out } = options;
  const act = (write?: (pieces: Iterable<string>) => void): Promise<Journal> =>
    withDatabase(config, (database) =>
      actingAs(database, actorOf(config, options), async (tx, who) => {
        const journal = await step(tx, who.name);
        write?.([journalCsv(journal)]);
        return journal;
      }),
    );
  const journal = out === undefined ? await act() : await withNewFile(out, act);
  const where = out === undefined ? '' : `, written to ${out}`;
  const text = options.json
    ? JSON.stringify(journal, null, 2)
    : `${done} ${journal.batchId}: ${journal.lineCount} line(s), ${money(journal.debit)} USD on either side${where}.`;
  context.terminal.out(`${text}\n`);
  return exitCodes.right;
}

async function list({ json }: JournalOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const journals = await listJournals(database);
    context.terminal.out(`${json ? JSON.stringify(journals, null, 2) : renderList(journals)}\n`);
    return exitCodes.right;
  });
}

async function show(batch: string, { json, out }: JournalOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const journal = await readJournal(database, batch);
    if (out !== undefined) writeNewFile(out, [journalCsv(journal)]);
    context.terminal.out(`${json ? JSON.stringify(journal, null, 2) : render(journal)}\n`);
    return exitCodes.right;
  });
}

function renderList(journals: readonly JournalHead[]): string {
  if (journals.length === 0) return 'No journal yet.';
  const columns = [
    { title: 'batch' },
    { title: 'period' },
    { title: 'fiscal' },
    { title: 'status' },
    { title: 'USD', align: 'right' as const },
    { title: 'lines', align: 'right' as const },
    { title: 'made by' },
    { title: 'posted by' },
    { title: 'takes back' },
  ];
  const rows = journals.map((one) => [
    one.batchId,
    one.month.slice(0, 7),
    fiscal(one),
    one.status,
    money(one.debit),
    String(one.lineCount),
    one.createdBy,
    one.postedBy ?? '',
    one.reverses ?? '',
  ]);
  return renderTable(columns, rows);
}

function render(journal: Journal): string {
  const columns = [
    { title: 'account' },
    { title: 'cost center' },
    { title: 'debit', align: 'right' as const },
    { title: 'credit', align: 'right' as const },
    { title: 'description' },
  ];
  const side = (amount: string): string => (amount === '0.00' ? '' : money(amount));
  const rows = journal.lines.map((line) => [
    line.account,
    line.costCenter,
    side(line.debit),
    side(line.credit),
    line.description,
  ]);
  const total = ['Total', '', money(journal.debit), money(journal.debit), 'difference 0.00'];
  return `${headline(journal)}\n\n${renderTable(columns, [...rows, total])}`;
}

function headline(journal: JournalHead): string {
  const { batchId, month, status, createdBy, createdAt, postedBy, postedAt, reverses, reason } = journal;
  const lines = [
    `Batch   ${batchId}, ${status}`,
    `Period  ${month.slice(0, 7)}, fiscal ${fiscal(journal)}`,
    `Made    by ${createdBy}, ${createdAt}`,
  ];
  if (postedBy !== null) lines.push(`Posted  by ${postedBy}, ${postedAt ?? ''}`);
  if (reverses !== null) lines.push(`Takes back ${reverses}: ${reason ?? ''}`);
  return lines.join('\n');
}

function fiscal({ fiscalYear, fiscalPeriod }: JournalHead): string {
  return `FY${fiscalYear} P${String(fiscalPeriod).padStart(2, '0')}`;
}
