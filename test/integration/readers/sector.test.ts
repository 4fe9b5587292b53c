import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../repositories/database.ts';
import type { StageBench } from '../../support/stages.ts';
import { openReader, type ReaderLogin } from './reader-login.ts';
import { readSecrets, relationsOf, type Relation, type Secrets } from './secrets.ts';
import { openToldWorld } from './told-world.ts';

/** Sales gave an application away, Snacks got it; Europe gave one back in time. */
const scopes = [['Sales and Marketing'], ['Snacks North America'], ['Europe'], ['Supply Chain', 'Finance']];

let bench: StageBench;
let database: Database;

beforeAll(async () => {
  bench = await openToldWorld('readers_sector');
  database = bench.database;
}, 240_000);

afterAll(() => bench.close());

/** The value that PostgreSQL names in the error of a cast that never works; null when no row was looked at. */
async function valueInError(reader: ReaderLogin, sql: string): Promise<string | null> {
  try {
    await reader.rows(sql);
    return null;
  } catch (error) {
    const [, value] = /invalid input syntax for type point: "(.*)"$/s.exec(String(error)) ?? [];
    if (value === undefined) throw error;
    return value;
  }
}

test('a view that filters by reader with the rights of its owner is a barrier', async () => {
  const open = await database.rows(
    'looking for views',
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where  c.relkind = 'v' and n.nspname in ('public', 'reporting') and pg_get_viewdef(c.oid) ilike '%reader_scopes%'
     and    not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_barrier=true']`,
  );
  expect(open).toEqual([]);
});

