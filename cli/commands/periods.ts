import type { Command } from 'commander';
import { readVersions } from '../../config/versions.ts';
import type { Config } from '../../config/env.ts';
import { isDay } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { Actor } from '../../repositories/acting.ts';
import type { Database } from '../../repositories/database.ts';
import { closeMonth, tryClose, type CloseSettings } from '../../repositories/periods/close.ts';
import { listPeriods, named, type Period } from '../../repositories/periods/periods.ts';
import { reopenMonth } from '../../repositories/periods/reopen.ts';
import { startReview, waivableItems, waive, type WaivableItem } from '../../repositories/periods/review.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { money, renderTable } from '../table.ts';

interface PeriodOptions extends ActingOptions {
  readonly date?: string;
  readonly json?: boolean;
  readonly check?: boolean;
}

type Step = (work: {
  readonly database: Database;
  readonly actor: Actor;
  readonly month: Month;
  readonly settings: CloseSettings;
}) => Promise<Period>;

/** `periods`: the life of a month, from open over review to closed (R12). */
export function addPeriods(program: Command, context: Context, finish: Finish): void {
  const periods = program
    .command('periods')
    .summary('review, close and reopen months')
    .description(
      'Months are open, in review, closed, or restated: closed, with adjustments booked in a later month.',
    )
    .addHelpText('after', examples);
  const step = (name: string, description: string): Command =>
    withActing(periods.command(`${name} <month>`).description(description))
      .option('--date <day>', 'the day it is done on (default: today)')
      .option('--json', 'print as JSON');

  periods
    .command('list')
    .description('shows every month with its state, cost, charges and adjustments')
    .option('--json', 'print as JSON')
    .action(async (options: PeriodOptions) => finish(await list(options, context)));
  step('review', 'opens the review of a month that is over; sectors may answer their statements').action(
    async (month: string, options: PeriodOptions) =>
      finish(
        await change(month, options, context, ({ database, actor, settings, ...rest }) =>
          startReview(database, actor, {
            month: rest.month,
            today: settings.today,
            acceptanceDays: settings.billing.acceptanceDays,
          }),
        ),
      ),
  );
  step('close', 'closes a month in review; says everything that is missing')
    .option('--check', 'only say what is missing')
    .action(async (month: string, options: PeriodOptions) =>
      finish(
        options.check
          ? await check(month, options, context)
          : await change(month, options, context, ({ database, actor, month: one, settings }) =>
              closeMonth(database, actor, one, settings),
            ),
      ),
    );
  step('reopen', 'asks to open a closed month again; a second person confirms with the same command').action(
    async (month: string, options: PeriodOptions) =>
      finish(
        await change(month, options, context, ({ database, actor, month: one }) =>
          reopenMonth(database, actor, one),
        ),
      ),
  );
  step('waive', `lets something pass at the close, with a reason: ${waivableItems.join(' or ')}`)
    .argument('<item>', waivableItems.join(' or '))
    .action(async (month: string, item: string, options: PeriodOptions) =>
      finish(await letPass(month, item, options, context)),
    );
}

const examples = `
Examples:
  appd-licensing periods list
  appd-licensing periods review 2025-07 --as anna
  appd-licensing periods close 2025-07 --check
  appd-licensing periods close 2025-07 --as bert
  appd-licensing periods waive 2025-07 invoice-missing --reason "yearly invoice, see contract"
  appd-licensing periods reopen 2025-07 --as anna --reason "wrong contract price"`;

async function list({ json }: PeriodOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const periods = await listPeriods(database);
    context.terminal.out(`${json ? JSON.stringify(periods, null, 2) : render(periods)}\n`);
    return exitCodes.right;
  });
}

async function change(word: string, options: PeriodOptions, context: Context, step: Step): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  const settings = await closeSettings(config, options, context);
  return withDatabase(config, async (database) => {
    const period = await step({ database, actor: actorOf(config, options), month, settings });
    context.terminal.out(`${options.json ? JSON.stringify(period, null, 2) : sentence(period)}\n`);
    return exitCodes.right;
  });
}

