import type { Command } from 'commander';
import { actingAs } from '../../repositories/acting.ts';
import { findApplication, findOwner, findSector } from '../../repositories/find-by-name.ts';
import { correctOwnership } from '../../repositories/ownership/correct-ownership.ts';
import { readOwnership, type OwnershipLine } from '../../repositories/ownership/read-ownership.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { existing } from '../existing.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr } from '../parse-words.ts';
import { renderOwnership } from '../render-applications.ts';

interface CorrectOptions extends ActingOptions {
  readonly sector: string;
  readonly owner?: string;
  readonly hCode?: string;
  readonly costCenter?: string;
  readonly from: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** Who pays for an application, and what was corrected about it. */
interface Shown {
  readonly application: string;
  readonly ranges: readonly OwnershipLine[];
  /** Closed months that a correction touched. */
  readonly closedMonths?: readonly string[];
}

/** `ownership`: who paid for an application on which days, and corrections of it (R18). */
export function addOwnership(program: Command, context: Context, finish: Finish): void {
  const ownership = program
    .command('ownership')
    .summary('show and correct who owns an application')
    .description(
      'A day is charged to whoever owned the application on that day. Runs write what the CMDB says; a person may correct it\n' +
        'for days of the past. A correction without --to stays until the CMDB says something else than it does now.',
    )
    .addHelpText('after', examples);
  ownership
    .command('show <application>')
    .description('shows every range of days with its owner; name the application by name or id')
    .option('--json', 'print as JSON')
    .action(async (application: string, { json }: { json?: boolean }) =>
      finish(await show(application, json ?? false, context)),
    );
  withActing(
    ownership
      .command('correct <application>')
      .description('corrects who owned an application; needs a reason'),
  )
    .requiredOption('--sector <name>', 'the sector that owned it')
    .option('--owner <name>', 'the person who owned it (default: as it was)')
    .option('--h-code <code>', 'the charge code (default: as it was)')
    .option('--cost-center <code>', 'the cost center (default: as it was)')
    .requiredOption('--from <day>', 'first day of the correction')
    .option('--to <day>', 'first day that it no longer holds (default: none)')
    .option('--json', 'print as JSON')
    .action(async (application: string, options: CorrectOptions) =>
      finish(await correct(application, options, context)),
    );
}

const examples = `
Examples:
  appd-licensing ownership show "HR Portal"
  appd-licensing ownership correct "HR Portal" --sector "Human Resources" --from 2025-07-16 --reason "moved on 16 July"
  appd-licensing ownership correct "HR Portal" --sector Finance --from 2025-07-01 --to 2025-08-01 --reason "loan of a month"`;

async function show(words: string, json: boolean, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const application = existing(await findApplication(database, words));
    const ranges = await readOwnership(database, application.id);
    print({ application: application.name, ranges }, json, context);
    return exitCodes.right;
  });
}

async function correct(words: string, options: CorrectOptions, context: Context): Promise<ExitCode> {
  const { from, to, reason } = judge(options);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const actor = actorOf(config, options);
    const shown = await actingAs(database, actor, async (tx, who) => {
      const application = existing(await findApplication(tx, words));
      const owner = {
        sectorId: existing(await findSector(tx, options.sector)).id,
        ...(options.owner !== undefined && { ownerId: existing(await findOwner(tx, options.owner)).id }),
        ...(options.hCode !== undefined && { hCode: options.hCode }),
        ...(options.costCenter !== undefined && { costCenter: options.costCenter }),
      };
      const correction = { from, to, owner };
      const { closedMonths } = await correctOwnership(tx, application.id, correction, {
        by: who.name,
        reason,
      });
      const ranges = await readOwnership(tx, application.id);
      return { application: application.name, ranges, closedMonths };
    });
    print(shown, options.json ?? false, context);
    return exitCodes.right;
  });
}

function judge({ from, to, reason }: CorrectOptions): { from: string; to: string | null; reason: string } {
  const problems: string[] = [];
  const first = dayOr('--from', from, from, problems);
  const end = to === undefined ? null : dayOr('--to', to, to, problems);
  if (problems.length === 0 && end !== null && end <= first)
    problems.push(
      `--to is ${end}, expected a day after --from ${first}: it is the first day that no longer counts.`,
    );
  if (!reason?.trim())
    problems.push('--reason is missing: a correction stands in the audit log with its reason.');
  if (problems.length > 0) throw new UsageError(problems);
  return { from: first, to: end, reason: reason ?? '' };
}

function print(shown: Shown, json: boolean, { terminal }: Context): void {
  terminal.out(`${json ? JSON.stringify(shown, null, 2) : render(shown)}\n`);
}

function render({ application, ranges, closedMonths }: Shown): string {
  if (ranges.length === 0)
    return `Nobody has owned "${application}" so far: its cost stands under __unassigned__.`;
  return [`Who owns "${application}"`, '', renderOwnership(ranges), ...consequences(closedMonths)].join('\n');
}

function consequences(closedMonths: readonly string[] | undefined): string[] {
  if (closedMonths === undefined) return [];
  const closed =
    closedMonths.length === 0
      ? []
      : [`Closed: ${closedMonths.join(', ')}. They stay; the difference is booked in the next open month.`];
  return ['', 'The next run charges open months by it.', ...closed];
}
