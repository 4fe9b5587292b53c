import type { Command } from 'commander';
import type { Config } from '../../config/env.ts';
import type { Month } from '../../pipeline/run.ts';
import { actingAs, type Acting } from '../../repositories/acting.ts';
import type { Session } from '../../repositories/database.ts';
import { readSector, type Sector } from '../../repositories/sectors.ts';
import {
  acceptStatement,
  answerDispute,
  decideDispute,
  disputeStatement,
  lockDispute,
  readDecisions,
  type DecisionEntry,
  type Dispute,
} from '../../repositories/statements/decisions.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr, monthOr } from '../parse-words.ts';
import { money, renderTable } from '../table.ts';

interface AnswerOptions extends ActingOptions {
  readonly sector: string;
  readonly line?: string;
  readonly text: string;
  readonly upheld?: boolean;
  readonly rejected?: boolean;
  readonly date?: string;
  readonly json?: boolean;
}

/** What was done: a sentence for people, the facts for programs. */
interface Done {
  readonly sentence: string;
  readonly facts: object;
}

/** `statements accept|dispute|answer|decide|decisions`: what sectors say to their statements (R13). */
export function addStatementAnswers(statements: Command, context: Context, finish: Finish): void {
  const step = (name: string, description: string): Command =>
    withActing(statements.command(name).description(description)).option('--json', 'print as JSON');

  step('accept <month>', 'accepts the statement as it is now; counts only while its lines stay the same')
    .requiredOption('--sector <name>', 'whose statement')
    .action(async (month: string, options: AnswerOptions) =>
      finish(await ofStatement(month, options, context, accept)),
    );
  step('dispute <month>', 'disputes the statement or a line of it, with a reason')
    .requiredOption('--sector <name>', 'whose statement')
    .option('--line <id>', 'the line; "statements show" has the numbers')
    .option('--date <day>', 'the day from which deadlines count (default: today)')
    .action(async (month: string, options: AnswerOptions) =>
      finish(await ofStatement(month, options, context, dispute)),
    );
  step('answer <dispute>', 'answers a dispute')
    .requiredOption('--text <text>', 'the answer')
    .action(async (id: string, options: AnswerOptions) =>
      finish(await ofDispute(id, options, context, answer)),
    );
  step('decide <dispute>', 'decides a dispute, with a reason; not for whoever opened it')
    .option('--upheld', 'the sector is right')
    .option('--rejected', 'the statement stands')
    .action(async (id: string, options: AnswerOptions) =>
      finish(await ofDispute(id, options, context, decide)),
    );
  statements
    .command('decisions <month>')
    .description('shows the decision log of a month')
    .option('--json', 'print as JSON')
    .action(async (month: string, options: { json?: boolean }) =>
      finish(await decisions(month, options, context)),
    );
}

interface Answering {
  readonly tx: Session;
  readonly who: Acting;
  readonly options: AnswerOptions;
  readonly config: Config;
  readonly context: Context;
}

type OfStatement = (work: Answering & { readonly month: Month; readonly sector: Sector }) => Promise<Done>;
type OfDispute = (work: Answering & { readonly found: Dispute }) => Promise<Done>;

const accept: OfStatement = async ({ tx, who, options, month, sector }) => {
  const { total, hash, wasAccepted } = await acceptStatement(tx, who, {
    month,
    sector,
    reason: options.reason ?? null,
  });
  const what = `${sector.name} ${wasAccepted ? 'had accepted' : 'accepts'} its statement of ${named(month)}, $${money(total)}`;
  return {
    sentence: `${what}${wasAccepted ? ' already; nothing was written' : ''}. It counts while its lines stay the same (hash ${hash.slice(0, 12)}).`,
    facts: { month, sector: sector.name, total, hash, wasAccepted, by: who.name },
  };
};

const dispute: OfStatement = async ({ tx, who, options, config, context, month, sector }) => {
  const problems: string[] = [];
  const today = dayOr('--date', options.date, context.today(), problems);
  if (options.line !== undefined && !/^[1-9]\d{0,17}$/.test(options.line))
    problems.push(`--line is "${options.line}", expected a line number of the statement.`);
  if (options.reason === undefined) problems.push('A dispute takes a reason: --reason.');
  if (problems.length > 0) throw new UsageError(problems);
  const opened = await disputeStatement(tx, who, {
    month,
    sector,
    reason: options.reason ?? '',
    lineId: options.line ?? null,
    today,
    billing: config.billing,
  });
  return {
    sentence: `Dispute ${opened.id} of ${sector.name}, ${named(month)}: to be answered by ${opened.answerBy} and decided by ${opened.decideBy}.`,
    facts: { month, sector: sector.name, ...opened, by: who.name },
  };
};