describe.each(scopes.map((sectors) => ({ sectors })))('a reader of $sectors', ({ sectors }) => {
  let reader: ReaderLogin;
  let secrets: Secrets;
  let relations: Relation[];

  beforeAll(async () => {
    reader = await openReader(database, bench, sectors);
    secrets = await readSecrets(database, sectors);
    relations = await relationsOf(reader);
  });
  afterAll(() => reader.remove());

  const rowsOf = ({ name, columns }: Relation) => reader.rows(`select ${columns.join(', ')} from ${name}`);

  test('sees no name, code or amount of another sector in any table or view', async () => {
    expect(relations.length).toBeGreaterThan(40);
    const found: string[] = [];
    for (const relation of relations)
      for (const row of await rowsOf(relation))
        for (const [column, value] of Object.entries(row)) {
          const secret = secrets.in(value);
          if (secret !== null) found.push(`${relation.name}.${column}: ${secret}`);
        }
    expect([...new Set(found)]).toEqual([]);
  });

  test('sees only its own sectors wherever a column names one', async () => {
    const strange: string[] = [];
    for (const { name, columns } of relations)
      for (const column of columns.filter((one) => /^(sector|sector_name|sector_today)$/.test(one))) {
        const rows = await reader.rows<{ sector: string | null }>(
          `select distinct ${column} as sector from ${name}`,
        );
        strange.push(
          ...rows
            .filter(
              ({ sector }) =>
                sector !== null && !sectors.includes(sector) && !secrets.isPublic(name, column, sector),
            )
            .map(({ sector }) => `${name}.${column}: ${String(sector)}`),
        );
      }
    expect(strange).toEqual([]);
  });

  test.each([
    ['cost_by_month', 'true'],
    ['usage_by_day', 'true'],
    ['bill_by_month', 'true'],
    ['change_by_month', 'true'],
    ['application_by_month', 'true'],
    ['sector_by_month', 'true'],
    ['sector_today', 'true'],
    ['chargeback_fact', 'true'],
    ['allocation_fact', 'true'],
    ['statement_decisions', 'true'],
    ['application_ownership', 'true'],
    ['cost_adjustment_fact', 'true'],
    ['gl_journal_lines', 'true'],
    ['budgets', 'true'],
  ])('sees all of its own rows of %s, and no other', async (table) => {
    const mine = await database.rows(
      'counting',
      `select t.* from ${table} t join sectors_dim s using (sector_id) where s.sector_name = any ($1)`,
      [sectors],
    );
    expect(await reader.rows(`select 1 from ${table}`)).toHaveLength(mine.length);
  });

  test.each(['license_usage_fact', 'license_cost_fact'])(
    'sees %s of exactly the days on which it owned the application',
    async (table) => {
      const { count } = await database.one<{ count: number }>('counting', ownedDays(table), [sectors]);
      expect(count).toBeGreaterThan(0);
      const [seen] = await reader.rows<{ count: number }>(`select count(*)::integer as count from ${table}`);
      expect(seen?.count).toBe(count);
    },
  );

  test('sees the forecast in force of what it owns today, and of nothing else', async () => {
    const mine = await database.rows(
      'reading forecasts',
      `select f.forecast_id from forecast_in_force f join sector_today t using (app_id) join sectors_dim s using (sector_id)
       where s.sector_name = any ($1)`,
      [sectors],
    );
    expect(mine.length).toBeGreaterThan(0);
    expect(await reader.rows('select forecast_id from forecast_in_force')).toHaveLength(mine.length);
  });

  test.each([
    ['sector_month', 'cost', 'month_start, sector, capability, tier, part', 'cost, units, days'],
    [
      'forecast_month',
      'forecast',
      'month_start, sector_today, capability, tier',
      'predicted_units, predicted_cost',
    ],
  ])('sees in %s the sums of what it sees in %s', async (sums, rows, by, amounts) => {
    const of = (view: string): string =>
      `select ${by}, ${amounts.replaceAll(/(\w+)/g, 'sum($1)::text as $1')} from reporting.${view} group by ${by} order by ${by}`;
    const expected = await reader.rows(of(rows));
    expect(expected.length).toBeGreaterThan(0);
    expect(await reader.rows(of(sums))).toEqual(expected);
  });

  test('sees nothing that is told of the whole company', async () => {
    expect(await reader.rows('select 1 from capability_by_day')).toEqual([]);
  });

  test('is told no value of others by the error of a condition of its own', async () => {
    const told: string[] = [];
    for (const { name, columns } of relations)
      for (const column of columns) {
        const value = await valueInError(
          reader,
          `select 1 from ${name} where ${column}::text::point is null`,
        );
        const secret = value === null ? null : secrets.in(value);
        if (secret !== null) told.push(`${name}.${column}: ${secret}`);
      }
    expect(told).toEqual([]);
  });

  test('its months add up to what the whole company sees of it', async () => {
    const sums = `select month_start, sum(cost)::text as cost from reporting.cost group by 1 order by 1`;
    const all = await database.rows(
      'adding up',
      sums.replace('group by', 'where sector = any ($1) group by'),
      [sectors],
    );
    expect(await reader.rows(sums.replace('month_start', 'month_start::text as month_start'))).toEqual(all);
  });

  test.each([
    ['joins', `select s.sector_name from sectors_dim s join cost_by_month c on true where s.kind = 'sector'`],
    [
      'outer joins',
      `select s.sector_name from time_dim t left join sectors_dim s on true where s.kind = 'sector'`,
    ],
    [
      'a switch of the role',
      `set local role license_sector_reader; select sector_id::text as sector_name from cost_by_month`,
    ],
    [
      'a view of its own words',
      `with w as (select * from reporting.cost) select sector as sector_name from w`,
    ],
  ])('sees no other sector by %s', async (_, sql) => {
    const answers = await reader.client.query(`begin; ${sql}`);
    await reader.client.query('rollback');
    const last = (Array.isArray(answers) ? answers.at(-1) : answers) as { rows: { sector_name: string }[] };
    expect(
      new Set(last.rows.map((row) => row.sector_name).filter((name) => !sectors.includes(name))),
    ).toEqual(new Set());
  });

  test('an expression that fails on rows of others never meets one', async () => {
    const ids = await database.rows<{ id: number }>(
      'reading sectors',
      'select sector_id as id from sectors_dim where sector_name = any ($1)',
      [sectors],
    );
    const mine = ids.map(({ id }) => id).join(', ');
    for (const table of ['cost_by_month', 'chargeback_fact', 'usage_by_day', 'budgets', 'sector_today'])
      await reader.rows(
        `select * from ${table} where 1 / (case when sector_id in (${mine}) then 1 else 0 end) = 1`,
      );
    expect(await reader.rows('select * from reporting.month where 1 / (total_cost * 0) > 0')).toEqual([]);
  });

  test('the statistics of the database tell nothing of what is guarded', async () => {
    const guarded = `select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace`;
    await database.run('looking closely', 'analyze cost_by_month');
    expect(await reader.rows(`select * from pg_stats where tablename in (${guarded})`)).toEqual([]);
    expect(await reader.rows('select * from pg_stats_ext')).toEqual([]);
    expect(
      await reader.rows(
        `select query from pg_stat_activity where usename <> current_user and query <> '<insufficient privilege>' and query <> ''`,
      ),
    ).toEqual([]);
  });

  test('row-level security cannot be put off, nor fooled by a table of the same name', async () => {
    await reader.client.query('set row_security = off');
    expect(await reader.codeOf('select * from cost_by_month')).toBe('42501');
    await reader.client.query('set row_security = on');
    const before = await reader.rows('select count(*) as count from cost_by_month');
    await database.run(
      'letting it',
      `grant temporary on database ${new URL(bench.url).pathname.slice(1)} to ${reader.name}`,
    );
    await reader.client.query(`set session characteristics as transaction read write`);
    await reader.client.query(
      `create temp table pg_class as select oid, relname, current_user::regrole::oid as relowner from pg_catalog.pg_class`,
    );
    await reader.client.query(
      `create temp table reader_scopes as select current_user::text as role_name, generate_series(1, 40) as sector_id`,
    );
    await reader.client.query(`set search_path = pg_temp, pg_catalog, public`);
    expect(await reader.rows('select sees_everything() as all')).toEqual([{ all: false }]);
    expect(await reader.rows('select count(*) as count from public.cost_by_month')).toEqual(before);
    await reader.client.query(
      'drop table pg_temp.pg_class; drop table pg_temp.reader_scopes; reset search_path',
    );
    await reader.client.query(`set session characteristics as transaction read only`);
    await database.run(
      'taking it back',
      `revoke temporary on database ${new URL(bench.url).pathname.slice(1)} from ${reader.name}`,
    );
  });
});

