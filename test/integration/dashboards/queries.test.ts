import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { askAll, connectReader, type Choice } from '../../support/dashboards/ask.ts';
import { readBoards } from '../../support/dashboards/board.ts';
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
    await bench.run(
      run,
      'servicenow',
      'appdynamics',
      'reconcile',
      'forecast',
      'allocate',
      'refresh-views',
      'validate',
    );
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
