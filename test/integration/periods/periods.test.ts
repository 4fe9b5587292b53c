import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../../pipeline/days.ts';
import type { Month } from '../../../pipeline/run.ts';
import { closeMonth, tryClose } from '../../../repositories/periods/close.ts';
import { hashMonth } from '../../../repositories/periods/month-content.ts';
import { listPeriods, readPeriod } from '../../../repositories/periods/periods.ts';
import { rebuildMonth } from '../../../repositories/periods/rebuild.ts';
import { reopenMonth } from '../../../repositories/periods/reopen.ts';
import { startReview, waive } from '../../../repositories/periods/review.ts';
import { anna, bert, daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';

const july: Month = '2025-07-01';
const august: Month = '2025-08-01';

let company: BillingMonth;

beforeAll(async () => {
  company = await openBillingMonth('periods');
  const { orders, payroll, platform } = company.apps;
  await company.use('2025-08-01', daysOf(july), { [orders]: '100', [payroll]: '300', [platform]: '40' });
  await company.build('2025-08-01');
});

afterAll(() => company.warehouse.close());

const lines = (month: Month): Promise<unknown[]> =>
  company.warehouse.database.rows(
    'reading',
    `select app_name as app, sector_name as sector, part, adjusted_cycle as adjusts, usd_amount::text as amount,
            to_char(charge_month, 'YYYY-MM') as of, corrected_line is not null as names_a_line, cause
     from statement_line where month_start = $1 order by 1, 2, 3, 4`,
    [month],
  );

describe('the life of a month', () => {
  test('R13: a close says everything that is missing, and changes nothing', async () => {
    const { database } = company.warehouse;
    await startReview(database, anna, { month: july, today: '2025-08-01', acceptanceDays: 5 });
    const problems = await tryClose(database, anna, july, company.settings('2025-08-02'));

    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'approval',
      'cut-off',
      'checks',
      'rules',
      'rules',
      'rules',
      'rules',
      'acceptance',
      'acceptance',
    ]);
    await expect(closeMonth(database, anna, july, company.settings('2025-08-02'))).rejects.toThrow(/cut-off/);
    expect((await readPeriod(database, july)).state).toBe('in_review');
  });

  test('R15: until the cut-off days have passed the month stays open for corrections of vendors', async () => {
    const { database } = company.warehouse;
    const cutOff = async (today: string): Promise<string[]> =>
      (await tryClose(database, bert, july, company.settings(today))).filter((problem) =>
        problem.startsWith('cut-off'),
      );

    expect(await cutOff('2025-08-05')).toEqual([expect.stringContaining('close from 2025-08-06 on')]);
    expect(await cutOff('2025-08-06')).toEqual([]);
  });

  test('R22: days that a source did not tell keep the month from being closed, until they come or are waived', async () => {
    const { database } = company.warehouse;
    const days = async (): Promise<string[]> =>
      (await tryClose(database, bert, july, company.settings('2025-08-20'))).filter((problem) =>
        problem.startsWith('days'),
      );
    await database.run('losing a day', `delete from source_days where day = '2025-07-09'`);
    await database.run(
      'losing a series',
      `update source_days set missing = '{APM/PEAK}', is_complete = false where day = '2025-07-10' and app_id = $1`,
      [company.apps.orders],
    );

    expect(await days()).toEqual([
      expect.stringContaining(
        'appdynamics/acme has 1 days of applications with gaps, the first on 2025-07-10',
      ),
      expect.stringContaining('appdynamics/acme has 1 days without any answer, the first on 2025-07-09'),
    ]);
    await waive(
      database,
      { ...anna, reason: 'the controller was down' },
      { month: july, item: 'incomplete-days' },
    );
    expect(await days()).toEqual([]);
  });

  test('R12, R32: whoever opened the review may not close it; another person may, once', async () => {
    const { database } = company.warehouse;
    await company.approveRules();
    await company.validated('2025-08-01');
    const settings = company.settings('2025-08-20');

    await expect(closeMonth(database, anna, july, settings)).rejects.toThrow(/another person must close/);
    const both = await Promise.allSettled([
      closeMonth(database, bert, july, settings),
      closeMonth(database, bert, july, settings),
    ]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(String(refused.reason)).toMatch(/closed already, by bert/);
    expect(await readPeriod(database, july)).toMatchObject({
      state: 'closed',
      closedBy: 'bert',
      closingNo: 1,
    });
  });

  test.each([
    `update license_usage_fact set units_consumed = 1 where ts = '2025-07-04'`,
    `delete from license_cost_fact where ts = '2025-07-04'`,
    `update license_cost_fact_2025_07 set units = units where ts = '2025-07-04'`,
    `truncate license_cost_fact_2025_07`,
    `truncate license_usage_fact`,
    `insert into license_usage_fact select (u).* from (select u from license_usage_fact u where ts = '2025-07-04' limit 1) x`,
    `update license_usage_fact set ts = '2025-07-05' where ts = '2025-07-04'`,
    `update chargeback_fact set usd_amount = 0`,
    `delete from chargeback_fact where month_start = '2025-07-01'`,
    `truncate chargeback_fact cascade`,
    `delete from allocation_fact`,
    `update chargeback_draft set usd_amount = usd_amount`,
    `update closed_ownership set cost_center = 'X'`,
    `update allocation_runs set senders = 0`,
    `update chargeback_periods set closed_hash = 'x' where month_start = '2025-07-01'`,
    `update chargeback_periods set state = 'open' where month_start = '2025-07-01'`,
    `delete from chargeback_periods where month_start = '2025-07-01'`,
    `delete from period_closings`,
    `update period_closings set closed_by = 'me'`,
    `update price_config set unit_rate = 2`,
    `delete from price_config`,
    `update allocation_rules set method = 'equal'`,
  ])('R14: after the close, %s is refused', async (statement) => {
    const { database } = company.warehouse;
    const before = await hashMonth(database, july);
    await expect(database.run('tampering', statement)).rejects.toThrow(
      /closed|reopen|stays|changed in place|second person/,
    );
    expect(await hashMonth(database, july)).toEqual(before);
  });

  test('R20, R31: the closed month is what its stored inputs make of it, byte for byte', async () => {
    const rebuilt = await rebuildMonth(company.warehouse.database, july);

    expect(rebuilt).toMatchObject({ isEqual: true, closedHash: rebuilt.hash });
    expect(rebuilt.tables.map(({ table, rows, different }) => [table, rows > 0, different])).toEqual([
      ['license_cost_fact', true, 0],
      ['chargeback_draft', true, 0],
      ['allocation_fact', true, 0],
      ['chargeback_fact', true, 0],
    ]);
  });
});

