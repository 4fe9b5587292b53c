import type { Command } from 'commander';
import { contractWords, readContractFile, type ContractRow } from '../../imports/contract-file.ts';
import { refuseUpload } from '../../imports/read-upload.ts';
import { ConfigError } from '../../pipeline/errors.ts';
import { actingAs, type Acting } from '../../repositories/acting.ts';
import { contractProblems } from '../../repositories/contracts/contract-problems.ts';
import { lastKnownDay, readStanding } from '../../repositories/contracts/contract-standing.ts';
import {
  findContract,
  listContracts,
  type StoredContract,
} from '../../repositories/contracts/read-contracts.ts';
import {
  approveContract,
  lockContracts,
  requireContract,
  saveContracts,
} from '../../repositories/contracts/save-contracts.ts';
import type { Session } from '../../repositories/database.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr } from '../parse-words.ts';
import { renderContracts, renderStanding } from '../render-contracts.ts';

interface ContractOptions extends ActingOptions {
  readonly json?: boolean;
  readonly allowBom?: boolean;
}

interface OneLine extends ContractOptions {
  readonly vendor?: string;
  readonly from?: string;
  readonly to?: string;
  readonly capability?: string;
  readonly tier?: string;
  readonly basis?: string;
  readonly settledPer?: string;
  readonly committed?: string;
  readonly unusedRate?: string;
  readonly overageRate?: string;
}

/** `contracts`: what is committed to the vendor, and how use stands against it (R10, G-5). */
export function addContracts(program: Command, context: Context, finish: Finish): void {
  const contracts = program
    .command('contracts')
    .summary('import, add, approve, list and show contracts')
    .description(
      'Commitments to the vendor. Once a contract is approved by another person, use above a commitment is charged as\n' +
        'overage, and what was not used when it is settled as unused commitment.',
    )
    .addHelpText('after', examples);
  const command = (name: string, description: string): Command =>
    contracts.command(name).description(description).option('--json', 'print as JSON');

  command('list', 'shows every contract').action(async (options: ContractOptions) =>
    finish(await list(options, context)),
  );
  command('show <name>', 'shows use against every commitment, and when it is used up')
    .option('--through <day>', 'the last day that counts (default: the last complete day)')
    .action(async (name: string, options: ContractOptions & { readonly through?: string }) =>
      finish(await show(name, options, context)),
    );
  withActing(command('import <file>', 'brings contracts as drafts, all of them or nothing'))
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .action(async (file: string, options: ContractOptions) =>
      finish(await importFile(file, options, context)),
    );
  oneLine(withActing(command('add <name>', 'adds a commitment to a draft, or begins one'))).action(
    async (name: string, options: OneLine) => finish(await add(name, options, context)),
  );
  withActing(command('approve <name>', 'lets a contract charge; takes another person than made it')).action(
    async (name: string, options: ContractOptions) => finish(await approve(name, options, context)),
  );
}

const examples = `
Examples:
  appd-licensing contracts import contracts-2025.csv --reason "renewal 2025"
  appd-licensing contracts add "AppD 2025" --vendor AppDynamics --from 2025-07-01 --to 2026-07-01 \\
    --capability APM --tier PEAK --basis daily_units --committed 120 --overage-rate 0.40 --unused-rate 1.25
  appd-licensing contracts approve "AppD 2025" --as bob --reason "signed on 12 June"
  appd-licensing contracts show "AppD 2025"

Columns of a file; a row for each commitment, no tier means every tier, no rate means no charge:
  contract,vendor,start_date,end_date,capability,tier,basis,settled_per,committed,unused_rate,overage_rate
  basis        daily_units (units that may run at once), units (unit-days), or amount (US dollars)
  settled_per  month, or term (once, in the last month of the contract)
  end_date     the first day no longer covered: the renewal date`;

function oneLine(command: Command): Command {
  return command
    .option('--vendor <name>', 'with whom; needed for a new contract')
    .option('--from <day>', 'the first day of the term; needed for a new contract')
    .option('--to <day>', 'the first day no longer covered; needed for a new contract')
    .option('--capability <code>', 'e.g. APM')
    .option('--tier <tier>', 'e.g. PEAK (default: every tier)')
    .option('--basis <basis>', 'daily_units, units or amount')
    .option('--settled-per <span>', 'month or term (default: month)')
    .option('--committed <quantity>', 'units or US dollars, per settlement; per day for daily_units')
    .option('--unused-rate <rate>', 'US dollars of a unit that was not used (default: none)')
    .option('--overage-rate <rate>', 'US dollars of a unit above, beyond its price (default: none)');
}

async function list(options: ContractOptions, context: Context): Promise<ExitCode> {
  return withDatabase(await readSettings(context), async (database) => {
    const contracts = await listContracts(database);
    return print(context, options, contracts, renderContracts(contracts));
  });
}

