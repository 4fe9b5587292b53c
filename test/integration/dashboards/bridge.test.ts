import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { changeParts } from '../../../domain/statement/explain-change.ts';
import { stageIds } from '../../../pipeline/stages.ts';
import type { Database } from '../../../repositories/database.ts';
import { readBilledMonths } from '../../../repositories/statements/read-bill.ts';
import { readReport } from '../../../repositories/statements/report.ts';
import { createViews } from '../../../repositories/views.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { askPanel, connectReader } from '../../support/dashboards/ask.ts';
import { readBoards } from '../../support/dashboards/board.ts';
import { expectBridgesOfStatements } from '../../support/dashboards/bridges.ts';
import { takeOver } from '../../support/dashboards/take-over.ts';
import { eventfulWorld } from '../../support/model/draw-eventful-world.ts';
import { openWorld } from '../../support/model/open-world.ts';
import { expectSameFromNothing, rollUpAndProve } from '../../support/roll-ups.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';
import type { Warehouse } from '../../support/warehouse.ts';

jest.setTimeout(180_000);

const worlds = fc.sample(eventfulWorld, { seed: 20251101, numRuns: 6 });

/** The parts of changes that there were, all together. */
const parts = new Set<string>();
/** The steps that any mover had. */
const movers = new Set<string>();

async function expectBridges(database: Database): Promise<void> {
  for (const part of await expectBridgesOfStatements(database)) parts.add(part);
}

/** What sectors are charged by the dashboards' switch is what the command `report` says. */
async function expectBillOfReport(database: Database, view: 'charged' | 'today'): Promise<void> {
  const { today, from, to } = await database.one<{ today: string; from: string; to: string }>(
    'reading the clock',
    `select c.logical_date::text as today, min(f.month_start)::text as from, max(f.month_start)::text as to
     from reporting_clock c, chargeback_fact f group by 1`,
  );
  const { costs } = await readReport(database, { view, from, to, today });
  const shown = await database.rows<{ sector: string; month: string; total: string }>(
    'reading the bill',
    `select sector, month_start as month, total::text from reporting.bill where organization = $1 and total <> 0 order by 1, 2`,
    [view],
  );
  const told = costs
    .filter((cost) => Number(cost[view]) !== 0)
    .map((cost) => ({ sector: cost.sector, month: cost.month, total: cost[view] }));
  const byName = (a: { sector: string; month: string }, b: { sector: string; month: string }): number =>
    `${a.sector}/${a.month}` < `${b.sector}/${b.month}` ? -1 : 1;
  expect([...shown].sort(byName)).toEqual(told.sort(byName));
}

/** What no sector pays, application by application, is the bill of the bucket. */
async function expectBucketsOfStatements(database: Database): Promise<void> {
  const amounts = (from: string): Promise<object[]> =>
    database.rows(
      'adding buckets up',
      `select month_start, bucket, sum(amount)::text as amount from ${from} group by 1, 2 having sum(amount) <> 0 order by 1, 2`,
    );
  const billed = await amounts(
    `(select month_start, sector as bucket, total as amount from reporting.statement where sector_kind = 'bucket') bills`,
  );
  expect(await amounts('reporting.bucket')).toEqual(billed);
}

const stepsOfMovers = [
  'Volume',
  'Price',
  'Mix',
  'New, retired',
  'Moved',
  'Contract',
  'Corrections',
  'Not split',
];

/** The steps of every row of the top movers are its change. */
async function expectMoversToAddUp({ database, url }: Warehouse): Promise<void> {
  const boards = readBoards('tabs');
  const reader = await connectReader(url);
  for (const month of await readBilledMonths(database)) {
    const rows = await askPanel(reader, boards, ['appd-cost', 'Top movers'], {
      from: `${month}T00:00:00Z`,
      to: `${month}T23:59:59Z`,
    });
    for (const row of rows) {
      const steps = stepsOfMovers.map((step) => Number(row[step] ?? 0));
      expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(Number(row['Change']), 2);
      for (const step of stepsOfMovers) if (Number(row[step] ?? 0) !== 0) movers.add(step);
      // Charges of contracts are units that nobody used: none of them is volume.
      if (/^__/.test(String(row['Application']))) expect(Number(row['Contract'])).toBe(Number(row['Change']));
    }
  }
  await reader.end();
}

