import type { Command } from 'commander';
import type { Config } from '../../config/env.ts';
import { readRuleFile } from '../../imports/rule-line.ts';
import { isDay, monthOf } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import { previewRules, type Wanted } from '../../repositories/rules/preview-rules.ts';
import { createRuleBook, type Approved, type ListedRule } from '../../repositories/rules/rule-book.ts';
import type { RulePolicy } from '../../repositories/rules/rule-policy.ts';
import type { StoredRule } from '../../repositories/rules/read-versions.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { monthOr } from '../parse-words.ts';
import { renderPreview, renderRule, renderRules } from '../render-rules.ts';
import { draftFrom, nextStart, saysSomething, withRule, type RuleWords } from '../rule-options.ts';

interface Shown {
  readonly json?: boolean;
}

interface ListOptions extends Shown {
  readonly all?: boolean;
  readonly month?: string;
}

interface SaveOptions extends Shown, ActingOptions {
  readonly exception?: boolean;
  readonly allowBom?: boolean;
}

interface ApproveOptions extends Shown, ActingOptions {
  readonly all?: boolean;
  readonly version?: string;
}

/** `rules`: how shared services are distributed. */
export function addRules(program: Command, context: Context, finish: Finish): void {
  const rules = program
    .command('rules')
    .summary('say how shared services are distributed')
    .description(
      'Rules have versions. A version begins with a month, counts for nothing until somebody else than its maker approves it,\n' +
        'and never changes afterwards. Open months are distributed anew by the next run; closed ones stay.',
    )
    .addHelpText('after', examples);
  const command = (name: string, description: string): Command =>
    rules.command(name).description(description).option('--json', 'print as JSON');
  const changing = (name: string, description: string): Command => withActing(command(name, description));
  const exception = 'begin within a quarter; needs a --reason';

  command('list', 'shows the rules in force and the drafts that wait')
    .option('--all', 'every version')
    .option('--month <month>', 'in force in this month (default: this one)')
    .action(async (options: ListOptions) => finish(await list(options, context)));
  command('show <name>', 'shows the versions of a rule in full').action(
    async (name: string, options: Shown) => finish(await show(name, options, context)),
  );
  withRule(changing('add <name>', 'saves a new rule, or the next version of one; what is not said stays'))
    .option('--exception', exception)
    .action(async (name: string, options: RuleWords & SaveOptions) =>
      finish(await add(name, options, context)),
    );
  changing('import <file>', 'saves the rules of a CSV file as next versions, all of them or none')
    .option('--exception', exception)
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .action(async (file: string, options: SaveOptions) => finish(await importFile(file, options, context)));
  changing('approve [name]', 'approves the newest draft of a rule; somebody else than its maker')
    .option('--version <number>', 'this version')
    .option('--all', 'every draft that others made')
    .action(async (name: string | undefined, options: ApproveOptions) =>
      finish(await approve(name, options, context)),
    );
  changing('end <name>', 'ends a rule')
    .requiredOption('--on <day>', 'the first day, or month, without it')
    .action(async (name: string, options: Shown & ActingOptions & { readonly on: string }) =>
      finish(await end(name, options, context)),
    );
  withRule(command('preview [name]', 'shows what a draft, or a version not saved yet, would move'))
    .option('--all', 'all drafts together')
    .option('--month <month>', 'on this month (default: the last closed one, else the last complete one)')
    .action(async (name: string | undefined, options: RuleWords & ListOptions) =>
      finish(await preview(name, options, context)),
    );
}

const examples = `
Examples:
  appd-licensing rules list
  appd-licensing rules approve --all --as finance.lead --reason "methodology 2025"
  appd-licensing rules preview global-equal --method proportional_usage --driver cost
  appd-licensing rules add global-equal --method proportional_usage --driver cost --from 2025-10 --reason "fairer"
  appd-licensing rules add shared-blend --parts "0.5 units,0.3 nodes,0.2 equal" --from 2025-10
  appd-licensing rules add mainframe --pattern MAINFRAME --method fixed --receivers "Retail=60,Logistics=40" --from 2025-10
  appd-licensing rules add global-it --sector "Global IT" --step 2 --method equal --from 2025-10
  appd-licensing rules add audit --pattern AUDIT --method keep_central --from 2025-10
  appd-licensing rules approve global-equal --as finance.lead
  appd-licensing rules end mainframe --on 2026-01

Columns of a rule file:
  rule_name,method,start_date
  and, where they say something: h_code_pattern or sector, driver, parts, receivers, step, priority, fallback, end_date`;

async function list({ json, all, month }: ListOptions, context: Context): Promise<ExitCode> {
  return withBook(context, async ({ book, say }) => {
    const rules = await book.list(month === undefined ? monthOf(context.today()) : monthOr(month));
    const shown = all ? rules : rules.filter((rule) => rule.isInForce || isNewest(rule, rules));
    say(json, shown, renderRules(shown));
  });
}

function isNewest({ ruleName, version, endDate }: ListedRule, rules: readonly ListedRule[]): boolean {
  return endDate === null && rules.every((one) => one.ruleName !== ruleName || one.version <= version);
}

