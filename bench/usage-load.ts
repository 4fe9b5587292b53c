import { createLanding } from '../repositories/landing.ts';
import { createUsage } from '../repositories/usage.ts';
import type { Database } from '../repositories/database.ts';
import type { Bench } from './bench.ts';
import { measure, type Measure, type Observed } from './measure.ts';
import { startWarehouse, type BenchWarehouse } from './support/bench-warehouse.ts';
import { benchSource, fillDimensions, type Dimensions } from './support/fill-dimensions.ts';
import { dropForeignKeys, encodeUsage, loadRaw } from './support/raw-floor.ts';
import { longest, timeStatements, type Times } from './support/time-statements.ts';
import { planUsage, usageBatches, type UsagePlan } from './support/usage-plan.ts';

interface Round {
  readonly ours: number;
  readonly floor: number;
  readonly floorWithoutKeys: number;
  readonly landing: number;
}

/**
 * Usage loaded and costed as stage 2 does it (staging, known days, change log, lineage and all), against one COPY and one
 * INSERT into the same tables. Every load starts on an empty copy of the same database; the three take turns.
 */
export async function usageLoad(bench: Bench): Promise<readonly Measure[]> {
  const plan = planUsage(bench.sizes.rows);
  let dimensions: Dimensions | undefined;
  const warehouse = await startWarehouse(bench, async (database) => {
    dimensions = await fillDimensions(database, plan);
  });
  if (!dimensions) throw new Error('The template was not filled.');
  const rounds: Round[] = [];
  for (let round = 1; round <= bench.sizes.rounds; round += 1) {
    bench.say(
      `round ${round} of ${bench.sizes.rounds}, ${plan.rows} rows of ${plan.applications} applications`,
    );
    rounds.push(await takeRound(bench, warehouse, plan, dimensions));
  }
  return measuresOf(rounds);
}

function measuresOf(rounds: readonly Round[]): Measure[] {
  const values = rounds.map(({ ours }) => ours);
  const unit = 's';
  const observed: readonly Observed[] = [
    {
      id: 'usage-load',
      unit,
      values,
      floors: rounds.map(({ floor }) => floor),
      goal: { limit: 1.3, on: 'ratio' },
    },
    {
      id: 'usage-load-against-no-foreign-keys',
      unit,
      values,
      floors: rounds.map(({ floorWithoutKeys }) => floorWithoutKeys),
      goal: { limit: 2, on: 'ratio', isStrict: true },
    },
    { id: 'usage-raw-landing', unit, values: rounds.map(({ landing }) => landing) },
  ];
  return observed.map(measure);
}

async function takeRound(
  { say }: Bench,
  warehouse: BenchWarehouse,
  plan: UsagePlan,
  dimensions: Dimensions,
): Promise<Round> {
  const encoded = encodeUsage(plan, dimensions);
  const raw = (url: string) => seconds(() => loadRaw(url, encoded));

  const floor = await warehouse.onCopy('bench_floor', async ({ database, url }) => {
    const took = await raw(url);
    return { took, content: await contentOf(database) };
  });
  say(`floor ${floor.took.toFixed(1)} s`);
  const ours = await warehouse.onCopy('bench_ours', async ({ database }) => {
    const times: Times = new Map();
    const took = await seconds(() => loadOurs(timeStatements(database, times), plan, dimensions));
    say(`ours ${took.toFixed(1)} s: ${longest(times)}`);
    return { took, content: await contentOf(database) };
  });
  if (ours.content !== floor.content)
    throw new Error(`Both loads must hold the same: ours ${ours.content}, floor ${floor.content}.`);
  const floorWithoutKeys = await warehouse.onCopy('bench_floor', async ({ url }) => {
    await dropForeignKeys(url);
    return raw(url);
  });
  say(`floor without foreign keys ${floorWithoutKeys.toFixed(1)} s`);
  const landing = await warehouse.onCopy('bench_landing', ({ database }) =>
    seconds(() => landOurs(database, plan, dimensions)),
  );
  say(`raw landing ${landing.toFixed(1)} s`);
  return { ours: ours.took, floor: floor.took, floorWithoutKeys, landing };
}

async function loadOurs(database: Database, plan: UsagePlan, dimensions: Dimensions): Promise<void> {
  const { run, appIds, capabilityIds } = dimensions;
  const save = { source: benchSource, runId: run.runId, from: run.from, to: run.to };
  await createUsage(database).replace(
    { ...save, snapshot: () => Promise.resolve(null) },
    usageBatches(plan, appIds, capabilityIds),
  );
}

/** Keeps the same usage as raw answers, one per application and year. */
async function landOurs(database: Database, plan: UsagePlan, dimensions: Dimensions): Promise<void> {
  const landing = createLanding(database);
  const slice = { ...benchSource, runId: dimensions.run.runId, stage: 'appdynamics' } as const;
  await landing.begin(slice);
  for (const { rows } of usageBatches(plan, dimensions.appIds, dimensions.capabilityIds)) {
    const application = rows[0]?.appId ?? 0;
    const data = rows.map(({ capabilityId, tier, day, units, unitsAverage, nodeCount }) => ({
      timestamp: `${day}T00:00:00Z`,
      package: `${capabilityId}_${tier}`,
      used: { min: 0, max: Number(units), avg: Number(unitsAverage), count: 288 },
      registrations: [
        { entityType: 'AGENT', registered: { min: 0, max: nodeCount, avg: nodeCount, count: 288 } },
      ],
    }));
    await landing.keep(slice, { path: '/usage', slice: `application=${application}`, body: { data } });
  }
  await landing.snapshot(slice);
}

/** What both loads must have in common, so that nobody is fast by leaving rows out. */
async function contentOf(database: Database): Promise<string> {
  const row = await database.one<{ content: string }>(
    'counting what was loaded',
    `select concat_ws(' ', (select count(*) from license_usage_fact), (select sum(units_consumed) from license_usage_fact),
                      (select count(*) from license_cost_fact), (select sum(cost_exact) from license_cost_fact)) as content`,
  );
  return row.content;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
