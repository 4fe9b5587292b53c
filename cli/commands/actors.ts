import type { Command } from 'commander';
import { actingAs } from '../../repositories/acting.ts';
import {
  actorRoles,
  addActor,
  listActors,
  revokeActor,
  whoAmI,
  type ActorRole,
  type KnownActor,
  type WhoAmI,
} from '../../repositories/actors.ts';
import type { Session } from '../../repositories/database.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { renderTable } from '../table.ts';

interface ActorOptions extends ActingOptions {
  readonly roles?: string;
  readonly dbRole?: string;
  readonly json?: boolean;
}

/** `actors`: who may act, and how they prove who they are (R32). */
export function addActors(program: Command, context: Context, finish: Finish): void {
  const actors = program
    .command('actors')
    .summary('who may act, and how they prove it')
    .description(
      'People and programs prove who they are by a token (ACTOR_TOKEN) or by the role of their database connection. In\n' +
        'production only they decide, each in the roles that an administrator gave.',
    )
    .addHelpText('after', examples);
  actors
    .command('list')
    .description('shows everybody with their roles')
    .option('--json', 'print as JSON')
    .action(async (options: ActorOptions) => finish(await list(options, context)));
  actors
    .command('whoami')
    .description('shows who would act now')
    .option('--as <name>', 'who acts; development profile only')
    .option('--json', 'print as JSON')
    .action(async (options: ActorOptions) => finish(await who(options, context)));
  withActing(actors.command('add <name>').description('lets somebody act, and prints the token once'))
    .requiredOption('--roles <roles>', `any of ${actorRoles.join(', ')}`)
    .option('--db-role <role>', 'a role of the database proves it, instead of a token')
    .option('--json', 'print as JSON')
    .action(async (name: string, options: ActorOptions) => finish(await add(name, options, context)));
  withActing(actors.command('revoke <name>').description('takes the right to act'))
    .option('--json', 'print as JSON')
    .action(async (name: string, options: ActorOptions) => finish(await revoke(name, options, context)));
}

const examples = `
Examples:
  appd-licensing actors add anna --roles administrator
  appd-licensing actors add bert --roles approver,closer --reason "finance lead"
  appd-licensing actors add etl --roles preparer --db-role etl_analytics
  ACTOR_TOKEN=appd_... appd-licensing actors whoami
  appd-licensing actors revoke bert --reason "left the company"`;

async function list({ json }: ActorOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const actors = await listActors(database);
    context.terminal.out(`${json ? JSON.stringify(actors, null, 2) : render(actors)}\n`);
    return exitCodes.right;
  });
}

function render(actors: readonly KnownActor[]): string {
  if (actors.length === 0)
    return 'Nobody is registered. The first one should be an administrator: "actors add".';
  const columns = ['name', 'roles', 'proves it by', 'since', 'state'].map((title) => ({ title }));
  const rows = actors.map(({ name, roles, proof, since, isActive }) => [
    name,
    roles.join(', '),
    proof,
    since.slice(0, 10),
    isActive ? 'may act' : 'revoked',
  ]);
  return renderTable(columns, rows);
}

async function who(options: ActorOptions, context: Context): Promise<ExitCode> {
  return acting(options, context, async (tx) => {
    const me = await whoAmI(tx);
    return { facts: me, text: sentence(me) };
  });
}

function sentence({ name, isProven, roles, databaseRole, profile }: WhoAmI): string {
  const proof = isProven
    ? 'proven'
    : profile === 'production'
      ? 'only a name: may decide nothing'
      : 'only a name';
  const rights = !isProven && profile === 'development' ? 'any, in development' : 'none';
  return [
    `You are ${name} (${proof}).`,
    `Roles          ${roles.join(', ') || rights}`,
    `Database role  ${databaseRole}`,
    `Profile        ${profile}`,
  ].join('\n');
}

async function add(name: string, options: ActorOptions, context: Context): Promise<ExitCode> {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,79}$/u.test(name))
    throw new UsageError([`"${name}" is no name of an actor: letters, digits and . _ @ - are.`]);
  const roles = rolesOf(options.roles ?? '');
  return acting(options, context, async (tx) => {
    const token = await addActor(tx, { name, roles, dbRole: options.dbRole ?? null });
    const proof =
      token === null
        ? `The database role "${options.dbRole ?? ''}" proves it.`
        : `The token is shown this once; keep it as ACTOR_TOKEN:\n\n  ${token}\n`;
    return { facts: { name, roles, token }, text: `${name} may act as ${roles.join(', ')}.\n${proof}` };
  });
}

function rolesOf(words: string): ActorRole[] {
  const said = words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  const isRole = (word: string): word is ActorRole => (actorRoles as readonly string[]).includes(word);
  const strange = said.filter((word) => !isRole(word));
  if (strange.length > 0 || said.length === 0)
    throw new UsageError([
      `--roles is "${words}"; expected some of ${actorRoles.join(', ')}, separated by commas.`,
    ]);
  return [...new Set(said.filter(isRole))];
}

async function revoke(name: string, options: ActorOptions, context: Context): Promise<ExitCode> {
  return acting(options, context, async (tx) => {
    await revokeActor(tx, name);
    return { facts: { name }, text: `${name} may no longer act. What ${name} did stays in the audit.` };
  });
}

async function acting(
  options: ActorOptions,
  context: Context,
  act: (tx: Session) => Promise<{ readonly facts: object; readonly text: string }>,
): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const { facts, text } = await actingAs(database, actorOf(config, options), (tx) => act(tx));
    context.terminal.out(`${options.json ? JSON.stringify(facts, null, 2) : text}\n`);
    return exitCodes.right;
  });
}
