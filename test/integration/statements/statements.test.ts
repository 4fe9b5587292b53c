import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { sumDecimals } from '../../../domain/money.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import { readStatements } from '../../../repositories/statements/read-bill.ts';
import type { CostReport } from '../../../repositories/statements/report.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';

jest.setTimeout(120_000);

const [june, july] = ['2025-06-01', '2025-07-01'];

let company: BillingMonth;
let cli: Commands;
let folder: string;

/**
 * June is closed. In July the price rises from 1.25 to 1.35, Orders grows from 40 to 50 units a day, Payroll moves from Snacks to
 * Beverages on the 16th, an application that nobody owns appears on the 10th, and 20 more units of Orders arrive for 30 June.
 */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appd-licensing-statements-'));
  company = await openBillingMonth('statements');
  cli = commandsOn(company.warehouse, '2025-08-05');
  const { database } = company.warehouse;
  const { orders, payroll, platform } = company.apps;
  await company.use('2025-07-01', daysOf(june), { [orders]: '40', [payroll]: '20', [platform]: '10' });
  await company.build('2025-07-01');
  await company.approveRules();
  await company.validated('2025-07-01');
  await company.close(june);

  await database.run('ending a price', `update price_config set end_date = '2025-07-01'`);
  await company.warehouse.price('APM', 'PEAK', '1.35', '2025-07-01');
  const days = daysOf(july);
  const units = { [orders]: '50', [payroll]: '20', [platform]: '10' };
  await company.use('2025-07-16', days.slice(0, 15), units);
  await database.run(
    'moving Payroll',
    `update applications_dim set sector_id = (select sector_id from sectors_dim where sector_name = 'Beverages') where service_key = 's2'`,
  );
  await company.build('2025-07-16');
  const [, , , newcomer = 0] = await company.warehouse.applications(
    'Orders',
    'Payroll',
    'Event Platform',
    'Qx Batch',
  );
  await company.use('2025-08-01', days.slice(15), units);
  await company.use('2025-08-01', days.slice(9), { [newcomer]: '4' });
  await company.use('2025-08-01', ['2025-06-30'], { [orders]: '60' });
  await company.build('2025-08-01');
});

afterAll(async () => {
  await company.warehouse.close();
  await rm(folder, { recursive: true });
});

async function statementOf(sector: string, month = july): Promise<Statement> {
  const statements = await readStatements(company.warehouse.database, month);
  const found = statements.find(({ owner }) => owner.name === sector);
  if (!found) throw new Error(`${sector} has no statement.`);
  return found;
}

