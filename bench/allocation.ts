import { allocateMonth } from '../domain/allocate/allocate-month.ts';
import type { MonthAllocation } from '../domain/allocate/allocation.ts';
import { createChargebacks } from '../repositories/chargebacks.ts';
import type { CopyRow } from '../repositories/copy-rows.ts';
import type { Database } from '../repositories/database.ts';
import { createRuns } from '../repositories/runs.ts';
import type { Bench } from './bench.ts';
import { measure, type Measure } from './measure.ts';
import { startWarehouse } from './support/bench-warehouse.ts';
import { claimedYear, monthQuestion } from './support/shared-services.ts';
import { longest, timeStatements, type Times } from './support/time-statements.ts';

/**
 * 300 senders to 50 receivers in 12 months of two capabilities: what the distribution takes by itself, and with its publication
 * into an empty year and again, when nothing changed. The floor of the first is a COPY of the same lines into a table with the
 * same columns, keys and indexes.
 */
export async function allocation(bench: Bench): Promise<readonly Measure[]> {
  const questions = claimedYear.months.map((month) => monthQuestion(claimedYear, month));
  const warehouse = await startWarehouse(bench, fillYear);
  const pure: number[] = [];
  const published: number[] = [];
  const again: number[] = [];
  const floors: number[] = [];
  for (let round = 1; round <= bench.sizes.rounds; round += 1) {
    const start = performance.now();
    const months = questions.map(allocateMonth);
    pure.push((performance.now() - start) / 1000);
    const lines = months.reduce((sum, month) => sum + month.lines.length, 0);
    bench.say(
      `round ${round} of ${bench.sizes.rounds}, ${lines} lines distributed in ${pure.at(-1)?.toFixed(2) ?? ''} s`,
    );
    floors.push(
      await warehouse.onCopy('bench_floor', async ({ database }) => {
        await database.run('making an equal table', equalTable);
        return seconds(() => copyLines(database, months));
      }),
    );
    published.push(
      await warehouse.onCopy('bench_ours', async ({ database }) => {
        const times: Times = new Map();
        const took = await seconds(() => publishYear(timeStatements(database, times), months));
        bench.say(`published in ${took.toFixed(1)} s: ${longest(times)}`);
        again.push(await seconds(() => publishYear(database, months)));
        return took;
      }),
    );
  }
  return [
    measure({ id: 'allocate-a-year', unit: 's', values: pure, goal: { limit: 1, on: 'value' } }),
    measure({
      id: 'allocate-and-publish-a-year',
      unit: 's',
      values: published.map((took, round) => took + (pure[round] ?? 0)),
      floors,
    }),
    measure({ id: 'publish-an-equal-year-again', unit: 's', values: again }),
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function publishYear(database: Database, months: readonly MonthAllocation[]): Promise<void> {
  const chargebacks = createChargebacks(database);
  for (const month of months) await chargebacks.publish(1, month);
}

async function copyLines(database: Database, months: readonly MonthAllocation[]): Promise<void> {
  await database.copy('copying lines', 'equal_lines', columns, rowsOf(months));
}

function* rowsOf(months: readonly MonthAllocation[]): Generator<CopyRow> {
  for (const { month, lines } of months) {
    for (const line of lines) {
      const cents = (amount: bigint): string => `${amount}e-2`;
      yield [
        month,
        month,
        line.appId,
        line.senderSectorId,
        line.sectorId,
        line.capabilityId,
        line.ruleId,
        line.ruleVersion,
        line.step,
        line.method,
        line.driver ?? 'none',
        line.driverUnit ?? 'none',
        line.driverQuantity ?? '0',
        line.driverTotal ?? '0',
        line.ratio,
        cents(line.senderTotalCents),
        cents(line.cents),
        1,
      ];
    }
  }
}

const columns = [
  'month_start',
  'charge_month',
  'app_id',
  'sender_sector_id',
  'sector_id',
  'capability_id',
  'rule_id',
  'rule_version',
  'step',
  'method',
  'driver',
  'driver_unit',
  'driver_quantity',
  'driver_total',
  'ratio',
  'sender_total',
  'usd_amount',
  'run_id',
];

/** Everything that the lines refer to. */
async function fillYear(database: Database): Promise<void> {
  const { senders, receivers, months } = claimedYear;
  const [from = '', last = ''] = [months[0], months.at(-1)];
  await createRuns(database).open(
    { date: '2026-01-01', from, to: last, trigger: 'manual', startedBy: 'bench' },
    { workflowId: 'bench', workflowRunId: 'bench', codeVersion: 'bench', configVersion: 'bench' },
  );
  await database.run('making room', `update sectors_dim set sector_id = sector_id + 1000`);
  await database.run(
    'adding sectors',
    `insert into sectors_dim (sector_id, sector_name) select n, 'Sector ' || n from generate_series(1, $1::integer) as g(n)`,
    [receivers + 1],
  );
  await database.run('making room', `update applications_dim set app_id = app_id + 100000`);
  await database.run(
    'adding applications',
    `insert into applications_dim (app_id, kind, tool, instance, appd_application_id, appd_application_name)
     select n, 'application', 'appdynamics', 'bench', n::text, 'application ' || n from generate_series(1, $1::integer) as g(n)`,
    [senders + receivers * 10],
  );
  await database.run(
    'adding capabilities',
    `insert into capabilities_dim (capability_id, tool, capability_code, capability_name) values (1, 'appdynamics', 'APM', 'APM'), (2, 'appdynamics', 'MRUM', 'MRUM')`,
  );
  await database.run(
    'adding rules',
    `insert into allocation_rules (rule_id, rule_name, priority, method, is_default, start_date)
     select n, 'rule ' || n, n, 'equal', true, '2020-01-01' from generate_series(1, 4) as g(n)`,
  );
  for (const month of months) {
    const lines = monthQuestion(claimedYear, month).senders;
    await database.run('adding a draft', insertDraft, [month, JSON.stringify(lines)]);
  }
}

const insertDraft = `
  insert into chargeback_draft (month_start, app_id, sector_id, capability_id, run_id, h_code, units, usd_amount, amount_exact)
  select $1::date, l."appId", l."sectorId", l."capabilityId", 1, l."hCode", l.units, l.amount, l.amount
  from   jsonb_to_recordset($2::jsonb) as l("appId" integer, "sectorId" integer, "capabilityId" integer, "hCode" text,
                                            units numeric, amount numeric)`;

/** The same columns, checks, keys and indexes; foreign keys and triggers are what we add. */
const equalTable = 'create table equal_lines (like allocation_fact including all)';
