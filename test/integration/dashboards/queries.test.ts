import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { askAll, askPanel, connectReader, type Choice } from '../../support/dashboards/ask.ts';
import { createViews } from '../../../repositories/views.ts';
import { readBoards } from '../../support/dashboards/board.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { openStageBench } from '../../support/stages.ts';
import { createTestDatabase } from '../../support/test-database.ts';

const boards = readBoards('tabs');

const choices: Readonly<Record<string, Choice>> = {
  'everything, as charged': {},
  'one sector at the organization of today, by fiscal months': {
    organization: 'today',
    calendar: 'fiscal',
    sector: ['Snacks'],
  },
  'an application and a capability': { application: ['Customer Portal'], capability: ['APM'] },
  'names that try to break out': {
    sector: [`O'Brien's "100 %" \\ ; drop table sectors_dim; --`, '飲料 & Напитки'],
    application: [`'; select pg_sleep(9); --`],
    capability: ["''", '$1 ${sector:sqlstring}'],
    line: `1' or '1'='1`,
  },
};

const asAll = Object.entries(choices).map(([name, choice]) => ({ name, choice }));

describe('every query of every tab on an empty database', () => {
  let close: () => Promise<void>;
  let reader: pg.Client;

  beforeAll(async () => {
    const database = await createTestDatabase('dashboards_empty');
    reader = await connectReader(database.url);
    close = async () => {
      await reader.end();
      await database.drop();
    };
  });
  afterAll(() => close());

  test.each(asAll)('answers for $name', async ({ choice }) => {
    const answers = await askAll(reader, boards, choice);
    expect(answers.filter(({ error }) => error !== null)).toEqual([]);
    expect(answers.length).toBeGreaterThan(80);
  });
});

describe('every query of every tab on the world design', () => {
  let close: () => Promise<void>;
  let reader: pg.Client;

  beforeAll(async () => {
    const bench = await openStageBench('dashboards_design', 'design');
    const run = await bench.openRun({ date: '2025-10-29', from: '2025-07-30', to: '2025-10-28' });
    await bench.run(run);
    reader = await connectReader(bench.url);
    close = async () => {
      await reader.end();
      await bench.close();
    };
  });
  afterAll(() => close());

  test.each(asAll)('answers for $name', async ({ choice }) => {
    const answers = await askAll(reader, boards, choice);
    expect(answers.filter(({ error }) => error !== null)).toEqual([]);
  });

  test('the proof line is 0.00 for every month', async () => {
    const { rows } = await reader.query<{ difference: string }>(
      'select difference::text from reporting.month',
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map(({ difference }) => difference))).toEqual(new Set(['0.00']));
  });

  test('a chosen name with quotes, percent signs or foreign letters is only ever compared', async () => {
    const [answer] = await askAll(reader, boards.slice(0, 1), choices['names that try to break out']);
    expect(answer?.error).toBeNull();
    const { rows } = await reader.query('select count(*)::int as sectors from sectors_dim');
    expect(rows).toEqual([{ sectors: expect.any(Number) }]);
  });
});

describe('where everything is as large as everything else', () => {
  let company: BillingMonth;
  const { from, to } = { from: '2025-06-01T00:00:00Z', to: '2025-08-01T00:00:00Z' };

  beforeAll(async () => {
    company = await openBillingMonth('dashboards_equals');
    const { warehouse, apps } = company;
    const names = ['Orders', 'Payroll', 'Event Platform', 'Zoo', 'Yard', 'Alpha', 'Mill', 'Beta'];
    const unowned = (await warehouse.applications(...names)).slice(3);
    await warehouse.database.run(
      'taking the price of July away',
      `update price_config set end_date = '2025-07-20'`,
    );
    const units = Object.fromEntries([...Object.values(apps), ...unowned].map((id) => [id, '10']));
    for (const month of ['2025-06-01', '2025-07-01'] as const)
      await company.use(month === '2025-06-01' ? '2025-07-01' : '2025-08-01', daysOf(month), units);
    await company.build('2025-07-01');
    await company.approveRules();
    await company.build('2025-08-01');
    const run = await warehouse.openRun('2025-08-01', '2025-07-31', '2025-07-31');
    await warehouse.database.run('failing at once', attempts, [run.runId]);
    await warehouse.database.run('asking two instances', snapshots, [run.runId]);
    await createViews(warehouse.database).refresh(run);
  });
  afterAll(() => company.warehouse.close());

  test('rows come in the same order whatever way PostgreSQL takes to them', async () => {
    // Tab 8 tells of the server, which asking changes.
    const stable = boards.filter(({ uid }) => uid !== 'appd-admin');
    const answers = async (...ways: readonly string[]): Promise<Record<string, unknown>> => {
      const client = await connectReader(company.warehouse.url);
      for (const way of ways) await client.query(`set ${way}`);
      const all = await askAll(client, stable, { from, to });
      await client.end();
      return Object.fromEntries(all.map(({ board, panel, rows }) => [`${board} / ${panel}`, rows]));
    };
    const sorted = await answers('enable_hashagg = off', 'enable_hashjoin = off', 'enable_nestloop = off');
    const hashed = await answers('enable_sort = off', 'enable_mergejoin = off', 'enable_indexscan = off');
    expect(hashed).toEqual(sorted);
  });

  test.each([
    ['appd-admin', 'Errors of sources and stages', 'Stage', ['allocate', 'servicenow', 'reconcile']],
    ['appd-admin', 'Requests and their limit', 'Source', ['servicenow acme', 'servicenow zulu']],
    ['appd-cost', 'Usage without a price, by application', 'Application', namesOf(true)],
    ['appd-chargeback', 'What no sector pays, by application', 'Application', namesOf(false)],
  ])('%s: equals of "%s" stand by their names', async (uid, title, column, expected) => {
    const reader = await connectReader(company.warehouse.url);
    const rows = await askPanel(reader, boards, [uid, title], { from, to });
    await reader.end();
    expect(rows.map((row) => row[column])).toEqual(expected);
  });
});

/** The applications of the company of equals, those that have an owner only if asked for. */
function namesOf(withOwners: boolean): string[] {
  const owned = withOwners ? ['Orders', 'Payroll', 'Event Platform'] : [];
  return ['Alpha', 'Beta', 'Mill', 'Yard', 'Zoo', ...owned].sort();
}

/** All at once: one attempt of the run before, then two of the run. */
const attempts = `
  insert into etl_execution_log (run_id, stage, status, worker, attempt, queued_at, started_at, ended_at, rows_read, rows_written, rows_rejected, error_name, error_message, remedy)
  select run_id, stage, 'failed', 'test', 1, at, at, at, 0, 0, 0, 'UpstreamError', 'down', 'wait'
  from   (values ($1::integer - 1, 'reconcile'), ($1, 'servicenow'), ($1, 'allocate')) attempts(run_id, stage),
         (values (timestamptz '2025-08-01 03:00Z')) moments(at)`;

const snapshots = `
  insert into source_snapshots (run_id, stage, tool, instance, hash, answers)
  select $1, 'servicenow', 'servicenow', instance, 'x', 3 from unnest(array['zulu', 'acme']) instances(instance)`;