describe('a statement', () => {
  test('R18, R26: has direct cost by day of ownership, received parts and adjustments, and their total', async () => {
    expect((await statementOf('Beverages')).totals).toEqual({
      direct: '2524.50',
      sharedIn: '360.64',
      sharedOut: '0.00',
      adjustments: '25.00',
      total: '2910.14',
    });
    expect((await statementOf('Global IT')).totals).toMatchObject({ sharedOut: '-418.50', total: '0.00' });
  });

  test('explains its change from last month to the cent: volume, price, moves, shared cost, adjustments', async () => {
    expect((await statementOf('Beverages')).change).toEqual({
      previousMonth: june,
      previousTotal: '1750.00',
      total: '2910.14',
      difference: '1160.14',
      parts: {
        volume: '437.50',
        price: '155.00',
        moves: '432.00',
        newApplications: '0.00',
        retiredApplications: '0.00',
        sharedCost: '110.64',
        adjustments: '25.00',
        unsplit: '0.00',
      },
      details: [
        { part: 'volume', application: 'Orders', amount: '437.50', note: '' },
        { part: 'moves', application: 'Payroll', amount: '432.00', note: 'came from Snacks' },
        { part: 'price', application: 'Orders', amount: '155.00', note: '' },
        { part: 'sharedCost', application: 'Event Platform', amount: '110.64', note: '' },
        { part: 'adjustments', application: 'Orders', amount: '25.00', note: '' },
      ],
    });
    expect((await statementOf('Snacks')).change).toMatchObject({
      difference: '-412.14',
      parts: { moves: '-345.00', sharedCost: '-67.14' },
    });
  });

  test('R27: an allocated line says rule and version, method, driver, quantity, ratio and sender total', async () => {
    const line = (await statementOf('Beverages')).lines.find(({ part }) => part === 'shared in');

    expect(line?.shares).toEqual([
      expect.objectContaining({
        counterpart: 'Global IT',
        rule: 'platform-by-usage',
        ruleVersion: 1,
        quantity: '1870.0000',
        driverTotal: '2170.0000',
        senderTotal: '418.50',
        amount: '360.64',
      }),
    ]);
  });

  test('R14: an adjustment names the original line, its month and amount, and the cause', async () => {
    const [original] = (await statementOf('Beverages', june)).lines;
    const adjustment = (await statementOf('Beverages')).lines.find(({ part }) => part === 'adjustment');

    expect(adjustment).toMatchObject({
      application: 'Orders',
      chargeMonth: june,
      amount: '25.00',
      correction: { originalLine: original?.lineId, originalAmount: '1500.00', causes: ['late usage'] },
    });
  });

  test('R13: the proof compares the sum of all sectors and buckets with the cost of the month', async () => {
    expect((await statementOf('Snacks')).proof).toEqual({
      statements: '3491.80',
      cost: '3466.80',
      corrections: '25.00',
      difference: '0.00',
      correctedLater: '0.00',
    });
    expect((await statementOf('Snacks', june)).proof).toMatchObject({
      statements: '2625.00',
      cost: '2625.00',
      difference: '0.00',
      correctedLater: '25.00',
    });
  });

  test('R28: a bucket has a statement with its amount and its age', async () => {
    expect(await statementOf('__unassigned__')).toMatchObject({
      totals: { total: '118.80' },
      change: { parts: { newApplications: '118.80' } },
      bucketAge: { since: july, months: 1 },
    });
  });

  test('R20: a second run that changes nothing leaves hash and PDF as they are', async () => {
    const args = [
      'statements',
      'export',
      '2025-07',
      '--sector',
      'Beverages',
      '--format',
      'pdf',
      '--out',
      folder,
    ];
    const before = await statementOf('Beverages');
    await cli(args);
    const pdf = await readFile(join(folder, '2025-07_Beverages.pdf'));
    await company.build('2025-08-01');
    await cli(args);

    expect((await statementOf('Beverages')).hash).toBe(before.hash);
    expect((await readFile(join(folder, '2025-07_Beverages.pdf'))).equals(pdf)).toBe(true);
  });

  test('a merged application is a continuation: neither new nor retired', async () => {
    const { database } = company.warehouse;
    const [{ newcomer } = { newcomer: 0 }] = await database.rows<{ newcomer: number }>(
      'finding an application',
      `select app_id as newcomer from applications_dim where appd_application_name = 'Qx Batch'`,
    );
    await database.run(
      'merging',
      `insert into application_changes (app_id, other_app_id, kind, created_by, effective_date) values ($1, $2, 'merged', 'anna', '2025-07-10')`,
      [company.apps.payroll, newcomer],
    );

    expect((await statementOf('__unassigned__')).change?.details).toEqual([
      { part: 'moves', application: 'Qx Batch', amount: '118.80', note: 'came from Snacks' },
    ]);
    await database.run(
      'undoing',
      `update application_changes set undone_at = now(), undone_by = 'anna' where kind = 'merged'`,
    );
    expect((await statementOf('__unassigned__')).change?.parts.newApplications).toBe('118.80');
  });
});

