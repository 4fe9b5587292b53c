import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Basis, SettledPer } from '../../../domain/contract/commitment.ts';
import { addDays, daysBetween } from '../../../pipeline/days.ts';
import type { Day, RunSlice } from '../../../pipeline/run.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { lastKnownDay, readStanding } from '../../../repositories/contracts/contract-standing.ts';
import { listContracts } from '../../../repositories/contracts/read-contracts.ts';
import { approveContract, saveContracts } from '../../../repositories/contracts/save-contracts.ts';
import { createForecasts } from '../../../repositories/forecasts.ts';
import { createViews } from '../../../repositories/views.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

const first = '2025-05-20';
const last = '2025-09-12';

/** A contract over one capability, and how much of it is used: the same every day but for a part that swings. */
const drawn = fc.record({
  basis: fc.constantFrom<Basis>('daily_units', 'units', 'amount'),
  settledPer: fc.constantFrom<SettledPer>('month', 'term'),
  isAverage: fc.boolean(),
  tier: fc.constantFrom(null, 'PEAK'),
  beginsAt: fc.integer({ min: 0, max: 125 }),
  lasts: fc.integer({ min: 20, max: 400 }),
  usedFrom: fc.integer({ min: 0, max: 120 }),
  level: fc.integer({ min: 1, max: 900_000 }),
  swing: fc.integer({ min: 0, max: 300_000 }),
  /** The commitment, in days of use at the level. */
  enoughFor: fc.integer({ min: 1, max: 260 }),
});
const drafts = fc.sample(drawn, { seed: 20251005, numRuns: 30 });

let warehouse: Warehouse;
let run: RunSlice;

beforeAll(async () => {
  warehouse = await openWarehouse('contract_standing');
  const [orders = 0] = await warehouse.applications('Orders');
  run = await warehouse.openRun(addDays(last, 1), first, last);
  const capabilities: number[] = [];
  for (const index of drafts.keys()) {
    for (const tier of ['PEAK', 'PRO']) await warehouse.price(codeOf(index), tier, '1.37', '2025-01-01');
    capabilities.push(await warehouse.capability(codeOf(index)));
  }
  const averages = capabilities.filter((_, index) => drafts[index]?.isAverage);
  await warehouse.database.run(
    'counting means',
    `update capabilities_dim set licensed_metric = 'daily_average' where capability_id = any($1)`,
    [averages],
  );
  const days = daysBetween(first, last);
  await warehouse.saveUsage(
    run,
    drafts.flatMap(({ level, swing, usedFrom }, index) =>
      days.slice(usedFrom).flatMap((day, at) =>
        ['PEAK', 'PRO'].map((tier) => ({
          appId: orders,
          capabilityId: capabilities[index] ?? 0,
          tier,
          day,
          units: unitsOf(level + Math.round(swing * Math.abs(Math.sin(at + tier.length)))),
          unitsAverage: unitsOf(Math.round(level / 2)),
          nodeCount: null,
        })),
      ),
    ),
  );
  for (const index of drafts.keys()) await commit(index);
  await addWhatCameLate(orders);
  await createViews(warehouse.database).refresh(run);
});

afterAll(() => warehouse.close());

const codeOf = (index: number): string => `C${String(index).padStart(2, '0')}`;
const unitsOf = (tenThousandths: number): string => (tenThousandths / 10_000).toFixed(4);

async function commit(index: number): Promise<void> {
  const draft = drafts[index];
  if (!draft) return;
  const { basis, settledPer, tier, beginsAt, lasts, level, enoughFor } = draft;
  const startDate = addDays(first, beginsAt);
  const name = `Contract ${codeOf(index)}`;
  const days = basis === 'daily_units' ? enoughFor / 65 : enoughFor;
  const row = {
    contract: name,
    vendor: 'AppDynamics',
    startDate,
    endDate: addDays(startDate, lasts),
    capability: codeOf(index),
    tier,
    basis,
    settledPer,
    committed: unitsOf(Math.max(1, Math.round(level * days))),
    unusedRate: null,
    overageRate: null,
  };
  const as = (who: string) => ({ name: who, token: null, reason: 'signed' });
  await actingAs(warehouse.database, as('ana'), (tx, who) => saveContracts(tx, who, [row]));
  await actingAs(warehouse.database, as('ben'), (tx, who) => approveContract(tx, who, name));
}

/** Use that came after its month was closed, what its correction costs, and a fee. */
async function addWhatCameLate(appId: number): Promise<void> {
  const { database } = warehouse;
  await database.run(
    'late use',
    `insert into late_usage_fact (tool, instance, app_id, capability_id, tier, ts, units_consumed, units_average, run_id)
     select tool, instance, app_id, capability_id, tier, ts, units_consumed * 3, units_average + 1, run_id
     from   license_usage_fact where app_id = $1 and ts in ('2025-08-20', '2025-07-03') and tier = 'PEAK'
     union all
     select tool, instance, app_id, capability_id, 'PEAK', '2025-05-21', 2.5, null, run_id
     from   license_usage_fact where app_id = $1 and ts = '2025-09-12' and tier = 'PRO'
     on conflict do nothing`,
    [appId],
  );
  await database.run(
    'a month',
    `insert into chargeback_periods (month_start) values ('2025-09-01') on conflict do nothing`,
  );
  await database.run(
    'corrections',
    `insert into cost_adjustment_fact (tool, instance, app_id, capability_id, tier, ts, sector_id, cause, units, cost_exact, usd_cost,
                                       month_start, run_id)
     select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, s.sector_id, 'usage', 1, -7.77, -7.77, '2025-09-01', u.run_id
     from   license_usage_fact u, sectors_dim s
     where  u.app_id = $1 and u.ts = '2025-08-19' and s.sector_name = '__unassigned__'`,
    [appId],
  );
  await database.run(
    'fees',
    `insert into contract_charge_fact (app_id, sector_id, capability_id, price_id, run_id, kind, h_code, units, cost_exact, usd_cost, month_start)
     select a.app_id, a.sector_id, p.capability_id, p.price_id, $1, 'flat_fee', 'CONTRACT', 0, 91.5, 91.5, '2025-08-01'
     from   applications_dim a, price_config p where a.appd_application_name = '__contract__'`,
    [run.runId],
  );
}

