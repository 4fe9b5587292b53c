import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRules } from '../../../repositories/rules/rules.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';

/** July cost: Orders (Beverages) 100 a day, Payroll (Snacks) 300, the platform (Global IT) 40 units at 1.25. */
describe('the rules of shared services', () => {
  let bench: BillingMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    bench = await openBillingMonth('rules');
    cli = commandsOn(bench.warehouse, '2025-08-15');
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-rules-'));
    const { orders, payroll, platform } = bench.apps;
    await bench.use('2025-08-02', [...daysOf('2025-07-01'), '2025-08-01'], {
      [orders]: '100',
      [payroll]: '300',
      [platform]: '40',
    });
    await bench.build('2025-08-02');
  }, 60_000);

  afterAll(async () => {
    await bench.warehouse.close();
    await rm(folder, { recursive: true });
  });

  const refused = async (...args: string[]): Promise<string> => {
    const said = await cli(['rules', ...args]);
    expect(said.out).toBe('');
    expect([1, 3]).toContain(said.code);
    return `${said.code} ${said.err}`;
  };
  const done = async (...args: string[]): Promise<string> => {
    const said = await cli(['rules', ...args]);
    expect(said.err).toBe('');
    expect(said.code).toBe(0);
    return said.out;
  };
  const inForce = async (month: string): Promise<string[]> =>
    (await createRules(bench.warehouse.database).inForce(month)).map(
      ({ ruleName, version, status }) => `${ruleName} ${version} ${status}`,
    );
  const shared = async (): Promise<Record<string, string>> => {
    const rows = await bench.warehouse.database.rows<{ sector: string; amount: string }>(
      'reading the bill',
      `select sector_name as sector, sum(usd_amount)::text as amount
       from   chargeback_fact join sectors_dim using (sector_id)
       where  month_start = '2025-07-01' and chargeback_cycle <> 'direct' group by 1 order by 1`,
    );
    return Object.fromEntries(rows.map(({ sector, amount }) => [sector, amount]));
  };

  test('R29: seeded rules count until somebody approves them; a list shows who sends what to whom', async () => {
    expect(await inForce('2025-07-01')).toContain('platform-by-usage 1 draft');
    expect(await done('list')).toMatch(
      /platform-by-usage +1 +draft, in force +1 +10 +H-code PLATFORM +by units +every active sector +2020-01 +seed/,
    );
    expect(await shared()).toEqual({ Beverages: '387.50', 'Global IT': '-1550.00', Snacks: '1162.50' });
  });

  test('R20: the same allocation again leaves every line as it is, with its id and run', async () => {
    const lines = () =>
      bench.warehouse.database.rows('reading lines', 'select * from allocation_fact order by allocation_id');
    const before = await lines();
    await bench.build('2025-08-02');
    expect(before).toHaveLength(4);
    expect(await lines()).toEqual(before);
  });

  test('R29: a preview shows what a version would move before it is saved, on the last complete month', async () => {
    const out = await done('preview', 'platform-by-usage', '--method', 'equal');
    expect(out).toContain('2025-07 (open) by platform-by-usage version 2; nothing was saved.');
    expect(out).toMatch(/Beverages +387\.50 +775\.00 +\+387\.50\n/);
    expect(out).toMatch(/Snacks +1,162\.50 +775\.00 +-387\.50\n/);
    expect(out).toMatch(/all together +0\.00 +0\.00\n/);
    expect(JSON.parse(await done('list', '--all', '--json'))).toHaveLength(4);
  });

  test('R29: a draft changes nothing; approved by a second person it does, from its month on', async () => {
    expect(
      await done('add', 'platform-by-usage', '--method', 'equal', '--from', '2025-07', '--as', 'mia'),
    ).toContain('platform-by-usage version 2\n');
    expect(await inForce('2025-07-01')).toContain('platform-by-usage 1 draft');
    expect(await done('preview', 'platform-by-usage')).toMatch(/Beverages +387\.50 +775\.00 +\+387\.50\n/);

    expect(await refused('approve', 'platform-by-usage', '--as', 'mia')).toMatch(
      /^3 .*mia made it; approving takes another/s,
    );
    await done('approve', 'platform-by-usage', '--as', 'ben', '--reason', 'agreed in the board');
    expect(await inForce('2025-07-01')).toContain('platform-by-usage 2 approved');
    expect(await inForce('2025-06-01')).toContain('platform-by-usage 1 draft');

    await bench.build('2025-08-02');
    expect(await shared()).toEqual({ Beverages: '775.00', 'Global IT': '-1550.00', Snacks: '775.00' });
  });

  test('R29: a later draft never replaces an approved version', async () => {
    await done(
      'add',
      'platform-by-usage',
      '--method',
      'proportional_usage',
      '--driver',
      'cost',
      '--from',
      '2025-07',
      '--as',
      'mia',
    );
    expect(await inForce('2025-07-01')).toContain('platform-by-usage 2 approved');
  });

  test('R29: what is approved is never changed, whoever tries', async () => {
    const change = (sql: string) => bench.warehouse.database.run('changing an approved rule', sql);
    await expect(
      change(
        `update allocation_rules set priority = 1 where rule_name = 'platform-by-usage' and version = 2`,
      ),
    ).rejects.toThrow(/is approved and is not changed in place/);
    await expect(
      change(
        `insert into allocation_rule_receivers (rule_id, sector_id)
         select rule_id, (select min(sector_id) from sectors_dim) from allocation_rules where status = 'approved'`,
      ),
    ).rejects.toThrow(/its parts and receivers stay/);
  });

  test('R16: methods change with a quarter, unless there is an exception with a reason', async () => {
    const late = ['add', 'shared-blend', '--parts', '0.5 units,0.5 equal', '--from', '2025-08'];
    expect(await refused(...late)).toMatch(/^3 .*begins in 2025-08, within the quarter of 2025-07/s);
    expect(await refused(...late, '--exception')).toMatch(/^1 .*needs a --reason/s);
    expect(await done(...late, '--exception', '--reason', 'merger', '--as', 'mia')).toContain(
      '0.5 by units + 0.5 equal',
    );
    const { after } = await bench.warehouse.database.one<{ after: object }>(
      'reading the audit log',
      `select jsonb_build_object('actor', actor, 'reason', reason, 'version', after -> 'version') as after
       from   audit_log where entity = 'allocation_rules' and after ->> 'rule_name' = 'shared-blend' order by audit_id desc limit 1`,
    );
    expect(after).toEqual({ actor: 'mia', reason: 'merger', version: 2 });
  });

  test('without a month the next quarter is meant', async () => {
    expect(await done('add', 'global-equal', '--fallback', 'equal', '--as', 'mia')).toMatch(
      /from +2025-10-01\n/,
    );
  });

  test.each([
    [
      'R23: percentages that total 99.99',
      ['--method', 'fixed', '--receivers', 'Beverages=60,Snacks=39.99'],
      /add up to 99\.99; expected exactly 100/,
    ],
    [
      'R23: a negative percentage',
      ['--method', 'fixed', '--receivers', 'Beverages=160,Snacks=-60'],
      /percentage of Snacks is "-60"/,
    ],
    [
      'R23: weights that do not add up to 1',
      ['--method', 'blend', '--parts', '0.4 units,0.5 equal'],
      /add up to 0\.9; expected exactly 1/,
    ],
    [
      'an unknown sector',
      ['--method', 'equal', '--receivers', 'Beverages,Fods'],
      /no sector "Fods"; known are Beverages, Global IT, Snacks/,
    ],
    ['a bucket as a receiver', ['--method', 'equal', '--receivers', '__idle__'], /__idle__ is a bucket/],
    [
      'a sector that stands twice',
      ['--method', 'equal', '--receivers', 'Snacks,snacks'],
      /stands among the receivers twice/,
    ],
    [
      'an unknown capability',
      ['--method', 'proportional_usage', '--driver', 'units:APN'],
      /no capability "APN"; known are APM/,
    ],
    [
      'a driver table that was never imported',
      ['--method', 'proportional_usage', '--driver', 'table:seats'],
      /no driver table "seats"/,
    ],
    [
      'an unknown driver',
      ['--method', 'proportional_usage', '--driver', 'heads'],
      /the driver is "heads"; expected units, units:APM/,
    ],
    [
      'a pattern and a sector at once',
      ['--method', 'equal', '--pattern', 'X', '--sector', 'Snacks'],
      /both say who sends/,
    ],
    ['a new rule without a method', [], /--method is missing/],
  ])('%s is refused with what was expected', async (_, options, message) => {
    expect(await refused('add', 'wrong', '--from', '2025-10', ...options)).toMatch(message);
    expect(await done('list', '--all')).not.toContain('wrong');
  });

  test('a name that nobody knows is refused with those that are', async () => {
    expect(await refused('approve', 'nothing')).toMatch(
      /no rule "nothing"; expected one of default-by-usage/,
    );
    expect(await refused('show', 'nothing')).toMatch(/no rule "nothing"/);
    expect(await refused('approve', 'platform-by-usage', '--version', '2')).toMatch(
      /^3 .*version 2 is approved/s,
    );
  });

  describe('R24: steps', () => {
    const globalIt = [
      'add',
      'global-it',
      '--sector',
      'Global IT',
      '--method',
      'equal',
      '--from',
      '2025-10',
      '--as',
      'mia',
    ];
    const toGlobalIt = [
      'add',
      'datalake',
      '--pattern',
      'LAKE',
      '--method',
      'equal',
      '--from',
      '2025-10',
      '--as',
      'mia',
    ];

    test('a rule that sends to a shared sector is refused while that closes in the same step, with the default rule', async () => {
      expect(await refused(...toGlobalIt, '--receivers', 'Snacks,Global IT')).toMatch(
        /^3 .*Rule datalake \(step 1\) sends to Global IT, which closes in step 1 with rule default-by-usage/s,
      );
    });

    test('once the sector has a later step, it may', async () => {
      await done(...globalIt, '--step', '2');
      expect(await done(...toGlobalIt, '--receivers', 'Snacks,Global IT')).toContain('Global IT, Snacks');
    });

    test('the other way round: a sector that is sent to cannot close before', async () => {
      expect(await refused(...globalIt, '--step', '1')).toMatch(
        /^3 .*Rule datalake \(step 1\) sends to Global IT, which closes in step 1 with rule global-it/s,
      );
    });

    test('a cycle is named as one', async () => {
      await done(
        'add',
        'snacks',
        '--sector',
        'Snacks',
        '--step',
        '3',
        '--method',
        'equal',
        '--receivers',
        'Beverages',
        '--from',
        '2025-10',
      );
      await done(...globalIt, '--step', '2', '--receivers', 'Snacks,Beverages');
      expect(
        await refused('add', 'snacks', '--receivers', 'Beverages,Global IT', '--from', '2025-10'),
      ).toMatch(/^3 .*Snacks -> Global IT -> Snacks is a cycle/s);
      expect(await refused(...globalIt, '--step', '2', '--receivers', 'Global IT')).toMatch(
        /Global IT -> Global IT is a cycle/,
      );
    });
  });

  describe('a file of rules', () => {
    const write = (name: string, ...lines: string[]): string => {
      const path = join(folder, name);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    };
    const header =
      'rule_name,h_code_pattern,sector,method,driver,parts,receivers,step,priority,fallback,start_date';

    test('is saved as a whole, whatever the order of its lines', async () => {
      const file = write(
        'rules.csv',
        header,
        'mesh,MESH,,fixed,,,Beverages=25;Global IT=75,1,50,,2026-01-01',
        'global-it,,Global IT,blend,,"0.5 cost,0.5 equal",,2,,,2026-01-01',
        'audit,AUDIT,,keep_central,,,,,,,2026-01-01',
      );
      const out = await done('import', file, '--as', 'mia');
      expect(out).toContain('mesh version 1');
      expect(out).toContain('audit version 1');
    });

    test('with faults is refused with every line that has one, and nothing is saved', async () => {
      const file = write(
        'bad.csv',
        header,
        'a,A,,fixed,,,Beverages=60;Snacks=39.99,,,,2026-01-01',
        'b,B,,equal,,,Nowhere,,,,2026-01-01',
        'c,C,,equal,,,,,,,2026-01-01',
      );
      const said = await refused('import', file);
      expect(said).toMatch(/bad\.csv:2 the percentages add up to 99\.99/);
      expect(said).toMatch(/bad\.csv:3 there is no sector "Nowhere"/);
      expect(await done('list', '--all')).not.toMatch(/^c /m);
    });

    test('with cells that cannot be read is refused with line and column', async () => {
      const file = write(
        'worse.csv',
        header,
        'a,A,,equal,,,,x,,,2026-01-01',
        'b,B,,sometimes,,,,,,,2026-01-15',
      );
      const said = await refused('import', file);
      expect(said).toMatch(/worse\.csv:2 step: found "x"; expected a whole number/);
      expect(said).toMatch(/worse\.csv:3 method: found "sometimes"; expected proportional_usage/);
      expect(said).toMatch(/worse\.csv:3 start_date: found "2026-01-15"; expected the first day of a month/);
    });
  });

  test('a rule ends on its day, not before a version that begins later', async () => {
    expect(await refused('end', 'audit', '--on', '2026-01')).toMatch(
      /^3 .*version 1 \(draft\) begins on 2026-01-01/s,
    );
    await done('end', 'audit', '--on', '2026-04');
    expect(await refused('end', 'audit', '--on', '2026-07')).toMatch(/^3 .*it has ended already/s);
  });

  test('R32: all drafts of others are approved at once, one’s own are left and said', async () => {
    await done('add', 'own-one', '--pattern', 'OWN', '--method', 'equal', '--from', '2025-10', '--as', 'ben');
    const out = await done('approve', '--all', '--as', 'ben');
    expect(out).toMatch(/Approved: .*default-by-usage version 1/);
    expect(out).toContain('Left for another person, since you made them: own-one version 1.');
    expect(await inForce('2025-07-01')).toContain('default-by-usage 1 approved');
  });

  test('R14: a version that would change a closed month is refused', async () => {
    await bench.build('2025-08-02');
    await bench.validated('2025-08-02');
    await bench.close('2025-07-01');
    expect(await refused('add', 'global-equal', '--method', 'equal', '--from', '2025-07')).toMatch(
      /^3 .*it would change 2025-07, which is closed/s,
    );
    expect(await refused('end', 'global-equal', '--on', '2025-07')).toMatch(/^3 .*2025-07 is closed/s);
    expect(await done('preview', 'global-equal', '--method', 'equal')).toContain('2025-07 (closed)');
  });
});