describe('the commands', () => {
  test('statements show prints figures, change, reasons and proof', async () => {
    const { code, out } = await cli(['statements', 'show', '2025-07', '--sector', 'beverages']);

    expect(code).toBe(0);
    expect(out).toContain('Beverages  July 2025');
    expect(out).toContain('Change from June 2025: 1,750.00 to 2,910.14, +1,160.14');
    expect(out).toContain('rule platform-by-usage v1');
    expect(out).toMatch(/late usage; corrects line \d+ of June 2025, 1,500\.00/);
    expect(out).toContain(
      'Sum of all sectors and buckets 3,491.80 = total cost 3,466.80 and corrections of earlier months +25.00; difference 0.00.',
    );
  });

  test('statements list shows every sector and bucket, and as JSON the same', async () => {
    const { out } = await cli(['statements', 'list', '2025-07']);
    const { out: json } = await cli(['statements', 'list', '2025-07-01', '--json']);

    expect(out).toMatch(/Beverages +showback +2,524\.50 +360\.64 +0\.00 +25\.00 +2,910\.14 +\+1,160\.14/);
    expect(out).toMatch(/__unassigned__ +bucket .*since 2025-07, 1 month/);
    expect((JSON.parse(json) as Statement[]).map(({ owner, totals }) => [owner.name, totals.total])).toEqual([
      ['Beverages', '2910.14'],
      ['Global IT', '0.00'],
      ['Snacks', '462.86'],
      ['__unassigned__', '118.80'],
    ]);
  });

  test('statements export writes a file per sector and bucket, with summary and proof beside CSV', async () => {
    const out = join(folder, 'all');
    const { code } = await cli(['statements', 'export', '2025-07', '--format', 'csv', '--out', out]);

    expect(code).toBe(0);
    expect((await readdir(out)).sort()).toEqual([
      '2025-07_Beverages.csv',
      '2025-07_Global-IT.csv',
      '2025-07_Snacks.csv',
      '2025-07___unassigned__.csv',
      '2025-07_proof.csv',
      '2025-07_summary.csv',
    ]);
    const rows: Record<string, string>[] = parse(await readFile(join(out, '2025-07_Beverages.csv')), {
      columns: true,
    });
    expect(sumDecimals(rows.map((row) => row['amount'] ?? ''))).toBe('2910.14');
    expect(await readFile(join(out, '2025-07_proof.csv'), 'utf8')).toContain(
      '2025-07-01,3491.80,3466.80,25.00,0.00,0.00',
    );
  });

  test.each([
    [['show', '2025-13', '--sector', 'Beverages'], /"2025-13" is no month/],
    [['show', '2025-07', '--sector', 'Beverage'], /no sector called "Beverage"\. Near to it: "Beverages"/],
    [['show', '2024-01', '--sector', 'Beverages'], /no bill of 2024-01; bills exist of 2025-06, 2025-07/],
    [['show', '2025-07', '--sector', '__idle__'], /Nothing was charged to __idle__ in 2025-07/],
    [
      ['export', '2025-07', '--format', 'xls', '--out', '/tmp'],
      /--format is "xls", expected csv, pdf or json/,
    ],
    [
      ['export', '2025-07', '--format', 'csv', '--out', 'package.json/none'],
      /cannot be written to package\.json\/none/,
    ],
    [['decide', 'x', '--upheld'], /"x" is no dispute number/],
    [['decide', '99', '--upheld', '--reason', 'r'], /There is no dispute 99/],
    [['accept', '2025-07', '--sector', '__unassigned__'], /is a bucket: nobody answers for it/],
  ])('statements %j is refused with what is wrong and what to do', async (args, says) => {
    const { code, err } = await cli(['statements', ...args]);

    expect(code).toBe(1);
    expect(err).toMatch(says);
  });

  test("R18: report shows cost as charged, and at today's organization with the same sums", async () => {
    const { out } = await cli(['report', '--as-of', 'charged']);
    const { out: today } = await cli([
      'report',
      '--as-of',
      'today',
      '--from',
      '2025-06',
      '--to',
      '2025-07',
      '--json',
    ]);

    expect(out).toMatch(/Beverages +1,750\.00 +2,910\.14 +4,660\.14/);
    expect(out).toContain("2025-06  as charged 2,625.00 = at today's organization 2,625.00; difference 0.00");
    const { table, proof } = JSON.parse(today) as CostReport;
    expect(table.rows.map(({ sector, amounts, moved }) => [sector, amounts, moved])).toEqual([
      ['Beverages', ['2500.00', '3315.14'], '1155.00'],
      ['Global IT', ['0.00', '0.00'], '0.00'],
      ['Snacks', ['125.00', '57.86'], '-1155.00'],
      ['__unassigned__', [null, '118.80'], '0.00'],
    ]);
    expect(proof.map(({ difference }) => difference)).toEqual(['0.00', '0.00']);
  });

  test.each([
    [['--as-of', 'tomorrow'], /expected charged or today/],
    [['--month', '2025-07', '--from', '2025-06'], /Give --month, or --from and --to/],
    [['--from', '2025-08', '--to', '2025-07'], /--from 2025-08 comes after --to 2025-07/],
    [['--month', '2024-01'], /no bill from 2024-01 to 2024-01; bills exist of 2025-06, 2025-07/],
  ])('report %j is refused', async (args, says) => {
    expect(await cli(['report', ...args])).toMatchObject({ code: 1, err: expect.stringMatching(says) });
  });
});

