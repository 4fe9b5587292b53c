import { addDays, addMonths } from '../../../pipeline/days.ts';
import type { Day, Month } from '../../../pipeline/run.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { approveContract, saveContracts } from '../../../repositories/contracts/save-contracts.ts';
import { correctOwnership } from '../../../repositories/ownership/correct-ownership.ts';
import { waive } from '../../../repositories/periods/review.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { createRuleBook } from '../../../repositories/rules/rule-book.ts';
import { anna, bert, openBillingDesk, type BillingDesk } from '../billing-desk.ts';
import { openWarehouse, source, type Warehouse } from '../warehouse.ts';
import { knowledgeOf, learn, type Knowledge } from './knowledge.ts';
import { buckets, shared, type Change, type Metric, type Owner, type World } from './world.ts';
import type { Days } from './timeline.ts';

/** A world in Postgres, played by the repositories and stages of the product. */
export interface OpenWorld {
  readonly warehouse: Warehouse;
  /** Everything that is known at first, and the first run. */
  begin(): Promise<void>;
  learn(change: Change): Promise<void>;
  run(): Promise<void>;
  close(month: Month): Promise<void>;
}

export async function openWorld(world: World, name: string): Promise<OpenWorld> {
  const warehouse = await openWarehouse(name);
  const desk = openBillingDesk(warehouse);
  const date = addDays(addMonths(world.months.at(-1) ?? '', 1), 4);
  const stage = { world, warehouse, desk, date };
  let known = knowledgeOf(world);
  return {
    warehouse,
    async begin() {
      await furnish(stage);
      await desk.build(date);
    },
    async learn(change) {
      known = learn(known, change);
      if (change.kind === 'price') await tellPrices(stage, known, change.metric);
      else if (change.kind === 'owner') await tellOwner(stage, change.appId, change.days, change.owner);
      else await tellUsage(stage, known, [change.row.day], [change.row.appId]);
    },
    run: () => desk.build(date),
    async close(month) {
      await desk.validated(date);
      await waive(
        warehouse.database,
        { ...anna, reason: 'only some days are told' },
        { month, item: 'incomplete-days' },
      );
      await desk.close(month);
    },
  };
}

interface Stage {
  readonly world: World;
  readonly warehouse: Warehouse;
  readonly desk: BillingDesk;
  /** Of every run: after the last month. */
  readonly date: Day;
}

const codeOf = ({ capabilityId }: Metric): string => ['APM', 'BRUM'][capabilityId - 1] ?? '';

async function furnish(stage: Stage): Promise<void> {
  const { world, warehouse, date } = stage;
  const { database } = warehouse;
  await warehouse.applications(...world.apps);
  for (const { name } of world.sectors)
    await database.run('adding a sector', 'insert into sectors_dim (sector_name) values ($1)', [name]);
  const known = knowledgeOf(world);
  for (const metric of world.metrics.keys()) await tellPrices(stage, known, metric);
  await makeRules(stage);
  await signContract(stage);
  await warehouse.openRun(date, world.months[0] ?? '', addDays(date, -1));
  for (const [index] of world.apps.entries())
    for (const { from, value } of world.owners[index] ?? [])
      await tellOwner(stage, index + 1, { from, to: null }, value);
  await tellUsage(
    stage,
    known,
    world.days,
    [...world.apps.keys()].map((index) => index + 1),
  );
  await tellCredits(stage, known);
}

/** The whole list, as a price list is imported: what is in force already stays as it is. */
async function tellPrices({ world, warehouse }: Stage, { prices }: Knowledge, metric: number): Promise<void> {
  const timeline = prices[metric] ?? [];
  const { tier } = world.metrics[metric] ?? { tier: '' };
  const rows = timeline.map(({ from, value }, index) => ({
    tool: source.tool,
    capability: codeOf(world.metrics[metric] ?? { capabilityId: 0, tier }),
    tier,
    unitRate: value,
    currency: 'USD',
    startDate: from,
    endDate: timeline[index + 1]?.from ?? null,
  }));
  await importPrices(warehouse.database, rows, { priceList: 'model', createdBy: 'anna' });
}

async function tellOwner({ world, warehouse }: Stage, app: number, days: Days, owner: Owner): Promise<void> {
  const { database } = warehouse;
  const sector = world.sectors[owner.sectorId - 1]?.name ?? '__unassigned__';
  const { appId, sectorId } = await database.one<{ appId: number; sectorId: number }>(
    'finding ids',
    `select a.app_id as "appId", s.sector_id as "sectorId" from applications_dim a, sectors_dim s
     where a.appd_application_name = $1 and s.sector_name = $2`,
    [world.apps[app - 1] ?? '', sector],
  );
  const hCode = owner.hCode === '' ? null : owner.hCode;
  const correction = { ...days, owner: { sectorId, hCode } };
  await actingAs(database, anna, (tx) =>
    correctOwnership(tx, appId, correction, { by: 'anna', reason: 'test' }),
  );
}

