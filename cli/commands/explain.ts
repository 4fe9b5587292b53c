import type { Command } from 'commander';
import type { LineFacts } from '../../domain/explain/evidence.ts';
import type { Database } from '../../repositories/database.ts';
import { explainLine, findLinesOf } from '../../repositories/explain/explain-line.ts';
import { findApplication, findSector } from '../../repositories/find-by-name.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { existing } from '../existing.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr, wholeNumber } from '../parse-words.ts';
import { renderExplanation } from '../render-explanation.ts';
import { money, renderTable } from '../table.ts';

interface ExplainOptions {
  readonly sector?: string;
  readonly month?: string;
  readonly app?: string;
  readonly rows: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** `explain`: where an amount of the bill comes from (R31). */
export function addExplain(program: Command, context: Context, finish: Finish): void {
  program
    .command('explain')
    .argument('[line]', 'a line of a statement, by its number')
    .summary('where an amount of the bill comes from')
    .description(
      'Walks from a line of the bill to allocation, cost rows, price, usage rows, the answers of the source and the run that\n' +
        'read them. Every step proves its sum. Without a line it finds the lines of a sector, a month or an application.',
    )
    .option('--sector <name>', 'find the lines of this sector')
    .option('--month <month>', 'find the lines of this month')
    .option('--app <application>', 'find the lines of this application')
    .option('--rows <which>', 'cost rows to show: some, or all', 'some')
    .option('--limit <count>', 'how many lines to find', '50')
    .option('--json', 'print as JSON')
    .addHelpText('after', examples)
    .action(async (line: string | undefined, options: ExplainOptions) =>
      finish(await (line === undefined ? find(options, context) : explain(line, options, context))),
    );
}

const examples = `
Ends with code 2 when a sum does not add up.

Examples:
  appd-licensing explain --sector Finance --month 2025-07
  appd-licensing explain 4711
  appd-licensing explain 4711 --rows all
  appd-licensing explain 4711 --json`;

async function explain(word: string, options: ExplainOptions, context: Context): Promise<ExitCode> {
  if (!/^[1-9]\d{0,17}$/.test(word))
    throw new UsageError([
      `"${word}" is no line; "explain --month 2025-07 --sector NAME" finds their numbers.`,
    ]);
  if (!['some', 'all'].includes(options.rows))
    throw new UsageError([`--rows is "${options.rows}", expected some or all.`]);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const found = await explainLine(database, word, { allRows: options.rows === 'all' });
    if (!found)
      throw new UsageError([
        `There is no line ${word}; a run may have built its month again. "explain --month ..." finds lines.`,
      ]);
    context.terminal.out(
      `${options.json ? JSON.stringify(found.tree, null, 2) : renderExplanation(found.tree)}\n`,
    );
    return found.isProven ? exitCodes.right : exitCodes.failed;
  });
}

async function find(options: ExplainOptions, context: Context): Promise<ExitCode> {
  const { sector, month, app } = options;
  const problems: string[] = [];
  const limit = wholeNumber('--limit', options.limit, problems);
  if (sector === undefined && month === undefined && app === undefined)
    problems.push('Give a line, or --sector, --month or --app to find lines.');
  if (problems.length > 0) throw new UsageError(problems);
  const when = month === undefined ? null : monthOr(month);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const lines = await findLinesOf(database, {
      sectorId: sector === undefined ? null : existing(await findSector(database, sector)).id,
      appId: app === undefined ? null : await applicationOf(database, app),
      month: when,
      limit,
    });
    context.terminal.out(`${options.json ? JSON.stringify(lines, null, 2) : render(lines, limit)}\n`);
    return exitCodes.right;
  });
}

async function applicationOf(database: Database, words: string): Promise<number> {
  return existing(await findApplication(database, words)).id;
}

function render(lines: readonly LineFacts[], limit: number): string {
  const [first] = lines;
  if (!first) return 'No line fits.';
  const columns = [
    { title: 'line', align: 'right' as const },
    ...['month', 'sector', 'application', 'part', 'usage of'].map((title) => ({ title })),
    { title: 'amount', align: 'right' as const },
  ];
  const rows = lines.map((line) => [
    line.lineId,
    line.month.slice(0, 7),
    line.sector,
    line.app,
    line.part,
    line.chargeMonth.slice(0, 7),
    money(line.amount),
  ]);
  const more = lines.length < limit ? '' : ` The first ${limit}; --limit shows more.`;
  return `${renderTable(columns, rows)}\n\n"explain ${first.lineId}" says where that amount comes from.${more}`;
}