interface Shown {
  readonly contract: string;
  readonly entitled: string;
  readonly headroom: string;
  readonly settledUsed: string;
  readonly settledEntitled: string;
  readonly settledPct: string | null;
  readonly exhaustedOn: Day | null;
  readonly isUsedUp: boolean;
}

const shown = `
  select contract, entitled::numeric(20, 4)::text as entitled, headroom::numeric(20, 4)::text as headroom,
         settled_used::numeric(20, 4)::text as "settledUsed", settled_entitled::numeric(20, 4)::text as "settledEntitled",
         settled_pct::text as "settledPct", exhausted_on as "exhaustedOn", is_used_up as "isUsedUp"
  from   reporting.contract_standing order by contract`;

async function told(through: Day): Promise<Shown[]> {
  const { database } = warehouse;
  const contracts = (await listContracts(database)).filter(({ end }) => end > through);
  const standings = await Promise.all(contracts.map((contract) => readStanding(database, contract, through)));
  const rows = standings.flatMap(({ contract, lines }) =>
    lines.map(({ line, monthToDate, termToDate, exhaustion }) => {
      const use = line.settledPer === 'month' ? monthToDate : termToDate;
      return {
        contract: contract.name,
        entitled: line.committed,
        headroom: use.headRoom ?? '',
        settledUsed: use.used,
        settledEntitled: use.committed ?? '',
        settledPct: use.percent,
        exhaustedOn: exhaustion.day,
        isUsedUp: exhaustion.day !== null && !exhaustion.isProjected,
      };
    }),
  );
  return rows.sort((left, right) => (left.contract < right.contract ? -1 : 1));
}

test.each([last, '2025-08-31', '2025-09-01', '2025-07-15', '2025-06-02', '2025-05-20'])(
  'the dashboards show of every contract on %s what "contracts show" tells',
  async (through) => {
    const { database } = warehouse;
    await database.run('looking back', 'update view_refreshes set data_through = $1', [through]);

    const rows = await database.rows<Shown>('reading the view', shown);

    expect(rows).toEqual(await told(through));
    expect(rows.length).toBeGreaterThan(8);
  },
);

test('a day that is not complete does not count, for both', async () => {
  const { database } = warehouse;
  await database.run('looking at all', 'update view_refreshes set data_through = $1', [last]);
  await database.run(
    'missing an hour',
    `update source_days set is_complete = false, missing = '{apm}' where day > '2025-09-09' and app_id = (select min(app_id) from source_days)`,
  );

  const { through } = await database.one<{ through: Day }>(
    'reading the view',
    'select min(through) as through from reporting.contract_standing',
  );

  expect(through).toBe('2025-09-09');
  expect(await lastKnownDay(database)).toBe(through);
});

test('the row adds up in itself, and every kind of contract was drawn', async () => {
  const { database } = warehouse;
  const kinds = await database.rows<{ kind: string; wrong: number }>(
    'reading the view',
    `select basis || ' ' || settled_per as kind, count(*) filter (where used_pct <> round(used * 100 / entitled, 1)
                or headroom not in (0, entitled - used))::integer as wrong
     from   reporting.contract_standing group by 1 order by 1`,
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'amount month',
    'amount term',
    'daily_units month',
    'daily_units term',
    'units month',
    'units term',
  ]);
  expect(kinds.filter(({ wrong }) => wrong > 0)).toEqual([]);
});

test('use of single applications adds up to that of sectors, by the figure that is charged', async () => {
  const of = (view: string): Promise<object[]> =>
    warehouse.database.rows(
      'adding up',
      `select day::text, sector, capability, tier, sum(units)::text as units from reporting.${view} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    );
  const days = await of('usage_day');
  expect(days.length).toBeGreaterThan(1000);
  expect(await of('application_day')).toEqual(days);
});

test('a forecast looks at the figure that is charged', async () => {
  const series = await createForecasts(warehouse.database).series(first, last, addDays(last, 1));
  const average = drafts.findIndex(({ isAverage, usedFrom }) => isAverage && usedFrom < 100);
  const capabilityId = await warehouse.capability(codeOf(average));
  const used = series.find((one) => one.capabilityId === capabilityId);
  expect(new Set(used?.rows.map(({ units }) => units))).toEqual(
    new Set([unitsOf(Math.round((drafts[average]?.level ?? 0) / 2))]),
  );
});
