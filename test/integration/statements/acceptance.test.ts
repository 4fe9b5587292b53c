import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { acceptanceProblems } from '../../../repositories/statements/acceptance.ts';
import type { DecisionEntry } from '../../../repositories/statements/decisions.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { commandsOn, type Commands, type Said } from '../../support/commands.ts';

jest.setTimeout(120_000);

const july = '2025-07-01';

let company: BillingMonth;
let cli: Commands;

beforeAll(async () => {
  company = await openBillingMonth('acceptance');
  cli = commandsOn(company.warehouse, '2025-08-01');
  const { orders, payroll, platform } = company.apps;
  await company.use('2025-08-01', daysOf(july), { [orders]: '40', [payroll]: '20', [platform]: '10' });
  await company.build('2025-08-01');
});

afterAll(() => company.warehouse.close());

const say = (...args: string[]): Promise<Said> => cli(['statements', ...args]);
const problems = (today: string): Promise<string[]> =>
  acceptanceProblems(company.warehouse.database, july, today);

describe('R13: the answer of sectors', () => {
  test('a statement is answered only while its month is in review', async () => {
    const early = await say('accept', '2025-07', '--sector', 'Snacks', '--as', 'sue');

    expect(early).toMatchObject({ code: 3, err: expect.stringContaining('2025-07 is open') });
    expect(early.err).toContain('periods review 2025-07');
    await expect(
      company.warehouse.database.run(
        'accepting behind our back',
        `insert into statement_decisions (month_start, sector_id, decision, decided_by, statement_hash, total)
         select '2025-07-01', sector_id, 'accepted', 'sue', 'x', 0 from sectors_dim where sector_name = 'Snacks'`,
      ),
    ).rejects.toThrow(/2025-07 is not in review/);
  });

  test('in review every sector with a statement is waited for, until it accepts', async () => {
    expect((await cli(['periods', 'review', '2025-07', '--as', 'anna'])).code).toBe(0);
    expect(await problems('2025-08-01')).toEqual([
      'acceptance: Beverages has not accepted its statement of 1808.33; it may answer until 2025-08-06',
      'acceptance: Snacks has not accepted its statement of 904.17; it may answer until 2025-08-06',
    ]);

    const accepted = await say('accept', '2025-07', '--sector', 'Beverages', '--as', 'ben');
    const again = await say('accept', '2025-07', '--sector', 'Beverages', '--as', 'ben', '--json');

    expect(accepted).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Beverages accepts its statement of 2025-07, \$1,808\.33\. It counts while/,
      ),
    });
    expect(JSON.parse(again.out)).toMatchObject({ wasAccepted: true });
    expect((await problems('2025-08-01')).map((line) => line.split(' ')[1])).toEqual(['Snacks']);
  });

  test('an acceptance counts only for the lines that were accepted', async () => {
    await company.use('2025-08-02', ['2025-07-31'], { [company.apps.orders]: '80' });
    await company.build('2025-08-02');

    expect((await problems('2025-08-02'))[0]).toMatch(
      /^acceptance: Beverages: ben accepted [\d.]+, but the statement has changed to [\d.]+; it may answer until 2025-08-06$/,
    );
    expect((await say('accept', '2025-07', '--sector', 'Beverages', '--as', 'ben')).code).toBe(0);
    expect((await problems('2025-08-02')).map((line) => line.split(' ')[1])).toEqual(['Snacks']);
  });

  test('silence through the last day counts as acceptance, and not earlier', async () => {
    expect(await problems('2025-08-06')).toHaveLength(1);
    expect(await problems('2025-08-07')).toEqual([]);
  });
});

