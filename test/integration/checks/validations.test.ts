import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createValidate } from '../../../activities/validate.ts';
import type { Check } from '../../../checks/check.ts';
import { checks } from '../../../checks/registry.ts';
import { rowsCheck } from '../../../checks/rows-check.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { createValidations, type ValidationResult } from '../../../repositories/validations.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { fillGoodWorld, goodRun } from './good-world.ts';
import { settings } from './settings.ts';

const costAddsUp = checks.filter(({ id }) => id === 'cost-adds-up');

function checkThat(id: string, failingRows: string): Check {
  return rowsCheck({
    id,
    family: 'keys',
    says: 'Nothing is wrong.',
    requirement: [],
    severity: 'blocking',
    needs: [],
    remedy: 'Repair it.',
    rows: 'wrong rows',
    among: '1',
    failingRows,
  });
}

const outcomes = (results: readonly ValidationResult[]) =>
  Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));

describe('validating a run', () => {
  let where: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    where = await createTestDatabase('validations');
    database = openDatabase(where.settings);
    await fillGoodWorld(database);
  });

  afterAll(async () => {
    await database.close();
    await where.drop();
  });

  beforeEach(async () => {
    await database.run(
      'all stages delivered',
      `update etl_execution_log set status = 'succeeded' where stage <> 'validate'`,
    );
    await database.run('all stages asked for', `update pipeline_runs set only_stages = '{}'`);
  });

  test('stores every result, and a second time replaces the first', async () => {
    const validations = createValidations(database);
    await validations.run(goodRun, checks, settings);
    await validations.run(goodRun, checks, settings);

    const stored = await validations.ofRun(goodRun.runId);

    expect(stored.map(({ id }) => id).sort()).toEqual(checks.map(({ id }) => id).sort());
    expect(stored.find(({ id }) => id === 'cost-is-exact')).toMatchObject({
      severity: 'blocking',
      outcome: 'pass',
      expected: 'no cost rows that differ from units times rate',
      numerator: '0.0000',
      denominator: '176.0000',
      requirement: ['000-164', '000-221', 'C24', 'R1', 'R8'],
      recommendation: null,
      failingSamples: [],
    });
  });

  test('a check whose stage failed in this run is not evaluated, though its data looks right', async () => {
    await database.run(
      'failing a stage',
      `update etl_execution_log set status = 'failed' where stage = 'allocate'`,
    );

    const [result] = await createValidations(database).run(goodRun, costAddsUp, settings);

    expect(result).toMatchObject({
      outcome: 'not_evaluated',
      observed: 'not evaluated: allocate did not deliver in this run',
    });
    expect(result?.recommendation).toBe('Repair allocate and run again.');
  });

  test('a stage that was asked for and never began did not deliver; one that was left out did earlier', async () => {
    const { rows } = await rememberAttempt();
    const [blocked] = await createValidations(database).run(goodRun, costAddsUp, settings);
    await database.run(
      'asking for less',
      `update pipeline_runs set only_stages = '{forecast,refresh-views,validate}' where run_id = 2`,
    );
    const [leftOut] = await createValidations(database).run(goodRun, costAddsUp, settings);
    await database.run(
      'restoring the attempt',
      'insert into etl_execution_log select * from jsonb_populate_record(null::etl_execution_log, $1)',
      [rows],
    );

    expect([blocked?.outcome, leftOut?.outcome]).toEqual(['not_evaluated', 'pass']);
  });

  async function rememberAttempt(): Promise<{ rows: string }> {
    const [kept] = await database.rows<{ kept: object }>(
      'forgetting an attempt',
      `delete from etl_execution_log l where stage = 'allocate' returning to_jsonb(l) as kept`,
    );
    return { rows: JSON.stringify(kept?.kept) };
  }

  test('a check that breaks is not evaluated and says why; those after it go on', async () => {
    const broken = checkThat('broken', 'select * from no_such_table');
    const divided = checkThat('divided', 'select 1 / 0 as x');

    const results = await createValidations(database).run(
      goodRun,
      [broken, divided, ...costAddsUp],
      settings,
    );

    expect(outcomes(results)).toEqual({
      broken: 'not_evaluated',
      divided: 'not_evaluated',
      'cost-adds-up': 'pass',
    });
    expect(results[0]?.observed).toMatch(/no_such_table.*42P01/);
  });

  test('a check cannot write', async () => {
    const writes = checkThat('writes', `select nextval('pipeline_runs_run_id_seq') as x`);

    const [result] = await createValidations(database).run(goodRun, [writes], settings);

    expect(result?.outcome).toBe('not_evaluated');
    expect(result?.observed).toMatch(/read-only transaction/);
  });

  test('shows 20 of many failing rows, those with the most money first, and survives a figure that does not fit', async () => {
    const many = {
      ...checkThat(
        'many',
        `select n, n * 1234567890.123456789 as amount from generate_series(1, 50) as g(n)`,
      ),
      money: 'amount',
    };

    const [result] = await createValidations(database).run(goodRun, [{ ...many }], settings);

    const [stored] = await createValidations(database).ofRun(goodRun.runId);
    expect(stored?.moneyAtStake).toBe('999999999999.00');
    expect(result?.moneyAtStake).toBe('1574074059907.41');
    expect(result?.failingRows).toBe(50);
    expect(result?.failingSamples).toHaveLength(20);
    expect(result?.failingSamples[0]).toEqual({ n: '50', amount: '61728394506.172839450' });
  });

  test('what depends on no money is stored without an amount', async () => {
    await createValidations(database).run(goodRun, [checkThat('free', 'select 1 as n')], settings);

    const [stored] = await createValidations(database).ofRun(goodRun.runId);
    expect(stored).toMatchObject({ failingRows: 1, moneyAtStake: null });
  });

  test('the stage counts outcomes, and says what was found in few words', async () => {
    await database.run(
      'overcharging',
      `update chargeback_fact set usd_amount = usd_amount + 1 where chargeback_id = 1`,
    );
    const report = await createValidate({ database, settings })(goodRun);
    await database.run(
      'repairing',
      `update chargeback_fact set usd_amount = usd_amount - 1 where chargeback_id = 1`,
    );

    expect(report.facts).toEqual({
      blockingFailed: 2,
      passed: checks.length - 3,
      warned: 1,
      failed: 2,
      notEvaluated: 0,
      excluded: 0,
    });
    expect(report.warnings).toEqual([
      'cost-adds-up (fail): months that do not add up: 1, 1.00 USD at stake',
      'chargeback-is-complete (fail): direct charges that differ from cost: 1, 1.00 USD at stake',
      'views-equal-facts (warn): view totals that differ from the facts: 1, 1.00 USD at stake',
    ]);
    expect(JSON.stringify(report).length).toBeLessThan(2048);
  });
});

describe('validating a database that nothing was loaded into', () => {
  let where: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    where = await createTestDatabase('nothing');
    database = openDatabase(where.settings);
    await database.run(
      'opening a run',
      `
      insert into pipeline_runs (run_id, workflow_id, workflow_run_id, trigger, started_by, code_version, config_version,
                                 logical_date, window_from, window_to)
      values (2, 'w', 'w', 'manual', 'test', 'v', 'c', '2025-10-29', '2025-10-01', '2025-10-28')`,
    );
  });

  afterAll(async () => {
    await database.close();
    await where.drop();
  });

  test('no rate of nothing passes, empty tables fail, and freshness is excluded on the first run', async () => {
    const results = outcomes(await createValidations(database).run(goodRun, checks, settings));

    expect(results).toMatchObject({
      'core-tables-populated': 'fail',
      'all-tables-populated': 'warn',
      'data-is-fresh': 'excluded',
      'applications-are-matched': 'not_evaluated',
      'services-are-monitored': 'not_evaluated',
      'cost-variance-is-small': 'not_evaluated',
      'applications-are-forecast': 'not_evaluated',
      'views-equal-facts': 'not_evaluated',
      'forecasts-meet-actuals': 'excluded',
      'prices-exist': 'pass',
    });
  });
});
