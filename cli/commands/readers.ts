import type { Command } from 'commander';
import { actingAs } from '../../repositories/acting.ts';
import type { Session } from '../../repositories/database.ts';
import { listReaders, removeReader, saveReader, type KnownReader } from '../../repositories/readers.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { renderDataSource } from '../reader-data-source.ts';
import { renderTable } from '../table.ts';

interface ReaderOptions extends ActingOptions {
  readonly sector?: readonly string[];
  readonly passwordFrom?: string;
  readonly json?: boolean;
}

/** `readers`: logins of the database that look at dashboards and change nothing. */
export function addReaders(program: Command, context: Context, finish: Finish): void {
  const readers = program
    .command('readers')
    .summary('logins that look at dashboards, at everything or at some sectors')
    .description(
      'A reader is a login of the database for Grafana: it reads what dashboards show and changes nothing. With sectors it\n' +
        'sees their rows only, in whatever it asks. In production an administrator makes readers; the database connection\n' +
        'needs the right to make roles (CREATEROLE).',
    )
    .addHelpText('after', examples);
  withActing(
    readers.command('add <name>').description('makes a reader, or sets its sectors and password anew'),
  )
    .option('--sector <name>', 'may see this sector only; say it again for more', collected)
    .option(
      '--password-from <variable>',
      'environment variable that holds the password (default: a random one)',
    )
    .option('--json', 'print as JSON')
    .action(async (name: string, options: ReaderOptions) => finish(await add(name, options, context)));
  readers
    .command('list')
    .description('shows every reader and what it may see')
    .option('--json', 'print as JSON')
    .action(async (options: ReaderOptions) => finish(await list(options, context)));
  withActing(readers.command('remove <name>').description('takes a reader away and ends its connections'))
    .option('--json', 'print as JSON')
    .action(async (name: string, options: ReaderOptions) => finish(await remove(name, options, context)));
}

const examples = `
Examples:
  appd-licensing readers add grafana --password-from GRAFANA_DB_PASSWORD
  appd-licensing readers add retail_finance --sector Retail --sector "Retail Banking"
  appd-licensing readers list
  appd-licensing readers remove retail_finance --reason "left the company"`;

function collected(word: string, before: readonly string[] = []): string[] {
  return [...before, word];
}

async function add(name: string, options: ReaderOptions, context: Context): Promise<ExitCode> {
  const password = passwordOf(options, context);
  const wish = { name, password, sectors: options.sector ?? [] };
  return acting(options, context, async (tx, who) => {
    const made = await saveReader(tx, wish, who);
    const { sectors, isNew } = made;
    const secret = password === null ? { password: made.password } : {};
    const passwordFrom = options.passwordFrom ?? `READER_PASSWORD_${variableOf(name)}`;
    const dataSource = sectors.length === 0 ? null : renderDataSource({ name, sectors, passwordFrom });
    const text = [
      `${name} ${isNew ? 'may now look at' : 'is set to look at'} ${sectors.join(', ') || 'everything'}.`,
      ...(secret.password === undefined
        ? []
        : [`The password is shown this once:\n\n  ${secret.password}\n`]),
      ...(dataSource === null
        ? []
        : [
            `The data source, for the provisioning of Grafana (password from ${passwordFrom}):\n\n${dataSource}`,
          ]),
    ].join('\n');
    return { facts: { name, sectors, isNew, ...secret, dataSource }, text };
  });
}

/** @throws UsageError when the variable holds nothing. */
function passwordOf({ passwordFrom }: ReaderOptions, { environment }: Context): string | null {
  if (passwordFrom === undefined) return null;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(passwordFrom))
    throw new UsageError([
      `--password-from is "${passwordFrom}", expected the name of an environment variable.`,
    ]);
  const password = environment[passwordFrom];
  if (!password) throw new UsageError([`The environment variable ${passwordFrom} is not set.`]);
  return password;
}

function variableOf(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}

async function list({ json }: ReaderOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const readers = await listReaders(database);
    context.terminal.out(`${json ? JSON.stringify(readers, null, 2) : render(readers)}\n`);
    return exitCodes.right;
  });
}

function render(readers: readonly KnownReader[]): string {
  if (readers.length === 0) return 'There are no readers; "readers add" makes one.';
  const columns = [{ title: 'name' }, { title: 'sees' }, { title: 'connections', align: 'right' as const }];
  const rows = readers.map(({ name, sectors, connections }) => [
    name,
    sectors === null ? 'everything' : sectors.join(', ') || 'nothing',
    String(connections),
  ]);
  return renderTable(columns, rows);
}

async function remove(name: string, options: ReaderOptions, context: Context): Promise<ExitCode> {
  return acting(options, context, async (tx) => {
    await removeReader(tx, name);
    return { facts: { name }, text: `${name} may no longer look.` };
  });
}

async function acting(
  options: ReaderOptions,
  context: Context,
  act: (tx: Session, who: string) => Promise<{ readonly facts: unknown; readonly text: string }>,
): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const { facts, text } = await actingAs(database, actorOf(config, options), (tx, { name }) =>
      act(tx, name),
    );
    context.terminal.out(`${options.json ? JSON.stringify(facts, null, 2) : text}\n`);
    return exitCodes.right;
  });
}
