import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BackfillReport } from '../../../pipeline/backfill.ts';
import { stageIds } from '../../../pipeline/stages.ts';
import type { Fingerprint } from '../../../repositories/fingerprint.ts';
import type { RunSummary } from '../../../repositories/run-summary.ts';
import { renderPriceCsv } from '../../../simulators/worlds/prices.ts';
import { openCliStand, type CliStand } from './cli-stand.ts';

jest.setTimeout(120_000);

const wholeWorld = ['run', '--date', '2025-10-29', '--from', '2025-07-30', '--to', '2025-10-28'];

describe('the commands on world design', () => {
  let stand: CliStand;
  let folder: string;
  let stopWorker: (() => Promise<number>) | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-cli-'));
    stand = await openCliStand('cli', 'design');
  });

  afterAll(async () => {
    await stopWorker?.();
    await stand.close();
    await rm(folder, { recursive: true });
  });

  test('nothing works on a database without a schema, and the message says what to do', async () => {
    const { code, err } = await stand.program(['status']);

    expect(code).toBe(1);
    expect(err).toContain('Run "appd-licensing migrate" first.');
  });

  test('migrate makes the schema and its seed, says that there are no prices, and does nothing the second time', async () => {
    const first = await stand.cli(['migrate']);
    const second = await stand.cli(['migrate', '--json']);

    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('There are no prices');
    expect(JSON.parse(second.out)).toMatchObject({
      applied: [],
      seeded: { capabilities: 0, patterns: 0, models: 0, rules: 0 },
      priceCount: 0,
    });
  });

  test('a price file with faults is refused with every line, and nothing of it is used', async () => {
    const PRICES_FILE = join(folder, 'bad.csv');
    const header = 'tool,capability,tier,unit_rate,currency,start_date,end_date';
    const lines = [
      'appdynamics,APM,PEAK,cheap,USD,2025-01-01,',
      'appdynamics,APM,PRO,1.00,EUR,2025-01-01,2024-01-01',
    ];
    await writeFile(PRICES_FILE, [header, ...lines].join('\n'));

    const { code, err } = await stand.cli(['migrate'], { PRICES_FILE });

    expect(code).toBe(1);
    expect(err).toMatch(/bad\.csv:2 unit_rate: /);
    expect(err).toMatch(/bad\.csv:3 end_date: /);
  });

  test('migrate imports the price file', async () => {
    const PRICES_FILE = join(folder, 'prices.csv');
    await writeFile(PRICES_FILE, renderPriceCsv(stand.vendors.world.prices));

    const { out } = await stand.cli(['migrate'], { PRICES_FILE });

    expect(out).toContain('Prices: 4 added, 0 corrected, 0 as they were.');
  });

  test('doctor says what is reachable and what is missing, and shows no secret', async () => {
    const { code, out } = await stand.program(['doctor']);

    expect(code).toBe(4);
    expect(out).toMatch(/✔ AppDynamics +AppDynamics account acme/);
    expect(out).toMatch(/✔ ServiceNow /);
    expect(out).toMatch(/✔ Schema +in step/);
    expect(out).toMatch(/✖ Workers +nobody polls/);
    expect(out).toMatch(/APPD_CLIENT_SECRET +\[redacted\] +ssm/);
    for (const secret of Object.values(stand.vendors.secrets)) expect(out).not.toContain(secret);
    expect(out).not.toContain(new URL(stand.env['DATABASE_URL'] ?? '').password);
  });

  test('a run without a worker says so; a second one is refused with the running one named; a worker ends the wait', async () => {
    const waiting = stand.program([...wholeWorld, '--json']);
    await until(() => isStarted('license-pipeline/2025-10-29'));
    const refused = await stand.cli(['run', '--date', '2025-10-29', '--only', 'servicenow']);
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    stopWorker = await stand.startWorker();
    const { code, out, err } = await waiting;

    expect(refused.code).toBe(3);
    expect(refused.err).toContain('license-pipeline/2025-10-29 is running already');
    expect(err).toContain('No worker polls the task queue "license-pipeline"');
    expect(code).toBe(0);
    const summary = JSON.parse(out) as RunSummary;
    expect(summary.stages.map(({ id, status, attempts }) => [id, status, attempts])).toEqual(
      stageIds.map((id) => [id, 'succeeded', 1]),
    );
    expect(summary.run.startedBy).toBe('tester');
    expect(summary.tables).toMatchObject({
      license_usage_fact: 1092,
      license_cost_fact: 1092,
      chargeback_fact: 24,
    });
    expect(summary.cost.difference).toBe('0.00');
    expect(summary.reconciliation).toMatchObject({ appd: 6, matched: 6, appdMatchRatePct: 100 });
  });

  test('a second run of the date has the same fingerprint, and prints a summary for people', async () => {
    const before = await fingerprint();
    const { code, out, err } = await stand.cli(wholeWorld);

    expect(code).toBe(0);
    expect(out).toContain('6 of 6 matched (100 %');
    expect(out).toContain('sum of sectors = total, difference 0.00');
    expect(out).toContain(before.all);
    expect(err).toMatch(/✔ Usage and cost +unchanged/);
    expect(out).not.toContain('\u001b[');
    expect(await fingerprint()).toEqual(before);
  });

  test('stages can be run alone', async () => {
    const { code, out } = await stand.cli([
      'run',
      '--date',
      '2025-10-29',
      '--only',
      'servicenow',
      '--json',
      '--as',
      'ana',
    ]);

    expect(code).toBe(0);
    const { stages, run } = JSON.parse(out) as RunSummary;
    expect(stages.filter(({ status }) => status !== 'skipped').map(({ id }) => id)).toEqual(['servicenow']);
    expect(run).toMatchObject({ startedBy: 'ana', from: '2025-10-26', to: '2025-10-28' });
  });

  test('wrong credentials fail the run at once with whose turn it is; the last good data stays', async () => {
    const before = await fingerprint();
    stand.vendors.servicenow.faults.add({ path: /./, times: 1_000, kind: 'status', status: 401 });
    const { code, err } = await stand.cli([...wholeWorld, '--json']);
    stand.vendors.servicenow.faults.clear();

    expect(code).toBe(2);
    expect(err).toContain('Turn: operator');
    expect(await fingerprint()).toEqual(before);
  });

  test('a back-fill loads its range, reports it, and leaves the same content', async () => {
    const before = await fingerprint();
    const args = ['backfill', '--from', '2025-10-27', '--to', '2025-10-28', '--json'];
    const { code, out, err } = await stand.cli(args);

    expect(code).toBe(0);
    const report = JSON.parse(out) as BackfillReport;
    expect(report.dates.map(({ date, status }) => [date, status])).toEqual([
      ['2025-10-28', 'succeeded'],
      ['2025-10-29', 'succeeded'],
    ]);
    expect(err).toContain('2 of 2 dates, 1 of 1 months');
    expect((await fingerprint()).tables['chargeback_fact']).toBe(before.tables['chargeback_fact']);
  });

  test('status shows the runs and where the warehouse stands', async () => {
    const { out } = await stand.cli(['status', '--date', '2025-10-29']);

    expect(out).toMatch(/2025-10-29 +2025-07-30 to 2025-10-28 +succeeded/);
    expect(out).toContain('Data through     2025-10-28');
  });

  test('schedules apply creates the schedule and then updates it; a pause stays', async () => {
    const created = await stand.cli(['schedules', 'apply', '--pause', '--note', 'the world has an end']);
    const updated = await stand.cli(['schedules', 'apply', '--json']);
    const listed = await stand.cli(['schedules', 'list']);

    expect(created.out).toContain(
      'license-pipeline-daily created: 0 2 * * * UTC, 3 usage days. It is paused.',
    );
    expect(JSON.parse(updated.out)).toEqual({
      id: 'license-pipeline-daily',
      outcome: 'updated',
      paused: true,
      report: null,
    });
    expect(listed.out).toMatch(/license-pipeline-daily +paused +the world has an end/);
  });

  test('review list is empty where every name is the same, and an unknown entry is refused', async () => {
    expect((await stand.cli(['review', 'list'])).out).toContain('Nothing waits for a decision.');
    expect(await stand.cli(['review', 'approve', '7'])).toMatchObject({ code: 1 });
    expect(await stand.cli(['review', 'override', 'Order Management'])).toMatchObject({ code: 1 });
  });

  test('a worker ends in order when it is asked to', async () => {
    const code = await stopWorker?.();
    stopWorker = undefined;

    expect(code).toBe(0);
  });

  function isStarted(workflowId: string): Promise<boolean> {
    const { client } = stand;
    return client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => true,
        () => false,
      );
  }

  async function fingerprint(): Promise<Fingerprint> {
    return JSON.parse((await stand.cli(['fingerprint', '--json'])).out) as Fingerprint;
  }
});