describe('what comes after the close', () => {
  test('R14, R17, R19: late usage becomes adjustments of an open month that name line and month; the closed month keeps its hash', async () => {
    const { database } = company.warehouse;
    const { orders, payroll, platform } = company.apps;
    const closed = await hashMonth(database, july);
    await company.use('2025-08-02', ['2025-08-01'], { [orders]: '100', [payroll]: '300', [platform]: '40' });
    await company.use('2025-08-02', ['2025-07-31'], { [orders]: '140', [payroll]: '300', [platform]: '60' });
    await company.build('2025-08-02');

    const adjustments = (await lines(august)).filter(
      (line) => (line as { part: string }).part === 'adjustment',
    );
    const late = { part: 'adjustment', of: '2025-07', names_a_line: true, cause: 'late_usage' };
    expect(adjustments).toEqual([
      {
        app: 'Event Platform',
        sector: 'Beverages',
        adjusts: 'allocated_shared_service',
        amount: '6.25',
        ...late,
      },
      { app: 'Event Platform', sector: 'Global IT', adjusts: 'direct', amount: '25.00', ...late },
      {
        app: 'Event Platform',
        sector: 'Global IT',
        adjusts: 'shared_service_offset',
        amount: '-25.00',
        ...late,
      },
      {
        app: 'Event Platform',
        sector: 'Snacks',
        adjusts: 'allocated_shared_service',
        amount: '18.75',
        ...late,
      },
      { app: 'Orders', sector: 'Beverages', adjusts: 'direct', amount: '50.00', ...late },
    ]);
    expect(await hashMonth(database, july)).toEqual(closed);
    expect(await readPeriod(database, july)).toMatchObject({ state: 'restated', needsRestatement: false });
    expect((await rebuildMonth(database, july)).isEqual).toBe(true);
  });

  test('R20: built again, nothing changes', async () => {
    const { database } = company.warehouse;
    const before = await database.rows('reading', 'select * from chargeback_fact order by chargeback_id');
    await database.run(
      'flagging',
      `update chargeback_periods set needs_restatement = true where month_start = $1`,
      [july],
    );
    await company.build('2025-08-02');
    expect(await database.rows('reading', 'select * from chargeback_fact order by chargeback_id')).toEqual(
      before,
    );
  });

  test('R14, R31: a price correction for a closed month is booked, the proof of every month is 0.00, and the rebuild keeps to the price of the close', async () => {
    const { database } = company.warehouse;
    await database.run(
      'replacing a price',
      `with old as (update price_config set superseded_at = now() where superseded_at is null returning *)
       insert into price_config (capability_id, tier, unit_rate, start_date, version, supersedes_price_id, reason)
       select capability_id, tier, 1.35, start_date, version + 1, price_id, 'contract 7' from old`,
    );
    await company.build('2025-08-02');

    const charged = await database.rows(
      'reading',
      `select cause, sum(usd_amount)::text as amount from chargeback_fact
       where charge_month = $1 and chargeback_cycle = 'adjustment' group by 1 order by 1`,
      [july],
    );
    // 31 days of 440 units and 60 late ones, at 1.35 instead of 1.25 for what was billed.
    expect(
      charged.map((row) => Number((row as { amount: string }).amount)).reduce((a, b) => a + b, 0),
    ).toBeCloseTo(31 * 440 * 0.1 + 60 * 1.35, 2);
    const balances = await database.rows(
      'reading',
      'select month_start, (total_cost - charged)::text as difference from month_balance order by 1',
    );
    expect(balances).toEqual([
      { month_start: july, difference: '0.00' },
      { month_start: august, difference: '0.00' },
    ]);
    expect((await rebuildMonth(database, july)).isEqual).toBe(true);
  });

  test('R18: an ownership correction credits the old sector and charges the new one', async () => {
    const { database } = company.warehouse;
    await database.run(
      'correcting',
      `update application_ownership set sector_id = (select sector_id from sectors_dim where sector_name = 'Snacks'),
              source = 'correction', reason = 'moved in spring', corrected_by = 'anna' where app_id = $1`,
      [company.apps.orders],
    );
    expect((await readPeriod(database, july)).causes).toContain('ownership');
    await company.build('2025-08-02');

    const moved = await database.rows<{ sector: string; amount: string }>(
      'reading',
      `select sector_name as sector, sum(usd_amount)::text as amount from statement_line
       where month_start = $1 and app_id = $2 and part = 'adjustment' group by 1 order by 1`,
      [august, company.apps.orders],
    );
    expect(moved.map(({ sector }) => sector)).toEqual(['Beverages', 'Snacks']);
    expect(moved[0]?.amount).toBe('-3875.00');
  });

  test('R12: to reopen takes two people and a reason; late usage takes its place, and what was issued is kept', async () => {
    const { database } = company.warehouse;
    const issued = await lines(july);
    await expect(reopenMonth(database, { ...anna, reason: null }, july)).rejects.toThrow(/reason/);
    await reopenMonth(database, { ...anna, reason: 'wrong price' }, july);
    await expect(reopenMonth(database, anna, july)).rejects.toThrow(/another person must confirm/);
    expect((await readPeriod(database, july)).state).toBe('restated');

    expect(await reopenMonth(database, bert, july)).toMatchObject({ state: 'open', closingNo: 1 });
    await company.build('2025-08-02');

    const kept = await database.one<{ lines: number; reopened: string }>(
      'reading',
      `select jsonb_array_length(bill) as lines, reopened_by as reopened from period_closings where month_start = $1`,
      [july],
    );
    expect(kept).toEqual({ lines: issued.length, reopened: 'bert' });
    const total = await database.one<{ difference: string }>(
      'reading',
      `select (total_cost - charged)::text as difference from month_balance where month_start = $1`,
      [july],
    );
    expect(total.difference).toBe('0.00');
    const late = await database.rows('reading', `select 1 from late_usage_fact`);
    expect(late).toEqual([]);
  });

  test('closed again, the record has two closes and the list says where each month stands', async () => {
    await company.validated(addDays('2025-08-01', 1));
    await company.close(july);
    const periods = await listPeriods(company.warehouse.database);
    expect(periods.map(({ month, state, closingNo }) => [month, state, closingNo])).toEqual([
      [july, 'closed', 2],
      [august, 'open', 0],
    ]);
  });
});