async function show(name: string, { json }: Shown, context: Context): Promise<ExitCode> {
  return withBook(context, async ({ book, say }) => {
    const rules = await book.list(monthOf(context.today()));
    const versions = rules.filter(({ ruleName }) => ruleName === name).reverse();
    if (versions.length === 0) throw new UsageError([`There is no rule "${name}"; "rules list" shows them.`]);
    say(json, versions, versions.map(renderRule).join('\n\n'));
  });
}

async function add(name: string, options: RuleWords & SaveOptions, context: Context): Promise<ExitCode> {
  return withBook(context, async ({ book, say, config }) => {
    const start = nextStart(context.today(), config.billing.methodologyChanges);
    const draft = draftFrom(name, options, await book.newest(name), start);
    const saved = await book.save(
      [{ draft, place: null }],
      actorOf(config, options),
      policyOf(config, options),
    );
    say(options.json, saved, sayDrafts(saved));
  });
}

async function importFile(file: string, options: SaveOptions, context: Context): Promise<ExitCode> {
  const lines = readRuleFile(file, options.allowBom === undefined ? {} : { allowBom: options.allowBom });
  return withBook(context, async ({ book, say, config }) => {
    const drafts = lines.map(({ line, row }) => ({ draft: row, place: `${file}:${line}` }));
    const saved = await book.save(drafts, actorOf(config, options), policyOf(config, options));
    say(options.json, saved, sayDrafts(saved));
  });
}

function policyOf({ billing, pipeline }: Config, { exception = false, reason }: SaveOptions): RulePolicy {
  if (exception && reason === undefined)
    throw new UsageError(['--exception needs a --reason: it stands in the audit log.']);
  return { methodologyChanges: billing.methodologyChanges, shared: pipeline.sharedServices, exception };
}

function sayDrafts(saved: readonly StoredRule[]): string {
  return [
    ...saved.map((rule) => `${renderRule({ ...rule, isInForce: false })}\n`),
    'Saved as draft: it counts once somebody else approves it ("rules approve"). "rules preview" shows what it would move.',
  ].join('\n');
}

async function approve(
  name: string | undefined,
  options: ApproveOptions,
  context: Context,
): Promise<ExitCode> {
  if ((name !== undefined) === (options.all === true))
    throw new UsageError(['Name one rule, or give --all: "rules list" shows the drafts.']);
  const version = options.version === undefined ? null : versionOf(options.version);
  return withBook(context, async ({ book, say, config }) => {
    const [actor, shared] = [actorOf(config, options), config.pipeline.sharedServices];
    const done =
      name === undefined
        ? await book.approveAll(actor, shared)
        : await book.approve(name, version, actor, shared);
    say(options.json, done, sayApproved(done));
  });
}

function versionOf(word: string): number {
  if (/^[1-9]\d{0,5}$/.test(word)) return Number(word);
  throw new UsageError([`--version is "${word}", expected a whole number of at least 1.`]);
}

function sayApproved({ approved, own }: Approved): string {
  const named = (rules: readonly StoredRule[]): string =>
    rules.map(({ ruleName, version }) => `${ruleName} version ${version}`).join(', ');
  return [
    approved.length === 0 ? 'There is no draft to approve.' : `Approved: ${named(approved)}.`,
    ...(own.length > 0 ? [`Left for another person, since you made them: ${named(own)}.`] : []),
    ...(approved.length > 0 ? ['The next run distributes open months by them.'] : []),
  ].join('\n');
}

async function end(
  name: string,
  options: Shown & ActingOptions & { readonly on: string },
  context: Context,
): Promise<ExitCode> {
  const day: Day = isDay(options.on) ? options.on : monthOr(options.on);
  return withBook(context, async ({ book, say, config }) => {
    const ended = await book.end(name, day, actorOf(config, options));
    say(options.json, ended, `Rule ${name} ends: from ${day} on no version of it counts.`);
  });
}

async function preview(
  name: string | undefined,
  options: RuleWords & ListOptions,
  context: Context,
): Promise<ExitCode> {
  if ((name !== undefined) === (options.all === true))
    throw new UsageError(['Name one rule, or give --all for all drafts together.']);
  return withBook(context, async ({ book, say, config, database }) => {
    const month = options.month === undefined ? null : monthOr(options.month);
    let wanted: Wanted = { all: true };
    if (name !== undefined)
      wanted = saysSomething(options)
        ? { draft: draftFrom(name, options, await book.newest(name), monthOf(context.today())) }
        : { ruleName: name };
    const found = await previewRules(database, wanted, month, config.pipeline.sharedServices);
    say(options.json, found, renderPreview(found));
  });
}

interface Desk {
  readonly config: Config;
  readonly database: Parameters<typeof createRuleBook>[0];
  readonly book: ReturnType<typeof createRuleBook>;
  readonly say: (json: boolean | undefined, found: unknown, text: string) => void;
}

async function withBook(context: Context, work: (desk: Desk) => Promise<void>): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const say: Desk['say'] = (json, found, text) =>
      context.terminal.out(`${json ? JSON.stringify(found, null, 2) : text}\n`);
    await work({ config, database, book: createRuleBook(database), say });
    return exitCodes.right;
  });
}
