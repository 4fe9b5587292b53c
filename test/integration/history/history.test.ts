import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBilledMonth, type BilledMonth } from '../../support/billed-month.ts';
import { commandsOn, type Commands, type Said } from '../../support/commands.ts';

const header = 'month,sector,application,amount,description';

describe('history', () => {
  let month: BilledMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    month = await openBilledMonth('history');
    cli = commandsOn(month);
    folder = mkdtempSync(join(tmpdir(), 'appd-licensing-history-'));
  });

  afterAll(async () => {
    await month.close();
    rmSync(folder, { recursive: true });
  });

  function take(lines: readonly string[], ...options: readonly string[]): Promise<Said> {
    const path = join(folder, 'history.csv');
    writeFileSync(path, [header, ...lines].join('\n'));
    return cli(['history', 'import', path, '--as', 'hugo', ...options]);
  }

  async function inHistory(): Promise<number> {
    const sql = `select count(*)::integer as n from chargeback_periods where origin = 'history'`;
    return (await month.database.one<{ n: number }>('counting', sql)).n;
  }

  test.each([
    [
      'an unknown sector',
      '2024-01,Sale,,1.00,',
      'sector: found "Sale", which is unknown; expected Labs, Ops, Platform, Sales, or give --create-sectors',
    ],
    [
      'a sector in other letters',
      '2024-01,sales,,1.00,',
      'sector: found "sales"; expected "Sales", which is there',
    ],
    [
      'a month that is not over',
      '2025-10,Sales,,1.00,',
      'month: found 2025-10, which is not over; expected a month before 2025-10',
    ],
    ['no month', '2024-13,Sales,,1.00,', 'month: found "2024-13"; expected a month such as 2025-07'],
    ['thousands', '2024-01,Sales,,"1,234.00",', 'amount: found "1,234.00", which has thousands separators'],
  ])(
    'with a line of %s is refused with its line, and nothing of the file is kept',
    async (_what, line, problem) => {
      const { code, err } = await take(['2024-01,Sales,,10.00,', line]);

      expect(code).toBe(1);
      expect(err).toContain(`history.csv:3 ${problem}`);
      expect(await inHistory()).toBe(0);
    },
  );

  test('makes no sector with a reserved name', async () => {
    expect((await take(['2024-01,__mine__,,1.00,'], '--create-sectors')).err).toContain(
      'names that begin with __ are reserved',
    );
  });

  test('R14: does not come into a month of the pipeline, whatever else is in the file', async () => {
    const { code, err } = await take(['2024-01,Sales,,10.00,', '2025-07,Sales,,1.00,']);

    expect(code).toBe(3);
    expect(err).toContain('2025-07 is in review');
    expect(await inHistory()).toBe(0);

    await month.database.run(
      'costing August',
      `insert into license_cost_fact (app_id, capability_id, price_id, run_id, tool, instance, tier, units, unit_rate, cost_exact, usd_cost, ts)
       select app_id, capability_id, price_id, run_id, tool, instance, tier, 1, 1, 1, 1, '2025-08-03' from license_cost_fact limit 1`,
    );
    expect((await take(['2025-08,Sales,,1.00,'])).err).toContain('2025-08 has usage or cost of the pipeline');
  });

  test('comes as closed months, with totals, an empty month of the pipeline gives way', async () => {
    await month.database.rows('making a month', `select ensure_month_partitions('2024-02-01', '2024-02-29')`);

    const { code, out } = await take(
      [
        '2024-01,Sales,Orders,100.10,from sheet 3',
        '2024-01,Sales,Old portal,20.00,',
        '2024-01,Sales,,-0.05,credit',
        '2024-02,Retail,,7.00,',
      ],
      '--create-sectors',
    );

    expect(code).toBe(0);
    expect(out).toMatch(/2024-01 +120\.05 +3 +1 +1\n2024-02 +7\.00 +1 +1 +0\n\nNew sectors: Retail\./);
    const rows = await month.database.rows(
      'reading lines',
      `select month_start as month, sector_name as sector, app_name as app, usd_amount::text as amount, period_state as state
       from statement_line where month_start < '2025-01-01' order by 1, app_name collate "C"`,
    );
    expect(rows).toEqual([
      { month: '2024-01-01', sector: 'Sales', app: 'Orders', amount: '100.10', state: 'closed' },
      { month: '2024-01-01', sector: 'Sales', app: '__history__', amount: '19.95', state: 'closed' },
      { month: '2024-02-01', sector: 'Retail', app: '__history__', amount: '7.00', state: 'closed' },
    ]);
  });

  test('R31: keeps the lines as they were read with the run that brought them', async () => {
    const [kept] = await month.database.rows<{ body: object[]; trigger: string; by: string }>(
      'reading raw lines',
      `select r.body, p.trigger, p.started_by as by from raw_source_answers r join pipeline_runs p using (run_id) where slice = '2024-01'`,
    );

    expect(kept).toMatchObject({ trigger: 'import', by: 'hugo' });
    expect(kept?.body).toHaveLength(3);
    expect(kept?.body[1]).toMatchObject({ line: 3, application: 'Old portal', amount: 20 });
  });

  test('comes once: a second import of a month names the first', async () => {
    const { code, err } = await take(['2024-02,Sales,,1.00,']);

    expect(code).toBe(3);
    expect(err).toMatch(/2024-02 was imported already, by run \d+ of hugo/);
  });

  test.each([
    [
      'its lines',
      `update chargeback_fact set usd_amount = 0 where month_start = '2024-01-01'`,
      '2024-01 is closed',
    ],
    ['its lines away', `delete from chargeback_fact where month_start = '2024-01-01'`, '2024-01 is closed'],
    [
      'its state',
      `update chargeback_periods set state = 'open' where month_start = '2024-01-01'`,
      '2024-01 came from history and is read-only',
    ],
    [
      'the month away',
      `delete from chargeback_periods where month_start = '2024-02-01'`,
      '2024-02 is closed and stays',
    ],
  ])('R14: is read-only: nobody changes %s', async (_what, sql, message) => {
    await expect(month.database.run('changing history', sql)).rejects.toThrow(message);
  });

  test('is neither booked nor told as usage', async () => {
    const out = join(folder, 'none.csv');

    expect((await cli(['journal', 'export', '2024-01', '--out', out])).err).toContain(
      '2024-01 was taken over from history',
    );
    expect((await cli(['focus', 'export', '2024-01', '--out', out])).err).toContain(
      '2024-01 was taken over from history',
    );
  });
});