describe('a small company whose July has everything', () => {
  let company: BillingMonth;
  let newcomer = 0;

  /**
   * May was taken over from a spreadsheet, June is closed. In July the price rises, Orders grows, Payroll moves from Snacks to Beverages on the 16th, an application that
   * nobody owns appears on the 10th, and 20 more units of Orders arrive for 30 June. In August the platform is gone.
   */
  beforeAll(async () => {
    company = await openBillingMonth('bridge');
    const { database } = company.warehouse;
    const { orders, payroll, platform } = company.apps;
    await takeOver(company.warehouse, '2025-05,Beverages,Orders,1400.00,');
    await company.use('2025-07-01', daysOf('2025-06-01'), {
      [orders]: '40',
      [payroll]: '20',
      [platform]: '10',
    });
    await company.build('2025-07-01');
    await company.approveRules();
    await company.validated('2025-07-01');
    await company.close('2025-06-01');
    await database.run('ending a price', `update price_config set end_date = '2025-07-01'`);
    await company.warehouse.price('APM', 'PEAK', '1.35', '2025-07-01');
    const days = daysOf('2025-07-01');
    const units = { [orders]: '50', [payroll]: '20', [platform]: '10' };
    await company.use('2025-07-16', days.slice(0, 15), units);
    await database.run(
      'moving Payroll',
      `update applications_dim set sector_id = (select sector_id from sectors_dim where sector_name = 'Beverages') where service_key = 's2'`,
    );
    await company.build('2025-07-16');
    [, , , newcomer = 0] = await company.warehouse.applications(
      'Orders',
      'Payroll',
      'Event Platform',
      'Qx Batch',
    );
    await company.use('2025-08-01', days.slice(15), units);
    await company.use('2025-08-01', days.slice(9), { [newcomer]: '4' });
    await company.use('2025-08-01', ['2025-06-30'], { [orders]: '60' });
    await company.use('2025-09-01', daysOf('2025-08-01'), {
      [orders]: '45',
      [payroll]: '20',
      [newcomer]: '3',
    });
    await company.build('2025-09-01');
    await createViews(database).refresh(
      await company.warehouse.openRun('2025-09-01', '2025-08-31', '2025-08-31'),
    );
  });
  afterAll(() => company.warehouse.close());

  test('the bridges say what the statements say', async () => {
    await expectBridges(company.warehouse.database);
    await expectMoversToAddUp(company.warehouse);
    await expectBucketsOfStatements(company.warehouse.database);
  });

  test.each(['charged', 'today'] as const)(
    'the switch "%s" shows what the command report says',
    async (view) => {
      await expectBillOfReport(company.warehouse.database, view);
    },
  );

  test('a reader of one sector sees its bridge, as charged, and learns no name of another sector', async () => {
    const { database } = company.warehouse;
    const seen = await database.transaction(async (tx) => {
      await tx.run(
        'giving a scope',
        `insert into reader_scopes (role_name, sector_id, created_by)
         select 'license_sector_reader', sector_id, 'anna' from sectors_dim where sector_name = 'Snacks'`,
      );
      await tx.run('reading as the reader of Snacks', 'set local role license_sector_reader');
      return tx.rows<object>(
        'reading',
        `select organization, sector, application, sum(moved)::text as moved, max(note) as note
         from reporting.bill_change where month_start = '2025-07-01' and moved <> 0 group by 1, 2, 3`,
      );
    });
    expect(seen).toEqual([
      {
        organization: 'charged',
        sector: 'Snacks',
        application: 'Payroll',
        moved: '-345.00',
        note: 'went to another sector',
      },
    ]);
  });

  test('the part of the bill that has a sector is told of the whole company only', async () => {
    const assigned = ['appd-executive', 'Assigned to sectors'] as const;
    await company.warehouse.database.run(
      'giving a scope',
      `insert into reader_scopes (role_name, sector_id, created_by)
       select 'license_sector_reader', sector_id, 'anna' from sectors_dim where sector_name = 'Beverages'`,
    );
    const [all, ofOne] = [
      await connectReader(company.warehouse.url),
      await connectReader(company.warehouse.url, 'license_sector_reader'),
    ];
    const boards = readBoards('tabs');
    const [row] = await askPanel(all, boards, assigned);
    expect(Number(row?.['Without a sector'])).toBeGreaterThan(0);
    expect(Number(row?.['Assigned'])).toBeLessThan(100);
    expect(await askPanel(ofOne, boards, assigned)).toEqual([]);
    const { rows } = await ofOne.query(
      'select sector from reporting.statement where month_start = (select month_start from reporting.month_progress)',
    );
    expect(rows).toEqual([{ sector: 'Beverages' }]);
    await Promise.all([all.end(), ofOne.end()]);
  });

  test('a sector has the same share of a capability when it is chosen alone', async () => {
    const reader = await connectReader(company.warehouse.url);
    const shares = async (sector?: readonly string[]): Promise<Map<unknown, unknown>> => {
      const rows = await askPanel(reader, readBoards('tabs'), ['appd-usage', 'Who uses which capability'], {
        ...(sector && { sector }),
      });
      return new Map(rows.map((row) => [row['Sector'], row['Share of capability']]));
    };
    const all = await shares();
    expect(all.size).toBeGreaterThan(2);
    expect(await shares(['Snacks'])).toEqual(new Map([['Snacks', all.get('Snacks')]]));
    await reader.end();
  });

  test('tabs 3 and 7 show the steps, and they add up to the statement', async () => {
    const boards = readBoards('tabs');
    const reader = await connectReader(company.warehouse.url);
    const july = { from: '2025-07-01T00:00:00Z', to: '2025-07-31T23:59:59Z', sector: ['Beverages'] };
    const stepsOf = async (uid: string): Promise<Record<string, number>> => {
      const rows = await askPanel(reader, boards, [uid, 'Steps of the bridge'], july);
      return Object.fromEntries(
        rows.map((row) => [String(row['Step']), Number(row['Change'] ?? row['Comes to'])]),
      );
    };
    const shared = { Volume: 437.5, Price: 155, Mix: 0, New: 0, Retired: 0, Moved: 432 };

    expect(await stepsOf('appd-chargeback')).toEqual({
      '2025-06': 1750,
      ...shared,
      'Shared services': 110.64,
      Corrections: 25,
      '2025-07': 2910.14,
    });
    expect(await stepsOf('appd-cost')).toEqual({
      '2025-06': 1500,
      ...shared,
      Contract: 0,
      Corrections: 25,
      '2025-07': 2549.5,
    });
    await reader.end();
  });

  const writeDown = (kind: string, from: number, to: number, day: string): Promise<number> =>
    company.warehouse.database.run(
      'changing an application',
      `insert into application_changes (app_id, other_app_id, kind, created_by, effective_date) values ($1, $2, $3, 'anna', $4)`,
      [from, to, kind, day],
    );

  test('a merger written down after the month was closed changes its bridge at the next refresh, and nothing else', async () => {
    const { database } = company.warehouse;
    const { orders, payroll } = company.apps;
    const ofJune = (): Promise<object[]> =>
      database.rows(
        'reading why June differs from May',
        `select sector, sum(new)::float as new, sum(moved)::float as moved from reporting.cost_change
         where month_start = '2025-06-01' and organization = 'charged' and sector in ('Beverages', 'Snacks') group by 1 order by 1`,
      );
    const before = await ofJune();
    expect(before).toContainEqual({ sector: 'Snacks', new: 750, moved: 0 });

    await writeDown('merged', payroll, orders, '2025-06-10');
    expect(await ofJune()).toEqual(before);
    expect(await rollUpAndProve(database)).toEqual([]);
    expect(await ofJune()).toContainEqual({ sector: 'Snacks', new: 0, moved: 750 });

    await database.run('undoing', `update application_changes set undone_at = now(), undone_by = 'anna'`);
    expect(await rollUpAndProve(database)).toEqual([]);
    expect(await ofJune()).toEqual(before);
  });

  test('merged and split applications go on, for both', async () => {
    const { database } = company.warehouse;
    const { payroll, platform } = company.apps;
    await writeDown('merged', payroll, newcomer, '2025-08-10');
    await writeDown('split', platform, newcomer, '2025-08-10');
    await rollUpAndProve(database);

    await expectBridges(database);
    await expectSameFromNothing(database);
  });
});

