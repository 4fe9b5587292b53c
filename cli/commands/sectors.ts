import type { Command } from 'commander';
import type { ChargeMode } from '../../domain/statement/statement.ts';
import { actingAs } from '../../repositories/acting.ts';
import {
  changeSector,
  listSectors,
  readSector,
  type Sector,
  type SectorChange,
} from '../../repositories/sectors.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { renderTable } from '../table.ts';

interface SectorOptions extends ActingOptions {
  readonly mode?: string;
  readonly costCenter?: string;
  readonly json?: boolean;
}

/** `sectors`: who is charged, and what a charge does to them. */
export function addSectors(program: Command, context: Context, finish: Finish): void {
  const sectors = program
    .command('sectors')
    .summary('show sectors, set what a charge does to them')
    .description(
      'showback tells a sector its cost, soft counts it against the budget, hard books it in the ledger.',
    )
    .addHelpText('after', examples);
  sectors
    .command('list')
    .description('shows every sector and bucket')
    .option('--json', 'print as JSON')
    .action(async (options: SectorOptions) => finish(await list(options, context)));
  withActing(sectors.command('set <name>').description('sets charge mode and cost center of a sector'))
    .option('--mode <mode>', modes.join(', '))
    .option('--cost-center <code>', 'cost center of the ledger for allocated parts; "" takes it away')
    .option('--json', 'print as JSON')
    .action(async (name: string, options: SectorOptions) => finish(await set(name, options, context)));
}

const modes: readonly ChargeMode[] = ['showback', 'soft', 'hard'];

const examples = `
Examples:
  appd-licensing sectors list
  appd-licensing sectors set Beverages --mode hard --cost-center CC-1100 --reason "decided by finance, FY2026"`;

async function list({ json }: SectorOptions, context: Context): Promise<ExitCode> {
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const sectors = await listSectors(database);
    context.terminal.out(`${json ? JSON.stringify(sectors, null, 2) : render(sectors)}\n`);
    return exitCodes.right;
  });
}

async function set(name: string, options: SectorOptions, context: Context): Promise<ExitCode> {
  const change = changeOf(options);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const sector = await readSector(database, name);
    if ('why' in sector) throw new UsageError([sector.why]);
    if (sector.kind === 'bucket')
      throw new UsageError([`${sector.name} is a bucket: it is charged nothing. Name a sector.`]);
    const changed = await actingAs(database, actorOf(config, options), (tx) =>
      changeSector(tx, sector, change),
    );
    context.terminal.out(`${options.json ? JSON.stringify(changed, null, 2) : sentence(changed)}\n`);
    return exitCodes.right;
  });
}

/** @throws UsageError when nothing is to be set, or a mode does not exist. */
function changeOf({ mode, costCenter }: SectorOptions): SectorChange {
  const known = modes.find((one) => one === mode);
  if (mode !== undefined && known === undefined)
    throw new UsageError([`--mode is "${mode}", expected ${modes.join(', ')}.`]);
  if (mode === undefined && costCenter === undefined)
    throw new UsageError(['Say what to set: --mode, --cost-center, or both.']);
  return {
    ...(known !== undefined && { mode: known }),
    ...(costCenter !== undefined && { costCenter: costCenter.trim() }),
  };
}

function sentence({ name, chargeMode, costCenter }: Sector): string {
  const hint =
    chargeMode === 'hard' && costCenter === null
      ? ' Journals book its allocated parts under its name until a cost center is set.'
      : '';
  return `${name}: ${chargeMode}, ${costCenter === null ? 'no cost center' : `cost center ${costCenter}`}.${hint}`;
}

function render(sectors: readonly Sector[]): string {
  const columns = ['sector', 'kind', 'mode', 'cost center', 'receives shared cost'].map((title) => ({
    title,
  }));
  const rows = sectors.map(({ name, kind, chargeMode, costCenter, isChargeable }) => [
    name,
    kind,
    kind === 'bucket' ? '' : chargeMode,
    costCenter ?? '',
    isChargeable ? 'yes' : 'no',
  ]);
  return renderTable(columns, rows);
}