const answer: OfDispute = async ({ tx, who, options, found }) => {
  await answerDispute(tx, who, found, options.text);
  return {
    sentence: `Dispute ${found.id} of ${found.sector} is answered. It is decided with "statements decide ${found.id}".`,
    facts: { id: found.id, status: 'answered', by: who.name },
  };
};

const decide: OfDispute = async ({ tx, who, options, found }) => {
  if (Boolean(options.upheld) === Boolean(options.rejected))
    throw new UsageError(['Give exactly one of --upheld and --rejected.']);
  if (options.reason === undefined) throw new UsageError(['A decision takes a reason: --reason.']);
  const isUpheld = options.upheld === true;
  await decideDispute(tx, who, found, { isUpheld, reason: options.reason });
  const next = isUpheld
    ? 'Correct what the sector is right about and run the pipeline; the changed statement waits for its answer.'
    : 'The statement stands; the sector accepts it, or the deadline passes.';
  return {
    sentence: `Dispute ${found.id} of ${found.sector} is ${isUpheld ? 'upheld' : 'rejected'}. ${next}`,
    facts: { id: found.id, status: isUpheld ? 'upheld' : 'rejected', by: who.name },
  };
};

async function ofStatement(
  word: string,
  options: AnswerOptions,
  context: Context,
  work: OfStatement,
): Promise<ExitCode> {
  const month = monthOr(word);
  return answering(options, context, async (given) => {
    const sector = await readSector(given.tx, options.sector);
    if ('why' in sector) throw new UsageError([sector.why]);
    if (sector.kind === 'bucket')
      throw new UsageError([`${sector.name} is a bucket: nobody answers for it. Name a sector.`]);
    return work({ ...given, month, sector });
  });
}

async function ofDispute(
  word: string,
  options: AnswerOptions,
  context: Context,
  work: OfDispute,
): Promise<ExitCode> {
  if (!/^[1-9]\d{0,8}$/.test(word))
    throw new UsageError([`"${word}" is no dispute number; "statements decisions MONTH" shows them.`]);
  return answering(options, context, async (given) => {
    const found = await lockDispute(given.tx, Number(word));
    if (!found)
      throw new UsageError([`There is no dispute ${word}; "statements decisions MONTH" shows them.`]);
    return work({ ...given, found });
  });
}

async function answering(
  options: AnswerOptions,
  context: Context,
  work: (given: Answering) => Promise<Done>,
): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const done = await actingAs(database, actorOf(config, options), (tx, who) =>
      work({ tx, who, options, config, context }),
    );
    context.terminal.out(`${options.json ? JSON.stringify(done.facts, null, 2) : done.sentence}\n`);
    return exitCodes.right;
  });
}

async function decisions(word: string, { json }: { json?: boolean }, context: Context): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const log = await readDecisions(database, month);
    context.terminal.out(`${json ? JSON.stringify(log, null, 2) : renderLog(month, log)}\n`);
    return exitCodes.right;
  });
}

function renderLog(month: Month, log: readonly DecisionEntry[]): string {
  if (log.length === 0) return `Nobody has said anything of the statements of ${named(month)} yet.`;
  const columns = [
    { title: 'when (UTC)' },
    { title: 'sector' },
    { title: 'what' },
    { title: 'dispute', align: 'right' as const },
    { title: 'total', align: 'right' as const },
    { title: 'by' },
    { title: 'words' },
  ];
  const rows = log.map(({ at, sector, what, by, text, total, disputeId, holds }) => [
    at,
    sector,
    holds === false ? `${what}, but the statement changed since` : what,
    disputeId === null ? '' : String(disputeId),
    total === null ? '' : money(total),
    by,
    text,
  ]);
  return renderTable(columns, rows);
}

function named(month: Month): string {
  return month.slice(0, 7);
}