const ownedDays = (table: string): string => `
  select count(*)::integer as count from ${table} u
  where  exists (select from application_ownership o join sectors_dim s using (sector_id)
                 where o.app_id = u.app_id and u.ts >= o.valid_from and (o.valid_to is null or u.ts < o.valid_to) and s.sector_name = any ($1))`;

describe('functions', () => {
  test('those with the rights of their owner ask who logged in, or say that they are for everybody', async () => {
    const powerful = await database.rows<{ name: string; isGuarded: boolean }>(
      'reading functions',
      `select oid::regprocedure::text as name, prosrc like '%session_sees_everything()%' as "isGuarded" from pg_proc
       where  prosecdef and pronamespace in ('reporting'::regnamespace, 'public'::regnamespace)
       and    coalesce(obj_description(oid, 'pg_proc'), '') !~* 'for everybody'`,
    );
    const reader = await openReader(database, bench, ['Europe']);
    for (const { name, isGuarded } of powerful) {
      expect([name, isGuarded]).toEqual([name, true]);
      expect(await reader.rows(`select * from ${name}`)).toEqual([]);
    }
    await reader.remove();
  });

  test('those that explain a line give nothing about lines of others', async () => {
    const reader = await openReader(database, bench, ['Europe']);
    const functions = await database.rows<{ name: string }>(
      'reading functions',
      `select oid::regproc::text as name from pg_proc
       where  pronamespace = 'reporting'::regnamespace and proargtypes::oid[] operator(pg_catalog.=) array['bigint'::regtype::oid]`,
    );
    const lines = await database.rows<{ id: string; isMine: boolean }>(
      'reading lines',
      `select chargeback_id::text as id, sector_name = 'Europe' as "isMine" from chargeback_fact join sectors_dim using (sector_id)`,
    );
    for (const { name } of functions)
      for (const { id } of lines.filter(({ isMine }) => !isMine))
        expect([name, id, await reader.rows(`select * from ${name}(${id})`)]).toEqual([name, id, []]);
    await reader.remove();
  });
});

describe('an application that moved', () => {
  test('is shown to whom it belonged to, without the name of whom it went to', async () => {
    const reader = await openReader(database, bench, ['Sales and Marketing']);
    const today = await reader.rows(
      `select distinct sector, sector_today from reporting.cost where application = 'salesForceAutomation'`,
    );
    expect(today).toEqual([{ sector: 'Sales and Marketing', sector_today: '(another sector)' }]);
    const days = await reader.rows<{ last: string }>(
      `select max(u.ts)::date::text as last from license_usage_fact u join applications_dim a using (app_id)
       where a.appd_application_name = 'salesForceAutomation'`,
    );
    expect(days).toEqual([{ last: '2025-09-15' }]);
    expect(
      await reader.rows(
        `select 1 from forecast_fact f join applications_dim a using (app_id) where a.appd_application_name = 'salesForceAutomation'`,
      ),
    ).toEqual([]);
    await reader.remove();
  });
});

describe('views', () => {
  test('each is read with the rights of the reader, asks what it may see, or says that it is for everybody', async () => {
    const views = await database.rows<{ name: string; isOpen: boolean }>(
      'reading views',
      `select c.relname as name,
              not (coalesce('security_invoker=true' = any (c.reloptions), false)
                   or pg_get_viewdef(c.oid) like '%sees_everything()%'
                   or coalesce(obj_description(c.oid, 'pg_class'), '') ~* 'for everybody|empty for readers of single sectors') as "isOpen"
       from   pg_class c where c.relnamespace = 'reporting'::regnamespace and c.relkind in ('v', 'm') order by 1`,
    );
    expect(views.length).toBeGreaterThan(10);
    expect(views.filter(({ isOpen }) => isOpen)).toEqual([]);
  });

  test('those of the whole company are empty for a reader of a sector, and are not for others', async () => {
    const names = await database.rows<{ name: string }>(
      'reading views',
      `select c.relname as name from pg_class c
       where  c.relnamespace = 'reporting'::regnamespace and c.relkind = 'v'
       and    (pg_get_viewdef(c.oid) like '%sees_everything()%'
               or obj_description(c.oid, 'pg_class') ~* 'empty for readers of single sectors')
       and    not coalesce('security_invoker=true' = any (c.reloptions), false)
       and    coalesce(obj_description(c.oid, 'pg_class'), '') !~* 'for everybody'
       and    not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('sector', 'application'))`,
    );
    const [sector, all] = [
      await openReader(database, bench, ['Europe']),
      await openReader(database, bench, []),
    ];
    const seen: string[] = [];
    for (const { name } of names)
      if ((await sector.rows(`select from reporting.${name} limit 1`)).length > 0) seen.push(name);
    expect(seen).toEqual([]);
    expect((await all.rows('select * from reporting.month')).length).toBeGreaterThan(0);
    await Promise.all([sector.remove(), all.remove()]);
  });
});