describe('worlds drawn at random, with contracts, corrections, owners and prices that change', () => {
  test.each(worlds.map((world, index) => ({ world, index })))('world $index', async ({ world, index }) => {
    const open = await openWorld(world, `bridge_${index}`);
    try {
      await open.begin();
      for (const { changes, closes } of world.steps) {
        for (const change of changes) await open.learn(change);
        await open.run();
        if (closes !== null) await open.close(closes);
      }
      await open.run();
      await rollUpAndProve(open.warehouse.database);
      await expectBridges(open.warehouse.database);
      await expectBucketsOfStatements(open.warehouse.database);
      await expectMoversToAddUp(open.warehouse);
    } finally {
      await open.warehouse.close();
    }
  });
});

describe('the world enterprise around a price change', () => {
  let bench: StageBench;

  beforeAll(async () => {
    bench = await openStageBench('bridge_enterprise', 'enterprise');
    const run = await bench.openRun({ date: '2025-08-01', from: '2025-05-20', to: '2025-07-31' });
    await bench.run(run, ...stageIds);
  });
  afterAll(() => bench.close());

  test('the bridges say what the statements say', async () => {
    await expectBridges(bench.database);
  });

  test('dearer and cheaper tiers make a mix, which is no part of price', async () => {
    const { mix } = await bench.database.one<{ mix: string }>(
      'reading',
      `select sum(abs(mix))::text as mix from reporting.cost_change where month_start = '2025-07-01' and organization = 'charged'`,
    );
    expect(Number(mix)).toBeGreaterThan(0);
  });

  test.each(['charged', 'today'] as const)(
    'the switch "%s" shows what the command report says',
    async (view) => {
      await expectBillOfReport(bench.database, view);
    },
  );
});

test('all of it together held every part of a change', () => {
  expect([...parts].sort()).toEqual([...changeParts].sort());
  expect([...movers].sort()).toEqual([...stepsOfMovers].sort());
});
