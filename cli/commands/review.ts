import type { Command } from 'commander';
import type { Actor } from '../../repositories/acting.ts';
import {
  createReviews,
  type DecisionOutcome,
  type OpenReview,
  type Reviews,
} from '../../repositories/reviews.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { clip, money, renderTable } from '../table.ts';

interface DecisionOptions extends ActingOptions {
  readonly json?: boolean;
}

interface OverrideOptions extends DecisionOptions {
  readonly service?: string;
  readonly none?: boolean;
  readonly withdraw?: boolean;
}

/** `review`: what waits for a person, and the decisions of people. */
export function addReview(program: Command, context: Context, finish: Finish): void {
  const review = program
    .command('review')
    .summary('decide what the matcher did not')
    .description(
      'Shows what the matcher did not decide alone, and takes decisions. The next run acts on them.',
    )
    .addHelpText('after', examples);
  const decision = (name: string, summary: string): Command =>
    withActing(review.command(name).description(summary)).option('--json', 'print as JSON');

  review
    .command('list')
    .description('shows every pair that waits, the dearest application first')
    .option('--json', 'print as JSON')
    .action(async (options: DecisionOptions) => finish(await list(options, context)));
  decision('approve <id>', 'links the application to the proposed service').action(
    async (id: string, options: DecisionOptions) =>
      finish(await decide(options, context, (reviews, actor) => reviews.approve(idOf(id), actor))),
  );
  decision('reject <id>', 'forbids the pair').action(async (id: string, options: DecisionOptions) =>
    finish(await decide(options, context, (reviews, actor) => reviews.reject(idOf(id), actor))),
  );
  decision('override <application>', 'links an application whatever the names say; name it by name or id')
    .option('--service <service>', 'the service, by name or CMDB id')
    .option('--none', 'it belongs to no service')
    .option('--withdraw', 'take the override back')
    .action(async (application: string, options: OverrideOptions) =>
      finish(
        await decide(options, context, (reviews, actor) => override(reviews, application, options, actor)),
      ),
    );
}

const examples = `
Examples:
  appd-licensing review list
  appd-licensing review approve 12 --reason "confirmed by the owner"
  appd-licensing review override "WMS" --service "Warehouse Management System"
  appd-licensing review override "jmeter-loadtest" --none --reason "test traffic"
  appd-licensing review override "WMS" --withdraw`;

async function list({ json }: DecisionOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const open = await createReviews(database).list();
    context.terminal.out(`${json ? JSON.stringify(open, null, 2) : render(open)}\n`);
    return exitCodes.right;
  });
}

function render(open: readonly OpenReview[]): string {
  if (open.length === 0) return 'Nothing waits for a decision.';
  const columns = [
    { title: 'id', align: 'right' as const },
    { title: 'application' },
    { title: 'proposed service' },
    { title: 'score', align: 'right' as const },
    { title: 'cost at stake', align: 'right' as const },
    { title: 'why it waits' },
    { title: 'other candidates' },
  ];
  const rows = open.map((entry) => [
    String(entry.id),
    entry.application,
    entry.proposedService,
    entry.score,
    `$${money(entry.costAtStake)}`,
    clip(entry.reason, 80),
    entry.candidates
      .filter(({ name }) => name !== entry.proposedService)
      .map(({ name, score }) => `${name} (${score})`)
      .join(', '),
  ]);
  return renderTable(columns, rows);
}

async function decide(
  options: DecisionOptions,
  context: Context,
  act: (reviews: Reviews, actor: Actor) => Promise<DecisionOutcome>,
): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const outcome = await act(createReviews(database), actorOf(config, options));
    if (!outcome.isDone) throw new UsageError([outcome.why]);
    const target = outcome.service === null ? 'no service' : `"${outcome.service}"`;
    const line = `Noted for "${outcome.application}" and ${target}. The next run acts on it.`;
    context.terminal.out(`${options.json ? JSON.stringify(outcome) : line}\n`);
    return exitCodes.right;
  });
}

function override(
  reviews: Reviews,
  application: string,
  { service, none, withdraw }: OverrideOptions,
  actor: Actor,
): Promise<DecisionOutcome> {
  const said = [service !== undefined, none, withdraw].filter(Boolean).length;
  if (said !== 1) throw new UsageError(['Give exactly one of --service, --none and --withdraw.']);
  return withdraw
    ? reviews.withdraw(application, actor)
    : reviews.override(application, service ?? null, actor);
}

function idOf(word: string): number {
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  throw new UsageError([`"${word}" is no review id; "review list" shows them.`]);
}
