import type { Command } from 'commander';
import { actingAs } from '../../repositories/acting.ts';
import type { Session } from '../../repositories/database.ts';
import { findApplication } from '../../repositories/find-by-name.ts';
import {
  mergeApplications,
  retireApplication,
  splitApplication,
  type Decided,
  type LifecycleChanged,
} from '../../repositories/lifecycle/change-lifecycle.ts';
import {
  listApplications,
  readEvents,
  readLinks,
  type LifecycleEvent,
} from '../../repositories/lifecycle/read-lifecycle.ts';
import { undoChange, type Undone } from '../../repositories/lifecycle/undo-change.ts';
import { readOwnership } from '../../repositories/ownership/read-ownership.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { existing } from '../existing.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr } from '../parse-words.ts';
import { renderHistory, renderStates, sentence } from '../render-applications.ts';

interface ChangeOptions extends ActingOptions {
  readonly into?: string;
  readonly to?: string;
  readonly from?: string;
  readonly on?: string;
  readonly json?: boolean;
}

/** `apps`: the life of monitored applications: renamed, merged, split, retired (G-12). */
export function addApps(program: Command, context: Context, finish: Finish): void {
  const apps = program
    .command('apps')
    .summary('follow applications that are renamed, merged, split or retired')
    .description(
      'History stays on the application that it happened to. New names are noted by themselves; merges, splits and\n' +
        'retirements are told by a person, and can be undone.',
    )
    .addHelpText('after', examples);
  apps
    .command('list')
    .description('shows every monitored application: service, sector, usage, state')
    .option('--json', 'print as JSON')
    .action(async ({ json }: { json?: boolean }) => finish(await list(json ?? false, context)));
  apps
    .command('history <application>')
    .description('shows what happened to an application, its services and its owners')
    .option('--json', 'print as JSON')
    .action(async (application: string, { json }: { json?: boolean }) =>
      finish(await history(application, json ?? false, context)),
    );
  change(apps, 'merge <application>', 'the application goes on as another one')
    .requiredOption('--into <application>', 'the one that goes on')
    .requiredOption('--from <day>', 'first day that it goes on there')
    .action(async (old: string, options: ChangeOptions) => finish(await merge(old, options, context)));
  change(apps, 'split <application>', 'a part of the application is monitored as another one')
    .requiredOption('--to <application>', 'the part')
    .requiredOption('--from <day>', 'first day of the part')
    .action(async (old: string, options: ChangeOptions) => finish(await split(old, options, context)));
  change(apps, 'retire <application>', 'the application is no longer used')
    .requiredOption('--on <day>', 'first day without it')
    .action(async (old: string, options: ChangeOptions) => finish(await retire(old, options, context)));
  change(apps, 'undo <change>', 'takes a merge, split or retirement back').action(
    async (id: string, options: ChangeOptions) => finish(await undo(id, options, context)),
  );
}

const examples = `
Examples:
  appd-licensing apps list
  appd-licensing apps merge "HR Portal Old" --into "HR Portal" --from 2025-08-01 --reason "one code base since August"
  appd-licensing apps split "Web Shop" --to "Web Shop Checkout" --from 2025-08-01
  appd-licensing apps retire "Fax Gateway" --on 2025-09-01 --reason "replaced"
  appd-licensing apps history "HR Portal"
  appd-licensing apps undo 4`;

function change(apps: Command, name: string, description: string): Command {
  return withActing(apps.command(name).description(description)).option('--json', 'print as JSON');
}

async function list(json: boolean, context: Context): Promise<ExitCode> {
  return reading(context, async (session) => {
    const all = await listApplications(session);
    return json ? JSON.stringify(all, null, 2) : renderStates(all);
  });
}

async function history(words: string, json: boolean, context: Context): Promise<ExitCode> {
  return reading(context, async (session) => {
    const { id, name } = existing(await findApplication(session, words));
    const past = {
      application: name,
      changes: await readEvents(session, id),
      services: await readLinks(session, id),
      ownership: await readOwnership(session, id),
    };
    return json ? JSON.stringify(past, null, 2) : renderHistory(past);
  });
}

async function merge(words: string, options: ChangeOptions, context: Context): Promise<ExitCode> {
  return deciding(options, options.from, '--from', context, async (tx, decided) => {
    const old = existing(await findApplication(tx, words));
    const into = existing(await findApplication(tx, options.into ?? ''));
    const done = await mergeApplications(tx, { old, into }, decided);
    return told(`"${old.name}" goes on as "${into.name}" from ${decided.on}.`, into.name, done);
  });
}

async function split(words: string, options: ChangeOptions, context: Context): Promise<ExitCode> {
  return deciding(options, options.from, '--from', context, async (tx, decided) => {
    const old = existing(await findApplication(tx, words));
    const part = existing(await findApplication(tx, options.to ?? ''));
    const done = await splitApplication(tx, { old, part }, decided);
    return told(`"${part.name}" is split from "${old.name}" from ${decided.on}.`, part.name, done);
  });
}

async function retire(words: string, options: ChangeOptions, context: Context): Promise<ExitCode> {
  return deciding(options, options.on, '--on', context, async (tx, decided) => {
    const application = existing(await findApplication(tx, words));
    const done = await retireApplication(tx, application, decided);
    return told(`"${application.name}" is retired on ${decided.on}.`, application.name, done);
  });
}

/** What a change says of itself, for people and for programs. */
interface Told {
  readonly text: string;
  readonly facts: LifecycleChanged | Undone;
}

function told(text: string, heir: string, done: LifecycleChanged): Told {
  const inherited = done.isInherited
    ? [`Nobody owned "${heir}": it belongs to the same sector until the CMDB says something.`]
    : [];
  const undoing = `Change ${done.changeId}; "apps undo ${done.changeId}" takes it back.`;
  return { text: [text, ...inherited, undoing].join('\n'), facts: done };
}

async function undo(word: string, options: ChangeOptions, context: Context): Promise<ExitCode> {
  if (!/^[1-9]\d{0,8}$/.test(word))
    throw new UsageError([`"${word}" is no change; "apps history APP" shows their numbers.`]);
  return acting(options, context, async (tx, by) => {
    const undone = await undoChange(tx, Number(word), by);
    const { application, other, ranges } = undone;
    const what = sentence({ kind: undone.kind as LifecycleEvent['kind'], application, other });
    const also = ranges > 0 ? ' The ownership that followed from it is gone as well.' : '';
    return { text: `Undone: ${what}.${also}`, facts: undone };
  });
}

async function deciding(
  options: ChangeOptions,
  day: string | undefined,
  option: string,
  context: Context,
  decide: (tx: Session, decided: Decided) => Promise<Told>,
): Promise<ExitCode> {
  const problems: string[] = [];
  const on = dayOr(option, day, '', problems);
  if (problems.length > 0) throw new UsageError(problems);
  return acting(options, context, (tx, by) => decide(tx, { on, by, reason: options.reason ?? null }));
}

async function acting(
  options: ChangeOptions,
  context: Context,
  act: (tx: Session, by: string) => Promise<Told>,
): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const { text, facts } = await actingAs(database, actorOf(config, options), (tx, who) =>
      act(tx, who.name),
    );
    context.terminal.out(`${options.json ? JSON.stringify(facts, null, 2) : text}\n`);
    return exitCodes.right;
  });
}

async function reading(context: Context, read: (session: Session) => Promise<string>): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    context.terminal.out(`${await read(database)}\n`);
    return exitCodes.right;
  });
}