describe('commands that cannot be meant', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await openCliStand('cli_words', 'design');
    await stand.cli(['migrate']);
  });

  afterAll(() => stand.close());

  test.each([
    [['run', '--date', '2025-02-30'], '--date is "2025-02-30", expected a day'],
    [['run', '--days', '0'], '--days is "0"'],
    [['run', '--only', 'servicenow,billing'], 'There is no stage "billing"'],
    [['run', '--date', '2025-10-29', '--to', '2025-10-29'], 'covers usage through the day before it'],
    [['backfill', '--from', '2025-10-02', '--to', '2025-10-01'], 'after its end'],
    [['backfill', '--from', '2025-10-02'], "required option '--to <day>' not specified"],
    [['schedules', 'apply', '--pause', '--resume'], 'contradict'],
    [['runn'], "unknown command 'runn'"],
  ])('%j is refused before anything starts', async (args, words) => {
    const { code, err } = await stand.cli(args);

    expect(code).toBe(1);
    expect(err).toContain(words);
  });

  test('settings that make no sense are all listed at once', async () => {
    const { code, err } = await stand.cli(['run'], {
      WINDOW_DAYS: '0',
      MATCH_AUTO_SCORE: '101',
      DB_PORTS: '5432',
    });

    expect(code).toBe(1);
    for (const name of ['WINDOW_DAYS', 'MATCH_AUTO_SCORE', 'did you mean DB_PORT?'])
      expect(err).toContain(name);
  });

  test.each([
    ['Temporal', { TEMPORAL_ADDRESS: '127.0.0.1:9' }],
    ['Postgres', { DATABASE_URL: 'postgresql://nobody:wrong@127.0.0.1:9/nothing' }],
  ])('%s that does not answer is named with its address', async (service, settings) => {
    const { code, err } = await stand.cli(['run', '--date', '2025-10-29'], settings);

    expect(code).toBe(4);
    expect(err).toContain(`${service} does not answer at 127.0.0.1:9`);
    expect(err).not.toContain('wrong@');
  });

  test('help shows examples and exit codes', async () => {
    expect((await stand.program(['--help'])).out).toContain('Exit codes:');
    const { code, out } = await stand.cli(['run', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('appd-licensing run --only servicenow');
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not become so.');
}
