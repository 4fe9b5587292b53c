import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Explanation } from '../../../domain/explain/explanation.ts';
import type { Month } from '../../../pipeline/run.ts';
import { explainLine, findLinesOf } from '../../../repositories/explain/explain-line.ts';
import type { Database } from '../../../repositories/database.ts';
import { postgresUrl } from '../../support/addresses.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';
import { databaseUrl } from '../../support/server-connection.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

const july: Month = '2025-07-01';
const august: Month = '2025-08-01';
const everything = { sectorId: null, month: null, appId: null, limit: 10_000 };

async function commandsFor(database: Database): Promise<Commands> {
  const { name } = await database.one<{ name: string }>('naming', 'select current_database() as name');
  return commandsOn({ url: databaseUrl(postgresUrl(), name) }, '2025-08-01');
}

/** The kinds of steps from the line down to its deepest step. */
function deepest(tree: Explanation): string[] {
  const below = tree.children.map(deepest).sort((a, b) => b.length - a.length)[0] ?? [];
  return [tree.kind, ...below];
}

function flat(tree: Explanation): Explanation[] {
  return [tree, ...tree.children.flatMap(flat)];
}

async function explainAll(
  database: Database,
): Promise<Map<string, { tree: Explanation; isProven: boolean }>> {
  const found = new Map<string, { tree: Explanation; isProven: boolean }>();
  for (const line of await findLinesOf(database, everything)) {
    const explained = await explainLine(database, line.lineId, { allRows: false });
    if (explained)
      found.set(
        `${line.month} ${line.app} ${line.part} ${line.sector} ${line.adjustedCycle}`.trim(),
        explained,
      );
  }
  return found;
}

