import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { architecture } from '../../../dashboards/architecture.ts';
import { forecast } from '../../../dashboards/forecast.ts';
import { peak } from '../../../dashboards/peak.ts';
import { buildTab } from '../../../dashboards/tab.ts';
import { usage } from '../../../dashboards/usage.ts';
import { addDays, daysBetween } from '../../../pipeline/days.ts';
import type { Day, RunSlice } from '../../../pipeline/run.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { approveContract, saveContracts } from '../../../repositories/contracts/save-contracts.ts';
import type { UsageRow } from '../../../repositories/usage.ts';
import { createViews } from '../../../repositories/views.ts';
import { askPanel, connectReader, type Answer, type Choice } from '../../support/dashboards/ask.ts';
import type { Board } from '../../support/dashboards/board.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

const boards = [usage, peak, architecture, forecast].map(
  (tab) => JSON.parse(JSON.stringify(buildTab(tab))) as Board,
);
const first: Day = '2025-05-01';
const last: Day = '2025-06-20';
const names = ['Orders', 'Billing', 'Portal', 'Newcomer', 'Never'] as const;
type Name = (typeof names)[number];

let warehouse: Warehouse;
let reader: pg.Client;
let run: RunSlice;
const ids = new Map<Name, number>();
const capabilities = new Map<string, number>();

/** One series of the same units every day, with units / 10 nodes. */
const series = (
  name: Name,
  capability: string,
  tier: string,
  units: number,
  from: Day,
  to: Day,
): UsageRow[] =>
  daysBetween(from, to).map((day) => ({
    appId: ids.get(name) ?? 0,
    capabilityId: capabilities.get(capability) ?? 0,
    tier,
    day,
    units: units.toFixed(4),
    unitsAverage: null,
    nodeCount: units / 10,
  }));

beforeAll(async () => {
  warehouse = await openWarehouse('usage_figures');
  for (const [index, id] of (await warehouse.applications(...names)).entries())
    ids.set(names[index] ?? 'Never', id);
  for (const code of ['APM', 'MRUM']) capabilities.set(code, await warehouse.capability(code));
  await warehouse.price('APM', 'PEAK', '1.31', '2025-01-01');
  await warehouse.price('APM', 'PRO', '0.835', '2025-01-01');
  await warehouse.price('MRUM', 'PEAK', '0.4', '2025-01-01');
  run = await warehouse.openRun(addDays(last, 1), first, last);
  await warehouse.saveUsage(
    run,
    [
      ...series('Orders', 'APM', 'PRO', 100, first, '2025-06-03'),
      ...series('Orders', 'APM', 'PEAK', 200, '2025-06-04', last),
      ...series('Billing', 'APM', 'PEAK', 10, first, '2025-06-05'),
      ...series('Portal', 'APM', 'PRO', 30, first, '2025-06-15'),
      ...series('Newcomer', 'MRUM', 'PEAK', 50, '2025-06-12', last),
    ],
    [...ids.values()].flatMap((appId) =>
      daysBetween(first, last).map((day) => ({
        appId,
        day,
        missing: appId === ids.get('Billing') && day === '2025-06-10' ? ['APM/PEAK'] : [],
      })),
    ),
  );
  await entitle('180');
  await createViews(warehouse.database).refresh(run);
  reader = await connectReader(warehouse.url);
});

afterAll(async () => {
  await reader.end();
  await warehouse.close();
});

async function entitle(
  committed: string,
  contract = 'All of it',
  [startDate, endDate]: readonly [Day, Day] = ['2025-05-20', '2026-05-20'],
): Promise<void> {
  const row = {
    contract,
    vendor: 'AppDynamics',
    startDate,
    endDate,
    capability: 'APM',
    tier: null,
    basis: 'daily_units',
    settledPer: 'month',
    committed,
    unusedRate: null,
    overageRate: null,
  } as const;
  const as = (name: string) => ({ name, token: null, reason: 'signed' });
  await actingAs(warehouse.database, as('ana'), (tx, who) => saveContracts(tx, who, [row]));
  await actingAs(warehouse.database, as('ben'), (tx, who) => approveContract(tx, who, row.contract));
}

const ask = (uid: string, title: string, choice: Choice = {}): Promise<Answer['rows']> =>
  askPanel(reader, boards, [uid, title], choice);

describe('usage', () => {
  test('idle is what is known to be 0 for 7 days; what nobody knows is told apart', async () => {
    expect(await ask('appd-usage', 'Idle applications')).toEqual([
      {
        Application: 'Never',
        Sector: '__unassigned__',
        'Last used': 'never',
        'Days without use': 51,
        'Days unknown': 0,
      },
      {
        Application: 'Billing',
        Sector: '__unassigned__',
        'Last used': '2025-06-05',
        'Days without use': 14,
        'Days unknown': 1,
      },
    ]);
  });

  test('an application is new in the month of its first usage', async () => {
    expect(await ask('appd-usage', 'New applications this month')).toMatchObject([
      { Application: 'Newcomer', Capability: 'MRUM', 'First day': '2025-06-12', 'Unit-days': '450.0000' },
    ]);
  });

  test('units of an application: lowest, mean and highest day with usage, nodes, units per node', async () => {
    const rows = await ask('appd-usage', 'Units per application', { application: ['Orders'] });
    expect(rows.map(rounded)).toEqual([
      { tier: 'PEAK', min: 200, mean: 200, max: 200, nodes: 20, perNode: 10, days: 17 },
      { tier: 'PRO', min: 100, mean: 100, max: 100, nodes: 10, perNode: 10, days: 34 },
    ]);
  });

  test('the peak day of a capability is the sum over its applications and tiers', async () => {
    const [apm] = await ask('appd-usage', 'Peak day per capability', { capability: ['APM'] });
    expect(apm).toMatchObject({
      Capability: 'APM',
      'Peak day': '2025-06-05',
      'Units on it': '240.0000',
      'Quietest day': '140.0000',
    });
  });

  test('the line of the contract, its busiest day and its days above', async () => {
    const [line] = await ask('appd-usage', 'Entitlement, head-room and renewal');
    expect(line).toMatchObject({
      Contract: 'All of it',
      Tier: 'every tier',
      Entitled: '180.0000',
      Used: '240.0000',
      'Busiest day': '2025-06-05',
      'Units on it': '240.0000',
      'Days above': '17',
      Renewal: '2026-05-20',
    });
    const points = await ask('appd-usage', 'Use against entitlement');
    expect(new Set(points.map(({ metric }) => metric))).toEqual(new Set(['APM entitled', 'APM used']));
    expect(points).toHaveLength(2 * daysBetween('2025-05-20', last).length);
  });

  test('daily units are the same for all applications as for all of them by name', async () => {
    const all = await ask('appd-usage', 'Units per capability and day');
    expect(await ask('appd-usage', 'Units per capability and day', { application: names })).toEqual(all);
    expect(all.length).toBeGreaterThan(50);
  });
});

