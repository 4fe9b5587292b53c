import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { migrate } from '../../../repositories/migrate.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openReader, type ReaderLogin } from './reader-login.ts';

const noRight = '42501';
const readOnly = '25006';

/** Each needs a right that no reader has. */
const writing = [
  `insert into budgets (month_start, sector_id, created_by, usd_amount) values ('2025-07-01', 1, 'x', 1)`,
  `insert into reader_scopes (role_name, sector_id, created_by) values (current_user, 1, 'x')`,
  `insert into audit_log (entity, entity_key, operation, actor, db_role, is_proven, source) values ('x', 'x', 'insert', 'x', 'x', true, 'x')`,
  `update chargeback_periods set state = 'closed'`,
  `update cost_by_month set usd_cost = 0`,
  `update reporting_clock set current_month = '2020-01-01'`,
  'delete from chargeback_fact',
  'delete from reader_scopes',
  'truncate license_usage_fact',
  'truncate cost_by_month cascade',
  `merge into sector_today t using sectors_dim s on t.sector_id = s.sector_id when matched then delete`,
  'create table public.mine (a integer)',
  'create table reporting.mine (a integer)',
  'create temp table mine (a integer)',
  'create temp table pg_class as select * from pg_catalog.pg_class',
  'select * into public.mine from sectors_dim',
  'create schema mine',
  'create view public.mine as select 1 as one',
  `create function public.mine() returns integer language sql as 'select 1'`,
  `create function pg_temp.mine() returns integer language sql as 'select 1'`,
  'create role mine',
  'create extension hstore',
  'create policy mine on cost_by_month using (true)',
  'alter table cost_by_month disable row level security',
  'alter table cost_by_month add column mine integer',
  'alter view reporting.month reset (security_invoker)',
  'alter role postgres set work_mem = 1000',
  'drop table budgets cascade',
  'drop view reporting.header cascade',
  'drop policy sectors_of_the_reader on cost_by_month',
  'drop function sees_everything() cascade',
  'comment on table budgets is null',
  'grant select on actors to public',
  'grant license_reader to license_sector_reader',
  'lock table cost_by_month in access exclusive mode',
  'refresh materialized view mv_monthly_cost_summary',
  `copy budgets from program 'true'`,
  `copy budgets from '/etc/hostname'`,
  'copy budgets from stdin',
  'select * from cost_by_month for update',
  'select * from sectors_dim for share',
  'select * from reporting.cost for update',
  `select nextval('cost_by_month_rollup_id_seq')`,
  `select setval('audit_log_audit_id_seq', 1)`,
  `select audit_reader('x', 'insert', '{}')`,
  `select ensure_month_partitions('2030-01-01', '2030-02-01')`,
  `select weld_month('2025-07-01')`,
];

/** Each looks where no reader may look. */
const looking = [
  'select * from actors',
  'select token_hash from actors',
  'select * from raw_source_answers',
  'select * from audit_log',
  'select * from user_actions',
  'select * from row_changes',
  'select * from rejected_rows',
  'select * from deployment',
  'select * from contracts',
  'select * from price_config',
  'select * from price_in_force',
  'select * from vendor_invoices',
  'select * from month_totals',
  'select * from charged_cost',
  'select * from month_balance',
  'select * from mv_app_cost_current',
  'select * from mv_monthly_cost_summary',
  'select * from _prisma_migrations',
  'select * from license_usage_fact_2025_07',
  `select * from prices_known_at('infinity')`,
  'select acting()',
  'select * from pg_authid',
  'select * from pg_shadow',
  'select * from pg_statistic',
  `select pg_read_file('/etc/hostname')`,
  `select pg_read_binary_file('/etc/hostname')`,
  `select pg_ls_dir('/')`,
  `select lo_import('/etc/hostname')`,
  `select lo_export(1, '/tmp/out')`,
  `copy cost_by_month to '/tmp/out'`,
  `copy cost_by_month to program 'true'`,
  'copy actors to stdout',
  'table actors',
  'set role postgres',
  'set session authorization postgres',
  `select set_config('role', 'postgres', false)`,
  `do $$ begin perform 1 from actors; end $$`,
  'explain analyze select * from actors',
  'declare c cursor for select * from actors',
];

describe.each([
  ['a reader of everything', []],
  ['a reader of a sector', ['Retail']],
])('%s', (_, sectors) => {
  let place: TestDatabase;
  let database: Database;
  let reader: ReaderLogin;

  // The rights of a database are not copied from a template.
  beforeAll(async () => {
    place = await createEmptyDatabase('readers_refused');
    await migrate(place.url);
    database = openDatabase(place.settings);
    await database.run('adding a sector', `insert into sectors_dim (sector_name) values ('Retail')`);
    await database.rows('making months', `select ensure_month_partitions('2025-07-01', '2025-07-31')`);
    reader = await openReader(database, place, sectors);
  }, 60_000);

  afterAll(async () => {
    await reader.remove();
    await database.close();
    await place.drop();
  });

  test.each(writing)('may not: %s', async (statement) => {
    expect([noRight, readOnly]).toContain(await reader.codeOf(statement));
    await reader.client.query('set session characteristics as transaction read write');
    expect(await reader.codeOf(statement)).toBe(noRight);
    await reader.client.query('set session characteristics as transaction read only');
  });

  test.each(looking)('may not look: %s', async (statement) => {
    expect(await reader.codeOf(statement)).toBe(noRight);
  });

  test('begins with read-only transactions, UTC, and an end to long statements', async () => {
    const names = ['default_transaction_read_only', 'TimeZone', 'statement_timeout', 'lock_timeout'];
    const values = [];
    for (const name of names) values.push(...(await reader.rows<object>(`show ${name}`)));
    expect(values.map((row) => Object.values(row)[0] as string)).toEqual(['on', 'UTC', '30s', '5s']);
    const [limit] = await reader.rows(
      'select rolconnlimit as limit from pg_roles where rolname = current_user',
    );
    expect(limit).toEqual({ limit: 20 });
  });

  test('reads every view of dashboards', async () => {
    const views = await reader.rows<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.views where table_schema = 'reporting'`,
    );
    expect(views.length).toBeGreaterThan(10);
    for (const { name } of views)
      expect([name, await reader.codeOf(`select * from ${name}`)]).toEqual([name, null]);
  });
});