async function check(word: string, options: PeriodOptions, context: Context): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  const settings = await closeSettings(config, options, context);
  return withDatabase(config, async (database) => {
    const problems = await tryClose(database, actorOf(config, options), month, settings);
    const text =
      problems.length === 0
        ? `${named(month)} may be closed.`
        : [
            `${problems.length} thing(s) keep ${named(month)} open:`,
            ...problems.map((line) => `  - ${line}`),
          ].join('\n');
    context.terminal.out(`${options.json ? JSON.stringify({ month, problems }, null, 2) : text}\n`);
    return problems.length === 0 ? exitCodes.right : exitCodes.refused;
  });
}

async function letPass(
  word: string,
  item: string,
  options: PeriodOptions,
  context: Context,
): Promise<ExitCode> {
  const month = monthOr(word);
  if (!waivableItems.includes(item as WaivableItem))
    throw new UsageError([`"${item}" cannot be waived; expected ${waivableItems.join(' or ')}.`]);
  const { reason } = options;
  if (reason === undefined) throw new UsageError(['A waiver takes a reason: --reason.']);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    await waive(database, { ...actorOf(config, options), reason }, { month, item: item as WaivableItem });
    context.terminal.out(
      `${options.json ? JSON.stringify({ month, item, reason }) : `Noted: ${item} of ${named(month)} may pass.`}\n`,
    );
    return exitCodes.right;
  });
}

async function closeSettings(
  config: Config,
  { date }: PeriodOptions,
  context: Context,
): Promise<CloseSettings> {
  const { code } = await readVersions(config, context.environment, []);
  return {
    today: dayOf(date, context.today()),
    billing: config.billing,
    sharedServices: config.pipeline.sharedServices,
    codeVersion: code,
  };
}

function dayOf(word: string | undefined, today: Day): Day {
  if (word === undefined) return today;
  if (isDay(word)) return word;
  throw new UsageError([`--date is "${word}", expected a day YYYY-MM-DD.`]);
}

function sentence({
  month,
  state,
  preparedBy,
  closedBy,
  closedHash,
  acceptBy,
  reopenAskedBy,
}: Period): string {
  if (reopenAskedBy !== null)
    return `${reopenAskedBy} asked to reopen ${named(month)}; a second person confirms with the same command.`;
  if (state === 'in_review')
    return `${named(month)} is in review, opened by ${preparedBy ?? '?'}; sectors answer until ${acceptBy ?? '?'}.`;
  if (state === 'open') return `${named(month)} is open.`;
  return `${named(month)} is closed by ${closedBy ?? '?'}; hash ${closedHash ?? '?'}.`;
}

function render(periods: readonly Period[]): string {
  if (periods.length === 0) return 'No month holds anything yet.';
  const columns = [
    { title: 'month' },
    { title: 'state' },
    { title: 'cost', align: 'right' as const },
    { title: 'charged', align: 'right' as const },
    { title: 'adjustments', align: 'right' as const },
    { title: 'review' },
    { title: 'closed' },
    { title: 'note' },
  ];
  const rows = periods.map((period) => [
    named(period.month),
    period.state.replace('_', ' '),
    money(period.cost),
    money(period.charged),
    money(period.adjustments),
    period.preparedBy === null ? '' : `${period.preparedBy}, answers until ${period.acceptBy ?? '?'}`,
    period.closedBy === null ? '' : `${period.closedBy}, ${period.closedAt?.slice(0, 10) ?? ''}`,
    noteOf(period),
  ]);
  return renderTable(columns, rows);
}

function noteOf({ origin, needsRecost, needsRestatement, causes, reopenAskedBy }: Period): string {
  return [
    origin === 'history' && 'taken over from history',
    reopenAskedBy !== null && `${reopenAskedBy} asks to reopen`,
    needsRecost && 'prices changed: the next run prices it anew',
    needsRestatement && 'something came after the close: the next run books it',
    causes.length > 0 && `corrected for ${causes.join(', ').replaceAll('_', ' ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}
