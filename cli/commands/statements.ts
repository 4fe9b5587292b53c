import type { Command } from 'commander';
import type { Statement } from '../../domain/statement/statement.ts';
import { proofCsv, statementLinesCsv, statementSummaryCsv } from '../../exports/statement-csv.ts';
import { statementJson } from '../../exports/statement-json.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Database } from '../../repositories/database.ts';
import { readSector } from '../../repositories/sectors.ts';
import { readBilledMonths, readStatements } from '../../repositories/statements/read-bill.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { renderStatement, renderStatementList } from '../render-statement.ts';
import { fileNames, writeFiles, type NewFile } from '../write-files.ts';
import { addStatementAnswers } from './statement-answers.ts';

interface StatementOptions {
  readonly sector?: string;
  readonly json?: boolean;
}

interface ExportOptions extends StatementOptions {
  readonly format: string;
  readonly out: string;
}

/** `statements`: what sectors are charged, and what they say to it. */
export function addStatements(program: Command, context: Context, finish: Finish): void {
  const statements = program
    .command('statements')
    .summary('show, export and answer the statements of sectors')
    .description(
      'The statement of a sector and month: direct cost, shared services and adjustments, line by line with the reasons, why the total moved, and the proof that nothing is missing. Buckets have statements too.',
    )
    .addHelpText('after', examples);

  statements
    .command('list <month>')
    .description('shows the totals of every sector and bucket, with the proof')
    .option('--json', 'print as JSON')
    .action(async (month: string, options: StatementOptions) => finish(await list(month, options, context)));
  statements
    .command('show <month>')
    .description('shows the statement of one sector or bucket')
    .requiredOption('--sector <name>', 'whose statement')
    .option('--json', 'print as JSON')
    .action(async (month: string, options: StatementOptions) => finish(await show(month, options, context)));
  statements
    .command('export <month>')
    .description('writes statements as files; the CSV files come with a summary and the proof')
    .requiredOption('--format <format>', 'csv, pdf or json')
    .requiredOption('--out <folder>', 'where to; made when it is missing')
    .option('--sector <name>', 'only this one (default: every sector and bucket with a charge)')
    .option('--json', 'print the paths as JSON')
    .action(async (month: string, options: ExportOptions) =>
      finish(await exportStatements(month, options, context)),
    );
  addStatementAnswers(statements, context, finish);
}

const examples = `
Examples:
  appd-licensing statements list 2025-07
  appd-licensing statements show 2025-07 --sector Beverages
  appd-licensing statements export 2025-07 --format pdf --out statements/
  appd-licensing statements accept 2025-07 --sector Beverages --as anna
  appd-licensing statements dispute 2025-07 --sector Beverages --line 4711 --reason "sold in June" --as anna
  appd-licensing statements answer 3 --text "the CMDB still names Beverages" --as bert
  appd-licensing statements decide 3 --upheld --reason "owner corrected" --as carla
  appd-licensing statements decisions 2025-07`;

async function list(word: string, { json }: StatementOptions, context: Context): Promise<ExitCode> {
  return withStatements(word, undefined, context, async (statements) => {
    const totals = statements.map(({ lines: _lines, ...statement }) => statement);
    context.terminal.out(`${json ? JSON.stringify(totals, null, 2) : renderStatementList(statements)}\n`);
  });
}

async function show(word: string, { sector, json }: StatementOptions, context: Context): Promise<ExitCode> {
  return withStatements(word, sector, context, async (statements) => {
    for (const statement of statements)
      context.terminal.out(json ? statementJson(statement) : `${renderStatement(statement)}\n`);
  });
}

const renderers: Readonly<Record<string, (statement: Statement) => string | Buffer | Promise<Buffer>>> = {
  csv: (statement) => statementLinesCsv([statement]),
  pdf: async (statement) => (await import('../../exports/statement-pdf.ts')).statementPdf(statement),
  json: statementJson,
};

async function exportStatements(word: string, options: ExportOptions, context: Context): Promise<ExitCode> {
  const { format, sector, out } = options;
  const render = Object.hasOwn(renderers, format) ? renderers[format] : undefined;
  if (!render) throw new UsageError([`--format is "${format}", expected csv, pdf or json.`]);
  return withStatements(word, sector, context, async (statements) => {
    const month = monthOr(word).slice(0, 7);
    const names = fileNames(statements.map(({ owner }) => owner.name));
    const files: NewFile[] = [];
    for (const [index, statement] of statements.entries())
      files.push({ name: `${month}_${names[index] ?? ''}.${format}`, content: await render(statement) });
    if (format === 'csv') files.push(...summaryFiles(month, sector && names[0], statements));
    const paths = await writeFiles(out, files);
    context.terminal.out(`${options.json ? JSON.stringify(paths, null, 2) : written(statements, paths)}\n`);
  });
}

function summaryFiles(month: string, only: string | undefined, statements: readonly Statement[]): NewFile[] {
  const of = only ? `${month}_${only}` : month;
  return [
    { name: `${of}_summary.csv`, content: statementSummaryCsv(statements) },
    { name: `${of}_proof.csv`, content: proofCsv(statements) },
  ];
}

function written(statements: readonly Statement[], paths: readonly string[]): string {
  const count = `${statements.length} statement${statements.length === 1 ? '' : 's'}`;
  return [`Written ${count}:`, ...paths.map((path) => `  ${path}`)].join('\n');
}

/** The statements of the month, or the one of the sector; says what there is when there is none. */
async function withStatements(
  word: string,
  sector: string | undefined,
  context: Context,
  use: (statements: readonly Statement[]) => Promise<void>,
): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    await use(await findStatements(database, month, sector));
    return exitCodes.right;
  });
}

async function findStatements(
  database: Database,
  month: Month,
  sector: string | undefined,
): Promise<Statement[]> {
  const found = sector === undefined ? undefined : await readSector(database, sector);
  if (found && 'why' in found) throw new UsageError([found.why]);
  const statements = await readStatements(database, month);
  if (statements.length === 0) {
    const months = (await readBilledMonths(database)).map((billed) => billed.slice(0, 7));
    const hint = months.length > 0 ? `bills exist of ${months.join(', ')}` : 'run the pipeline first';
    throw new UsageError([`There is no bill of ${month.slice(0, 7)}; ${hint}.`]);
  }
  if (!found) return statements;
  const own = statements.filter(({ owner }) => owner.sectorId === found.sectorId);
  if (own.length > 0) return own;
  const names = statements.map(({ owner }) => owner.name).join(', ');
  throw new UsageError([
    `Nothing was charged to ${found.name} in ${month.slice(0, 7)}; statements exist of ${names}.`,
  ]);
}