/** What the source says of these days and applications, all of it; credits are no answer of the source. */
async function tellUsage(
  { world, warehouse, date }: Stage,
  known: Knowledge,
  days: readonly Day[],
  apps: readonly number[],
): Promise<void> {
  const told = [...known.usage.values()].filter(
    ({ day, appId, units }) => days.includes(day) && apps.includes(appId) && !units.startsWith('-'),
  );
  const ids = await idsOf(warehouse, world);
  const run = await warehouse.openRun(date, days[0] ?? '', days.at(-1) ?? '');
  const rows = told.map(({ appId, metric, day, units }) => ({
    ...ids(appId, metric),
    day,
    units,
    unitsAverage: null,
    nodeCount: null,
  }));
  const all = days.flatMap((day) => apps.map((appId) => ({ appId: ids(appId, 0).appId, day, missing: [] })));
  await warehouse.saveUsage(run, rows, all);
}

/** Rows of the category `overlap`, the only ones below zero. */
async function tellCredits({ world, warehouse, date }: Stage, { usage }: Knowledge): Promise<void> {
  const ids = await idsOf(warehouse, world);
  const { runId } = await warehouse.openRun(date, addDays(date, -1), addDays(date, -1));
  for (const { appId, metric, day, units } of usage.values()) {
    if (!units.startsWith('-')) continue;
    const { appId: id, capabilityId, tier } = ids(appId, metric);
    await warehouse.database.run('saving a credit', insertCredit, [
      source.tool,
      source.instance,
      id,
      capabilityId,
      tier,
      day,
      units,
      runId,
    ]);
  }
  await warehouse.database.run(
    'asking for new cost',
    `update chargeback_periods set needs_recost = true where state = 'open'`,
  );
}

async function idsOf({ database }: Warehouse, { apps, metrics }: World) {
  const appIds = await database.rows<{ name: string; id: number }>(
    'reading applications',
    'select appd_application_name as name, app_id as id from applications_dim',
  );
  const capabilities = await database.rows<{ code: string; id: number }>(
    'reading capabilities',
    'select capability_code as code, capability_id as id from capabilities_dim',
  );
  return (appId: number, metric: number) => {
    const { capabilityId, tier } = metrics[metric] ?? { capabilityId: 0, tier: '' };
    return {
      appId: appIds.find(({ name }) => name === apps[appId - 1])?.id ?? 0,
      capabilityId: capabilities.find(({ code }) => code === codeOf({ capabilityId, tier }))?.id ?? 0,
      tier,
    };
  };
}

async function makeRules({ world, warehouse }: Stage): Promise<void> {
  const drafts = world.rules.map((rule) => ({
    place: null,
    draft: {
      ...rule,
      capability: null,
      table: null,
      parts: rule.parts.map((part) => ({ ...part, capability: null, table: null })),
      receivers: rule.receivers.map(({ sectorName, percent }) => ({ sector: sectorName, percent })),
      senderSector: rule.senderSectorName,
      startDate: '2025-01-01',
      endDate: null,
    },
  }));
  const book = createRuleBook(warehouse.database);
  await book.save(drafts, anna, { methodologyChanges: 'monthly', shared, exception: false });
  await book.approveAll(bert, shared);
}

async function signContract({ world: { contract }, warehouse }: Stage): Promise<void> {
  if (!contract) return;
  const row = {
    ...contract,
    contract: 'Model',
    vendor: 'AppDynamics',
    startDate: contract.start,
    endDate: contract.end,
    capability: codeOf({ capabilityId: contract.capabilityId, tier: '' }),
    tier: null,
  };
  await actingAs(warehouse.database, anna, (tx, who) => saveContracts(tx, who, [row]));
  await actingAs(warehouse.database, bert, (tx, who) => approveContract(tx, who, row.contract));
}

/** The name under which the product knows a sector or bucket of the model. */
export function sectorName({ sectors }: World, id: number): string {
  const bucket = Object.entries(buckets).find(([, bucketId]) => bucketId === id);
  return sectors[id - 1]?.name ?? `__${bucket?.[0] ?? ''}__`;
}

const insertCredit = `
  insert into license_usage_fact (tool, instance, app_id, capability_id, tier, category, ts, units_consumed, run_id)
  values ($1, $2, $3, $4, $5, 'overlap', $6, $7, $8)`;