async function show(
  name: string,
  options: ContractOptions & { readonly through?: string },
  context: Context,
): Promise<ExitCode> {
  const problems: string[] = [];
  const said = options.through === undefined ? null : dayOr('--through', options.through, '', problems);
  if (problems.length > 0) throw new UsageError(problems);
  return withDatabase(await readSettings(context), async (database) => {
    const contract = await requireContract(database, name);
    const through = said ?? (await lastKnownDay(database));
    if (through === null) throw new UsageError(['There is no usage yet; say --through.']);
    const standing = await readStanding(database, contract, through);
    return print(context, options, standing, renderStanding(standing));
  });
}

async function importFile(file: string, options: ContractOptions, context: Context): Promise<ExitCode> {
  const lines = readContractFile(file, options.allowBom ?? false);
  return act(options, context, async (tx, who) => {
    await lockContracts(tx);
    refuseUpload(file, await contractProblems(tx, lines));
    const saved = await saveContracts(
      tx,
      who,
      lines.map(({ row }) => row),
    );
    const drafts =
      saved.inserted + saved.updated > 0 ? ' Drafts charge nothing until they are approved.' : '';
    const text = `Contracts: ${saved.inserted} added, ${saved.updated} changed, ${saved.unchanged} as they were.${drafts}`;
    return { result: saved, text };
  });
}

async function add(name: string, options: OneLine, context: Context): Promise<ExitCode> {
  return act(options, context, async (tx, who) => {
    await lockContracts(tx);
    const stored = await findContract(tx, name);
    const rows = [...(stored ? rowsOf(stored) : []), rowOf(name, options, stored)];
    const problems = await contractProblems(
      tx,
      rows.map((row, index) => ({ line: index + 1, row })),
    );
    if (problems.length > 0)
      throw new ConfigError(
        problems.map(({ what }) => what),
        'Nothing was saved.',
        'The commitment cannot be added',
      );
    await saveContracts(tx, who, rows);
    return {
      result: await requireContract(tx, name),
      text: `Contract "${name}" is a draft with ${rows.length} commitment(s). It charges nothing until another person approves it.`,
    };
  });
}

/** What a draft says already of its vendor and term need not be said again. */
function rowOf(name: string, options: OneLine, stored: StoredContract | undefined): ContractRow {
  const parsed = contractWords.safeParse({
    contract: name,
    vendor: options.vendor ?? stored?.vendor,
    start_date: options.from ?? stored?.start,
    end_date: options.to ?? stored?.end,
    capability: options.capability,
    tier: options.tier,
    basis: options.basis,
    settled_per: options.settledPer,
    committed: options.committed,
    unused_rate: options.unusedRate,
    overage_rate: options.overageRate,
  });
  if (!parsed.success)
    throw new UsageError(
      parsed.error.issues.map(({ path, message }) => `${optionOf(String(path[0]))}: ${message}.`),
    );
  const { vendor, startDate, endDate } = parsed.data;
  if (stored && (vendor !== stored.vendor || startDate !== stored.start || endDate !== stored.end))
    throw new UsageError([
      `Contract "${name}" is with ${stored.vendor} from ${stored.start} to before ${stored.end}; leave --vendor, --from and --to out, or change it with "contracts import".`,
    ]);
  return parsed.data;
}

function optionOf(word: string): string {
  const renamed: Readonly<Record<string, string>> = { start_date: 'from', end_date: 'to' };
  return word === 'contract' ? 'name' : `--${renamed[word] ?? word.replaceAll('_', '-')}`;
}

function rowsOf({ name, vendor, start, end, lines }: StoredContract): ContractRow[] {
  return lines.map(({ tool, capability, tier, basis, settledPer, committed, unusedRate, overageRate }) => ({
    contract: name,
    vendor,
    startDate: start,
    endDate: end,
    capability: `${tool}/${capability}`,
    tier,
    basis,
    settledPer,
    committed,
    unusedRate,
    overageRate,
  }));
}

async function approve(name: string, options: ContractOptions, context: Context): Promise<ExitCode> {
  return act(options, context, async (tx, who) => ({
    result: await approveContract(tx, who, name),
    text: `Contract "${name}" is approved by ${who.name}. The next run charges it in the months that are open.`,
  }));
}

async function act(
  options: ContractOptions,
  context: Context,
  work: (tx: Session, who: Acting) => Promise<{ readonly result: object; readonly text: string }>,
): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const { result, text } = await actingAs(database, actorOf(config, options), work);
    return print(context, options, result, text);
  });
}

function print(context: Context, { json }: ContractOptions, result: object, text: string): ExitCode {
  context.terminal.out(`${json ? JSON.stringify(result, null, 2) : text}\n`);
  return exitCodes.right;
}