describe('explaining the bill of a small company', () => {
  let company: BillingMonth;
  let cli: Commands;

  beforeAll(async () => {
    company = await openBillingMonth('explain');
    const { orders, payroll, platform } = company.apps;
    cli = await commandsFor(company.warehouse.database);
    await company.use('2025-08-01', daysOf(july), { [orders]: '100', [payroll]: '300', [platform]: '40' });
    await company.build('2025-08-01');
  });

  afterAll(() => company.warehouse.close());

  const treeOf = async (key: string): Promise<Explanation> => {
    const found = (await explainAll(company.warehouse.database)).get(key);
    if (!found) throw new Error(`No line is ${key}.`);
    expect(found.isProven).toBe(true);
    return found.tree;
  };

  test('R31: a direct line is its cost rows: each with price, usage and run, and they add up', async () => {
    const tree = await treeOf('2025-07-01 Orders direct Beverages');

    expect(tree).toMatchObject({
      amount: '3875.00',
      proof: { whole: '3875.00', parts: '3875.00', addsUp: true },
    });
    const [charge] = tree.children;
    expect(charge).toMatchObject({ kind: 'charges', amount: '3875.00' });
    expect(charge?.children.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['price', null],
      ['cost', '125.00'],
      ['cost', '125.00'],
      ['more', '3500.00'],
      ['cost', '125.00'],
    ]);
    expect(deepest(tree)).toEqual(['line', 'charges', 'cost', 'usage', 'missing']);
  });

  test("R27: an allocated line tells rule, driver, ratio, the sender's cost, and that all receivers get exactly that", async () => {
    const tree = await treeOf('2025-07-01 Event Platform shared in Snacks');

    const [allocation] = tree.children;
    expect(allocation?.title).toMatch(/rule ".+" version 1, step 1/);
    expect(allocation?.facts).toMatchObject({ senderTotal: '1550.00', senderSector: 'Global IT' });
    const [share, split, sender] = allocation?.children ?? [];
    expect(share?.title).toMatch(/ of .+: 0\.\d+ of 1,550\.00$/);
    expect(split).toMatchObject({ kind: 'split', proof: { whole: '1550.00', addsUp: true } });
    expect(sender).toMatchObject({ kind: 'sender', amount: '1550.00', proof: { addsUp: true } });
    expect(flat(tree).map(({ kind }) => kind)).toContain('usage');
  });

  test('R26: the offset of a sender is what its receivers got, negative', async () => {
    const tree = await treeOf('2025-07-01 Event Platform shared out Global IT');
    expect(tree).toMatchObject({ amount: '-1550.00', proof: { parts: '-1550.00' } });
  });

  test('R24: what a sector received in an earlier step is explained by that step', async () => {
    const made = ['--as', 'ana', '--reason', 'test', '--from', '2025-07-01'];
    const names = ['--method', 'equal', '--exception'];
    const added = [
      await cli([
        'rules',
        'add',
        'global-it',
        ...names,
        '--sector',
        'Global IT',
        '--step',
        '2',
        '--receivers',
        'Snacks,Beverages',
        ...made,
      ]),
      await cli([
        'rules',
        'add',
        'to-it',
        ...names,
        '--pattern',
        'DATA',
        '--step',
        '1',
        '--receivers',
        'Global IT,Snacks',
        ...made,
      ]),
      await cli(['rules', 'approve', 'global-it', '--as', 'bert', '--reason', 'test']),
      await cli(['rules', 'approve', 'to-it', '--as', 'bert', '--reason', 'test']),
    ];
    expect(added.map(({ code, err }) => [code, err])).toEqual(added.map(() => [0, '']));
    await company.warehouse.service('s4', 'Lake', 'Snacks', 'X-DATA-1');
    await company.warehouse.applications('Orders', 'Payroll', 'Event Platform', 'Lake');
    const { id } = await company.warehouse.database.one<{ id: number }>(
      'finding',
      `select app_id as id from applications_dim where appd_application_name = 'Lake'`,
    );
    await company.use('2025-08-01', ['2025-07-05'], { [id]: '80' });
    await company.build('2025-08-01');

    const tree = await treeOf('2025-07-01 Lake shared in Beverages');
    expect(tree).toMatchObject({ amount: '25.00' });
    expect(deepest(tree).slice(0, 5)).toEqual(['line', 'allocation', 'sender', 'allocation', 'sender']);
  });

  test('R14, R17: an adjustment names the line that it corrects, the day of usage, and the run that came to know of it', async () => {
    const { orders, platform } = company.apps;
    await company.validated('2025-08-05');
    await company.warehouse.database.run(
      'approving',
      `update allocation_rules set status = 'approved', approved_by = 'carla' where status = 'draft'`,
    );
    await company.close(july);
    await company.use('2025-08-02', ['2025-08-01'], { [orders]: '100' });
    await company.use('2025-08-21', ['2025-07-30'], { [orders]: '180', [platform]: '60' });
    await company.build('2025-08-21');

    const tree = await treeOf('2025-08-01 Orders adjustment Beverages direct');
    expect(tree.amount).toBe('100.00');
    const [original, correction] = tree.children;
    expect(original?.title).toMatch(
      /^corrects line \d+: Orders, direct, Beverages, 2025-07 \(restated\): 3875\.00$/,
    );
    expect(correction?.title).toMatch(
      /^2025-07-30 APM PEAK: late usage, 80 units; charged was 125\.00 for 100 units$/,
    );
    const [late] = correction?.children ?? [];
    expect(late?.title).toBe('the source says 180 units now');
    expect(late?.children[0]?.facts).toMatchObject({ date: '2025-08-21' });
  });

  test('R31: every line of every month is proven', async () => {
    const all = await explainAll(company.warehouse.database);

    expect(all.size).toBeGreaterThan(15);
    expect([...all].filter(([, { isProven }]) => !isProven).map(([key]) => key)).toEqual([]);
  });

  test('the command finds lines, draws the tree, and says with code 2 that a sum does not add up', async () => {
    const found = await cli(['explain', '--month', '2025-07', '--sector', 'Beverages']);
    expect(found.out).toMatch(/Orders +direct +2025-07 +3,875\.00/);
    const line = /(\d+) +2025-07 +Beverages +Orders +direct/.exec(found.out)?.[1] ?? '';

    const { code, out } = await cli(['explain', line]);
    expect(code).toBe(0);
    expect(out).toContain('✔ adds up: 3,875.00 = 3,875.00 (1 part)');
    expect(out).toMatch(/│ {2}├─ \.\.\. 28 more days; --rows all shows them +3,500\.00/);
    expect((await cli(['explain', line, '--rows', 'all'])).out.match(/: 100 units x 1\.25/g)).toHaveLength(
      31,
    );
    expect(JSON.parse((await cli(['explain', line, '--json'])).out)).toMatchObject({
      kind: 'line',
      amount: '3875.00',
    });

    await company.warehouse.database.run(
      'breaking a line',
      `insert into chargeback_fact (month_start, charge_month, app_id, sector_id, chargeback_cycle, usd_amount, run_id, version)
       select $1, $1, app_id, sector_id, 'direct', 1, run_id, 2 from chargeback_fact where chargeback_id = $2`,
      [august, line],
    );
    const broken = await cli(['explain', '--month', '2025-08', '--app', 'Orders', '--json']);
    const lines = JSON.parse(broken.out) as { lineId: string; amount: string }[];
    const wrong = lines.find(({ amount }) => amount === '1.00')?.lineId ?? '';
    expect(await cli(['explain', wrong])).toMatchObject({
      code: 2,
      out: expect.stringContaining('DOES NOT ADD UP: 1.00'),
    });
  });

  test.each([
    [['explain', 'x'], /"x" is no line/],
    [['explain', '999999'], /There is no line 999999/],
    [['explain'], /Give a line, or --sector/],
    [['explain', '--sector', 'Snaks'], /There is no sector called "Snaks". Near to it: "Snacks"/],
    [['explain', '1', '--rows', 'many'], /expected some or all/],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await cli(args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

describe('explaining a bill of world enterprise', () => {
  let bench: StageBench;

  beforeAll(async () => {
    bench = await openStageBench('explain_world', 'enterprise');
    const slice = await bench.openRun({ date: '2025-09-15', from: '2025-09-12', to: '2025-09-14' });
    await bench.run(slice, 'servicenow', 'appdynamics', 'reconcile', 'allocate');
  }, 60_000);

  afterAll(() => bench.close());

  test('R31: every line is proven, and leads to the raw answer of the source', async () => {
    const all = [...(await explainAll(bench.database)).values()];

    expect(all.filter(({ isProven }) => !isProven).map(({ tree }) => tree.title)).toEqual([]);
    expect(all.length).toBeGreaterThan(60);
    const trees = all
      .map(({ tree }) => tree)
      .filter(({ title }) => title.includes('direct') && !title.includes('__'));
    for (const tree of trees)
      expect(deepest(tree)).toEqual(['line', 'charges', 'cost', 'usage', 'source', 'answer']);
    const answer = flat(trees[0] ?? ({} as Explanation)).find(({ kind }) => kind === 'answer');
    expect(answer?.title).toMatch(/application=\d+ rule=\S+ from=2025-09-12 to=2025-09-14/);
  });
});
