import type { Command } from 'commander';
import type { Config } from '../../config/env.ts';
import { addDays } from '../../pipeline/days.ts';
import type { Month, RunOrder } from '../../pipeline/run.ts';
import type { Database } from '../../repositories/database.ts';
import { named, readPeriod } from '../../repositories/periods/periods.ts';
import { rebuildMonth, type Rebuilt } from '../../repositories/periods/rebuild.ts';
import { createRunHistory } from '../../repositories/run-history.ts';
import { readSettings, withDatabase, withTemporal, type Context, type Finish } from '../context.ts';
import { exitCodeOfStatus, exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { runAndFollow } from '../run-and-follow.ts';
import { createStageLines } from '../stage-lines.ts';
import { grouped, renderTable } from '../table.ts';

interface RecomputeOptions {
  readonly check?: boolean;
  readonly json?: boolean;
}

/** `recompute`: proves a closed month from its stored inputs. */
export function addRecompute(program: Command, context: Context, finish: Finish): void {
  program
    .command('recompute <month>')
    .summary('rebuild a closed month and prove it equal')
    .description(
      'A closed month is rebuilt from its stored inputs (usage, owners, prices, rules and drivers of its close) beside the stored\n' +
        'one; every row and the hash of the close are compared. Nothing is changed; exit code 2 when a byte differs.\n' +
        'An open month is built again, with all other open ones, by a run of the stages that build it.',
    )
    .option('--check', 'compare only; the one thing that can be done to a closed month')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  appd-licensing recompute 2025-07 --check')
    .action(async (month: string, options: RecomputeOptions) =>
      finish(await recompute(month, options, context)),
    );
}

async function recompute(
  word: string,
  { check, json }: RecomputeOptions,
  context: Context,
): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const { state } = await readPeriod(database, month);
    if (state === 'open' || state === 'in_review') {
      if (check)
        throw new UsageError([
          `${named(month)} is ${state.replace('_', ' ')}; --check is for closed months.`,
        ]);
      return runAgain(config, database, month, context);
    }
    const rebuilt = await rebuildMonth(database, month);
    context.terminal.out(`${json ? JSON.stringify(rebuilt, null, 2) : render(rebuilt)}\n`);
    return rebuilt.isEqual ? exitCodes.right : exitCodes.failed;
  });
}

/** An open month is built again by the stages that build it, in a run with a record like any other. */
async function runAgain(
  config: Config,
  database: Database,
  month: Month,
  context: Context,
): Promise<ExitCode> {
  const date = (await createRunHistory(database).lastDate()) ?? context.today();
  const order: RunOrder = {
    date,
    from: addDays(date, -1),
    to: addDays(date, -1),
    only: ['reconcile', 'allocate', 'refresh-views', 'validate'],
    trigger: 'manual',
    startedBy: config.etlUser,
  };
  return withTemporal(config, async (client) => {
    const { report, error } = await runAndFollow(client, order, createStageLines(context.terminal));
    if (error) context.terminal.err(`${error}\n`);
    if (report?.status !== 'failed')
      context.terminal.out(`${named(month)} was built again, and every other open month with it.\n`);
    return report ? exitCodeOfStatus(report.status) : exitCodes.failed;
  });
}

function render({ month, closingNo, closedHash, hash, tables, isEqual }: Rebuilt): string {
  const columns = [
    { title: 'table' },
    { title: 'rows', align: 'right' as const },
    { title: 'rebuilt', align: 'right' as const },
    { title: 'different', align: 'right' as const },
    { title: 'hash' },
    { title: 'rebuilt hash' },
  ];
  const rows = tables.map((table) => [
    table.table,
    grouped(table.rows),
    grouped(table.rebuiltRows),
    grouped(table.different),
    table.hash,
    table.rebuiltHash,
  ]);
  const verdict = isEqual
    ? `${named(month)} is what its inputs make of it, byte for byte.`
    : `${named(month)} differs: from its inputs, or from what was closed.`;
  return [
    renderTable(columns, rows),
    '',
    `closed (no. ${closingNo})  ${closedHash}`,
    `as it stands    ${hash}`,
    verdict,
  ].join('\n');
}