describe('disputes', () => {
  test('a dispute takes a reason and a line of the statement; it has deadlines', async () => {
    expect(await say('dispute', '2025-07', '--sector', 'Snacks', '--as', 'sue')).toMatchObject({
      code: 1,
      err: expect.stringContaining('takes a reason'),
    });
    expect(
      await say(
        'dispute',
        '2025-07',
        '--sector',
        'Snacks',
        '--line',
        '999999',
        '--reason',
        'r',
        '--as',
        'sue',
      ),
    ).toMatchObject({ code: 3, err: expect.stringContaining('Line 999999 does not stand on the statement') });

    const opened = await say(
      'dispute',
      '2025-07',
      '--sector',
      'Snacks',
      '--reason',
      'sold in June',
      '--as',
      'sue',
    );

    expect(opened).toMatchObject({
      code: 0,
      out: 'Dispute 1 of Snacks, 2025-07: to be answered by 2025-08-06 and decided by 2025-08-16.\n',
    });
  });

  test('an open dispute keeps the month open after every deadline, and its sector from accepting', async () => {
    expect(await problems('2025-09-01')).toEqual([
      'dispute 1 of Snacks is to be answered by 2025-08-06, which has passed',
    ]);
    expect(await say('accept', '2025-07', '--sector', 'Snacks', '--as', 'sue')).toMatchObject({
      code: 3,
      err: expect.stringContaining('dispute 1 is not decided'),
    });
  });

  test('R32: whoever opened a dispute does not decide it, in code and in the database', async () => {
    await say('answer', '1', '--text', 'the CMDB names Snacks', '--as', 'bert');
    expect(await problems('2025-08-02')).toEqual(
      expect.arrayContaining(['dispute 1 of Snacks is answered, to be decided by 2025-08-16']),
    );

    const own = await say('decide', '1', '--upheld', '--reason', 'I am right', '--as', 'sue');

    expect(own).toMatchObject({
      code: 3,
      err: expect.stringContaining('sue opened dispute 1 and cannot decide it'),
    });
    await expect(
      company.warehouse.database.run(
        'deciding behind our back',
        `update disputes set status = 'upheld', decision = 'x', decided_by = opened_by where dispute_id = 1`,
      ),
    ).rejects.toThrow(/check/);
  });

  test.each([
    [['--reason', 'r'], /exactly one of --upheld and --rejected/],
    [['--upheld', '--rejected', '--reason', 'r'], /exactly one of --upheld and --rejected/],
    [['--upheld'], /takes a reason/],
  ])('a decision with %j is refused', async (args, says) => {
    expect(await say('decide', '1', ...args, '--as', 'carla')).toMatchObject({
      code: 1,
      err: expect.stringMatching(says),
    });
  });

  test('a decision stays, and frees the sector to accept or to be silent', async () => {
    const decided = await say('decide', '1', '--rejected', '--reason', 'sold in August', '--as', 'carla');
    const twice = await say('decide', '1', '--upheld', '--reason', 'r', '--as', 'carla');

    expect(decided).toMatchObject({
      code: 0,
      out: expect.stringContaining('Dispute 1 of Snacks is rejected.'),
    });
    expect(twice).toMatchObject({ code: 3, err: expect.stringContaining('Dispute 1 is decided: rejected') });
    expect((await problems('2025-08-06'))[0]).toMatch(/Snacks: disputed by sue and not accepted since/);
    expect(await problems('2025-08-07')).toEqual([]);
    expect((await say('accept', '2025-07', '--sector', 'Snacks', '--as', 'sue')).code).toBe(0);
    expect(await problems('2025-08-02')).toEqual([]);
  });

  test('the decision log tells it all, and which acceptance holds', async () => {
    const log = JSON.parse((await say('decisions', '2025-07', '--json')).out) as DecisionEntry[];

    expect(log.map(({ sector, what, by, holds }) => [sector, what, by, holds])).toEqual([
      ['Beverages', 'accepted', 'ben', false],
      ['Beverages', 'accepted', 'ben', true],
      ['Snacks', 'disputed', 'sue', null],
      ['Snacks', 'answered', 'bert', null],
      ['Snacks', 'rejected', 'carla', null],
      ['Snacks', 'accepted', 'sue', true],
    ]);
    expect((await say('decisions', '2025-07')).out).toContain('accepted, but the statement changed since');
    await expect(
      company.warehouse.database.run('forging', `update statement_decisions set decision = 'disputed'`),
    ).rejects.toThrow(/append-only/);
  });
});

test('R32: in production a mere name does not answer a statement', async () => {
  await company.warehouse.database.run('going live', `update deployment set profile = 'production'`);

  expect(await say('accept', '2025-07', '--sector', 'Global IT', '--as', 'ben')).toMatchObject({
    code: 3,
    err: expect.stringContaining('To answer a statement needs a proven actor'),
  });
});