describe('who uses which capability', () => {
  const ofOrders = 34 * 100 + 17 * 200;
  const ofApm = ofOrders + 36 * 10 + 46 * 30;

  test.each<[string, Choice, number]>([
    ['all applications', {}, ofApm],
    ['one application', { application: ['Orders'] }, ofOrders],
  ])('a share is one of all use, for %s', async (_, choice, units) => {
    const rows = await ask('appd-usage', 'Who uses which capability', { ...choice, capability: ['APM'] });
    expect(rows.map((row) => Number(row['Share of capability']))).toEqual([
      expect.closeTo((100 * units) / ofApm, 6),
    ]);
  });
});

describe('peak and pro', () => {
  test('PEAK at the rates of today; what cannot be compared is left out and says why', async () => {
    const rows = await ask('appd-peak-pro', 'Saving if PEAK were PRO');
    expect(rows.map((row) => [row['Application'], row['Saving'], row['Left out']])).toEqual([
      ['Orders', '1615.00', 'no'],
      ['Billing', '171.00', 'no'],
      ['Newcomer', null, 'no price of PRO today'],
    ]);
    const [short] = await ask('appd-peak-pro', 'PEAK in short');
    expect(short).toMatchObject({ 'Saving if PRO': '1786.00', 'PEAK units left out': '450.0000' });
  });

  test('a change within a month shows when the new tier begins', async () => {
    const rows = await ask('appd-peak-pro', 'Tier changes');
    expect(rows).toMatchObject([
      { Since: '2025-06-04', Month: '2025-06', Application: 'Orders', From: 'PRO', To: 'PEAK + PRO' },
    ]);
  });

  test('shares of PEAK by application', async () => {
    const rows = await ask('appd-peak-pro', 'Share of PEAK per application');
    const shares = rows.map((row) => [row['Application'], Number(row['PEAK share of units']).toFixed(2)]);
    expect(Object.fromEntries(shares)).toEqual({
      Orders: '50.00',
      Billing: '100.00',
      Portal: '0.00',
      Newcomer: '100.00',
    });
  });

  test('a chosen time without any usage has no figures, and no zeros', async () => {
    const [short] = await ask('appd-peak-pro', 'PEAK in short', {
      from: '2030-01-01T00:00:00Z',
      to: '2030-02-01T00:00:00Z',
    });
    expect(new Set(Object.values(short ?? {}))).toEqual(new Set([null]));
  });
});

test('applications without service have no pattern, and nobody knows their servers', async () => {
  const [short] = await ask('appd-architecture', 'Patterns in short');
  expect(short).toMatchObject({
    Applications: '4',
    Patterns: '0',
    'Without pattern': '4',
    'Without servers': '4',
  });
  const [pattern] = await ask('appd-architecture', 'Patterns side by side');
  expect(pattern).toMatchObject({ Pattern: '(no pattern)', 'Per server': null });
  expect(await ask('appd-architecture', 'Servers per application')).toEqual([
    { Servers: 'unknown', Applications: '4' },
  ]);
});

test('contracts that are in force stand above those to come', async () => {
  await entitle('500', 'After it', ['2026-05-20', '2027-05-20']);
  const rows = await ask('appd-forecast', 'Contracts: use, head-room, exhaustion and renewal');
  expect(rows.map((row) => [row['Contract'], row['State']])).toEqual([
    ['All of it', 'in force'],
    ['After it', 'to come'],
  ]);
});

const rounded = (row: Readonly<Record<string, unknown>>) => ({
  tier: row['Tier'],
  min: Number(row['Min a day']),
  mean: Number(row['Mean a day']),
  max: Number(row['Max a day']),
  nodes: Number(row['Nodes']),
  perNode: Number(row['Units per node']),
  days: Number(row['Days']),
});

test('a day on which the tier changed is one day of use', async () => {
  const { rows } = await reader.query<{ month: string; days: number }>(
    `select month_start::text as month, days from reporting.application_month where application = 'Orders' order by 1`,
  );
  expect(rows).toEqual([
    { month: '2025-05-01', days: 31 },
    { month: '2025-06-01', days: 20 },
  ]);
  const [change] = await ask('appd-peak-pro', 'Tier changes');
  const [before, after] = [change?.['Units a day before'], change?.['Units a day after']].map(Number);
  expect([before, after]).toEqual([100, (3 * 100 + 17 * 200) / 20]);
});