describe('sectors and the calendar', () => {
  test('R30: the charge mode of a sector is set with an audit entry, and stands on its statement', async () => {
    const { code, out } = await cli([
      'sectors',
      'set',
      'Snacks',
      '--mode',
      'hard',
      '--cost-center',
      'CC-9',
      '--as',
      'anna',
      '--reason',
      'FY26',
    ]);

    expect([code, out]).toEqual([0, 'Snacks: hard, cost center CC-9.\n']);
    expect((await cli(['statements', 'show', '2025-07', '--sector', 'Snacks'])).out).toContain(
      'Chargeback: booked in the general ledger, cost center CC-9',
    );
    const [entry] = await company.warehouse.database.rows<object>(
      'reading the audit',
      `select actor, reason, before ->> 'charge_mode' as before, after ->> 'charge_mode' as after from audit_log
       where entity = 'sectors_dim' order by audit_id desc limit 1`,
    );
    expect(entry).toEqual({ actor: 'anna', reason: 'FY26', before: 'showback', after: 'hard' });
  });

  test.each([
    [['Snacks'], /Say what to set/],
    [['Snacks', '--mode', 'free'], /--mode is "free", expected showback, soft, hard/],
    [['__idle__', '--mode', 'hard'], /is a bucket/],
    [['Snakcs', '--mode', 'hard'], /Near to it: "Snacks"/],
  ])('sectors set %j is refused', async (args, says) => {
    expect(await cli(['sectors', 'set', ...args])).toMatchObject({
      code: 1,
      err: expect.stringMatching(says),
    });
  });

  test('an imported calendar stands on open months; closed ones keep the period they were closed with', async () => {
    const file = join(folder, 'calendar.csv');
    const lines = [
      '2025,6,2025-05-25,2025-06-22',
      '2025,7,2025-06-22,2025-07-20',
      '2025,8,2025-07-20,2025-08-17',
    ];
    await writeFile(file, ['fiscal_year,fiscal_period,start_date,end_date', ...lines].join('\n'));

    const { out } = await cli(['calendar', 'import', file, '--as', 'anna']);
    const { out: again } = await cli(['calendar', 'import', file]);

    expect(out).toMatch(/^3 fiscal periods read; \d+ days changed\. Closed months keep .*: 2025-06\.\n$/);
    expect(again).toMatch(/^3 fiscal periods read; 0 days changed\./);
    expect((await statementOf('Beverages')).header).toMatchObject({ fiscalYear: 2025, fiscalPeriod: 8 });
    expect((await statementOf('Beverages', june)).header).toMatchObject({
      fiscalYear: 2025,
      fiscalPeriod: 6,
    });
    expect((await cli(['calendar', 'show'])).out).toMatch(/2025 +8 +2025-07-20 +2025-09-01/);
  });

  test('a calendar with a gap is refused whole, with its line', async () => {
    const file = join(folder, 'gap.csv');
    const lines = ['2025,9,2025-08-17,2025-09-14', '2025,10,2025-09-15,2025-10-12'];
    await writeFile(file, ['fiscal_year,fiscal_period,start_date,end_date', ...lines].join('\n'));

    const { code, err } = await cli(['calendar', 'import', file]);

    expect(code).toBe(1);
    expect(err).toMatch(/gap\.csv:3 start_date: 1 day\(s\) are missing/);
  });
});
