import type { Command } from 'commander';
import {
  auditedEntities,
  listAudit,
  type AuditEntry,
  type AuditQuestion,
  type FieldChange,
} from '../../repositories/audit.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr, wholeNumber } from '../parse-words.ts';
import { clip } from '../table.ts';

interface AuditOptions {
  readonly entity?: string;
  readonly key?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** `audit`: who changed what, from what to what, and why (R30). */
export function addAudit(program: Command, context: Context, finish: Finish): void {
  const audit = program
    .command('audit')
    .summary('who changed what, and why')
    .description(
      'Every change of configuration, mapping, ownership, price, rule and period, written by the database itself; nothing of it\n' +
        'can be changed or removed.',
    )
    .addHelpText('after', examples);
  audit
    .command('list')
    .description('shows the newest changes first, with the fields that changed')
    .option('--entity <name>', `${Object.keys(auditedEntities).join(', ')}; or a table`)
    .option('--key <key>', 'only the row with this key')
    .option('--actor <name>', 'only what this one did')
    .option('--since <day>', 'only from this day on')
    .option('--limit <count>', 'how many changes', '50')
    .option('--json', 'print as JSON')
    .action(async (options: AuditOptions) => finish(await list(options, context)));
}

const examples = `
Examples:
  appd-licensing audit list --entity price --since 2025-07-01
  appd-licensing audit list --entity period --key 2025-07-01
  appd-licensing audit list --actor anna --limit 10`;

async function list(options: AuditOptions, context: Context): Promise<ExitCode> {
  const question = questionOf(options);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const entries = await listAudit(database, question);
    context.terminal.out(`${options.json ? JSON.stringify(entries, null, 2) : render(entries, question)}\n`);
    return exitCodes.right;
  });
}

function questionOf({ entity, key, actor, since, limit }: AuditOptions): AuditQuestion {
  const problems: string[] = [];
  const tables = tablesOf(entity, problems);
  const question = {
    tables,
    key: key ?? null,
    actor: actor ?? null,
    since: since === undefined ? null : dayOr('--since', since, since, problems),
    limit: wholeNumber('--limit', limit, problems),
  };
  if (problems.length > 0) throw new UsageError(problems);
  return question;
}

function tablesOf(entity: string | undefined, problems: string[]): readonly string[] {
  if (entity === undefined) return [];
  const tables = auditedEntities[entity.toLowerCase()];
  if (tables) return tables;
  if (Object.values(auditedEntities).flat().includes(entity)) return [entity];
  problems.push(
    `Nothing called "${entity}" is audited; expected ${Object.keys(auditedEntities).join(', ')}.`,
  );
  return [];
}

function render(entries: readonly AuditEntry[], { limit }: AuditQuestion): string {
  if (entries.length === 0) return 'No change fits.';
  const more = entries.length < limit ? '' : `\n\nThe newest ${limit}; --limit shows more.`;
  return entries.map(renderEntry).join('\n\n') + more;
}

function renderEntry(entry: AuditEntry): string {
  const { at, actor, isProven, operation, entity, key, reason, runId } = entry;
  const proof = isProven === null ? '' : isProven ? ' (proven)' : ' (only a name)';
  const by = runId === null ? `${actor}${proof}` : `run ${runId}, as ${actor}`;
  const head = `${at.slice(0, 19).replace('T', ' ')}  ${operation} ${entity} ${key}  by ${by}`;
  const why = reason === null ? [] : [`  why: ${reason}`];
  return [head, ...why, ...renderChanges(entry)].join('\n');
}

function renderChanges({ operation, changes }: AuditEntry): string[] {
  const width = Math.max(0, ...changes.map(({ field }) => field.length));
  const line = ({ field, before, after, beforeName, afterName }: FieldChange): string => {
    const [was, is] = [text(before, beforeName), text(after, afterName)];
    const value = operation === 'insert' ? is : operation === 'delete' ? was : `${was} -> ${is}`;
    return `  ${field.padEnd(width)}  ${value}`;
  };
  return changes.map(line);
}

function text(value: unknown, name: string | undefined): string {
  if (value === null) return '(none)';
  const said = clip(typeof value === 'string' ? value : JSON.stringify(value), 100);
  return name === undefined ? said : `${said} (${name})`;
}
