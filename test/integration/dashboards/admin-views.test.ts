import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { BillingMonth } from '../../support/billing-month.ts';
import { askedAsReader, openHealthyDatabase } from './alert-database.ts';

let world: BillingMonth;

beforeAll(async () => {
  world = await openHealthyDatabase();
});
afterAll(() => world.warehouse.close());

async function rowsOf<Row extends pg.QueryResultRow>(sql: string, breakIt = ''): Promise<Row[]> {
  return askedAsReader(world.warehouse.url, breakIt, async (client) => (await client.query<Row>(sql)).rows);
}

test('every line adds up from what its lineage shows', async () => {
  const lines = await rowsOf<{
    part: string;
    amount: string;
    cost: string;
    allocated: string | null;
    runs: string;
  }>(`
    select l.part, l.amount, (select sum(c.cost) from reporting.cost_of_line(l.line_id) c) as cost,
           (select sum(a.amount) from reporting.line_allocation a where a.line_id = l.line_id) as allocated,
           (select count(*) from reporting.usage_of_line(l.line_id)) as runs
    from   reporting.statement_line l order by l.line_id`);

  expect(new Set(lines.map(({ part }) => part))).toEqual(new Set(['direct', 'shared in', 'shared out']));
  for (const { part, amount, cost, allocated, runs } of lines) {
    expect(runs).toBe('1');
    if (part === 'direct') expect([cost, allocated]).toEqual([amount, null]);
    else expect(allocated).toBe(amount.replace('-', ''));
  }
});

test('a received part leads to the cost of its sender, and an unknown line to nothing', async () => {
  const [sent] = await rowsOf<{ cost: string; sender_total: string }>(`
    select (select sum(c.cost) from reporting.cost_of_line(l.line_id) c) as cost, l.sender_total
    from   reporting.statement_line l where l.part = 'shared in' limit 1`);
  expect(sent?.cost).toBe(sent?.sender_total);
  expect(await rowsOf('select * from reporting.cost_of_line(999999999)')).toEqual([]);
});

test('changes of configuration name neither actors nor tokens', async () => {
  const changes = await rowsOf<Record<string, unknown>>(
    'select * from reporting.config_change',
    `insert into actors (actor_name, token_hash, roles) values ('anna', repeat('a', 64), '{steward}')`,
  );
  expect(changes.map(({ topic }) => topic)).toContain('price');
  expect(JSON.stringify(changes)).not.toMatch(/token|steward|a{64}/);
});

test('what is slow is counted; without the extension the panel is empty and nothing fails', async () => {
  const ask = 'select statement from reporting.slow_query';
  const counted = await rowsOf<{ statement: string }>(ask);
  expect(counted.length).toBeGreaterThan(0);
  for (const { statement } of counted) expect(statement).not.toMatch(/^\s*(alter|create)/i);

  expect(await rowsOf(ask, 'drop extension pg_stat_statements')).toEqual([]);
  expect(
    await rowsOf('select has_statements from reporting.server_state', 'drop extension pg_stat_statements'),
  ).toEqual([{ has_statements: false }]);
});

test('readers of single sectors see nothing of what runs, people and servers did', async () => {
  const views = [
    ...[
      'run',
      'stage_attempt',
      'check_result',
      'failing_row',
      'rejected_row',
      'review',
      'mapping_override',
      'config_change',
    ],
    ...[
      'source_state',
      'source_day',
      'source_answer',
      'busiest_minute',
      'table_save',
      'open_work',
      'slow_query',
      'connection',
    ],
    ...[
      'line_origin',
      'line_allocation',
      'charged_row',
      'largest_line',
      'cost_of_line(1)',
      'usage_of_line(1)',
    ],
  ];
  for (const view of views) {
    const rows = await askedAsReader(world.warehouse.url, '', async (client) => {
      await client.query('reset role');
      await client.query('set local role license_sector_reader');
      return (await client.query(`select from reporting.${view}`)).rowCount;
    });
    expect([view, rows]).toEqual([view, 0]);
  }
});
