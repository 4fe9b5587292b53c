import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { migrate } from '../../../repositories/migrate.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';
import { postgresUrl } from '../../support/addresses.ts';
import { onServer } from '../../support/server-connection.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { readerName } from './reader-login.ts';

const password = 'correct horse battery';

describe('readers', () => {
  let place: TestDatabase;
  let database: Database;
  let cli: Commands;
  const made: string[] = [];

  beforeAll(async () => {
    place = await createTestDatabase('readers_commands');
    database = openDatabase(place.settings);
    cli = commandsOn(place);
    await database.run(
      'adding sectors',
      `insert into sectors_dim (sector_name) values ('Retail'), ('Retail Banking'), ('O''Brien "&" Söhne')`,
    );
  });

  afterAll(async () => {
    for (const name of made)
      await database.run('cleaning up', `drop role if exists ${pg.escapeIdentifier(name)}`);
    await database.close();
    await place.drop();
  });

  const called = (words: string): string => {
    const name = readerName(words);
    made.push(name);
    return name;
  };
  const loginAs = async (name: string, secret: string): Promise<number | string> => {
    const url = new URL(place.url);
    const client = new pg.Client({
      host: url.hostname,
      port: Number(url.port),
      database: place.name,
      user: name,
      password: secret,
    });
    try {
      await client.connect();
      return (await client.query('select from reader_scopes')).rowCount ?? 0;
    } catch (error) {
      return error instanceof pg.DatabaseError ? (error.code ?? '?') : String(error);
    } finally {
      await client.end();
    }
  };

  test('a random password is shown once; the login may look at everything', async () => {
    const name = called('plain');
    const { code, out } = await cli(['readers', 'add', name, '--json']);
    expect(code).toBe(0);
    const facts = JSON.parse(out) as { password: string; dataSource: string | null };
    expect(facts.dataSource).toBeNull();
    expect(await loginAs(name, facts.password)).toBe(0);
    expect((await cli(['readers', 'list'])).out).toMatch(new RegExp(`${name} +everything`));
  });

  test('a name with quotes and a password from a variable work; the password is never printed', async () => {
    const name = called(`o'hara "x"; drop table budgets; --`);
    const { code, out } = await cli(
      [
        'readers',
        'add',
        name,
        '--sector',
        'retail',
        '--sector',
        `O'Brien "&" Söhne`,
        '--password-from',
        'SECRET',
      ],
      { SECRET: password },
    );
    expect(code).toBe(0);
    expect(out).not.toContain(password);
    expect(out).toContain('password: $SECRET');
    expect(out).toContain(`name: "Warehouse (Retail, O'Brien \\"&\\" Söhne)"`);
    expect(await loginAs(name, password)).toBe(2);
  });

  test('again sets sectors and password anew; no other sector stays', async () => {
    const name = called('again');
    await cli(['readers', 'add', name, '--sector', 'Retail', '--password-from', 'SECRET'], {
      SECRET: password,
    });
    const other = `${password} 2`;
    const again = await cli(
      ['readers', 'add', name, '--sector', 'Retail Banking', '--password-from', 'SECRET'],
      { SECRET: other },
    );
    expect(again.out).toContain(`${name} is set to look at Retail Banking.`);
    expect(await loginAs(name, password)).toBe('28P01');
    expect(await loginAs(name, other)).toBe(1);
    await cli(['readers', 'add', name, '--password-from', 'SECRET'], { SECRET: other });
    const groups = await database.rows<{ role: string }>(
      'reading groups',
      'select roleid::regrole::text as role from pg_auth_members where member = (select oid from pg_roles where rolname = $1)',
      [name],
    );
    expect(groups).toEqual([{ role: 'license_reader' }]);
    expect(
      await database.rows('reading scopes', 'select 1 from reader_scopes where role_name = $1', [name]),
    ).toEqual([]);
  });

  test('a reader that is removed can no longer log in', async () => {
    const name = called('gone');
    await cli(['readers', 'add', name, '--sector', 'Retail', '--password-from', 'SECRET'], {
      SECRET: password,
    });
    expect((await cli(['readers', 'remove', name])).out).toContain('may no longer look');
    expect(await loginAs(name, password)).toBe('28P01');
    const again = await cli(['readers', 'remove', name]);
    expect(again).toMatchObject({ code: 3 });
    expect(again.err).toContain(`There is no reader called "${name}".`);
  });

  test.each([
    [
      'an unknown sector',
      ['x', '--sector', 'Retial'],
      1,
      /There is no sector called "Retial"\. Near to it: "Retail"/,
    ],
    ['a variable that is not set', ['x', '--password-from', 'NOBODY'], 1, /NOBODY is not set/],
    ['a short password', ['x', '--password-from', 'SHORT'], 1, /5 character\(s\), expected at least 12/],
    ['an accent in the password', ['x', '--password-from', 'ACCENT'], 1, /letters without accents/],
    ['a name of the system', ['pg_reader'], 1, /begins with pg_, which is reserved/],
    ['a long name', ['x'.repeat(64)], 1, /longer than the 63 bytes/],
    ['an empty name', [''], 1, /the name is empty/],
    ['the superuser', ['postgres'], 3, /"postgres" is a role of the database that is no reader/],
    [
      'a group of ours',
      ['license_reader'],
      3,
      /"license_reader" is a role of the database that is no reader/,
    ],
  ])('%s is refused, and nothing was made', async (_, words, code, message) => {
    const said = await cli(['readers', 'add', ...words], { SHORT: 'short', ACCENT: 'pässword-pässword' });
    expect(said.code).toBe(code);
    expect(said.err).toMatch(message);
    expect(said.err).not.toContain('pässword');
    expect(await database.rows('looking', `select 1 from pg_roles where rolname = 'x'`)).toEqual([]);
  });

  test('a login with more rights than a reader is not taken over', async () => {
    const name = called('clerk');
    const role = pg.escapeIdentifier(name);
    await database.run('making a clerk', `create role ${role} login`);
    await database.run('making a clerk', `grant license_reader, pg_read_all_data to ${role}`);
    expect((await cli(['readers', 'add', name])).code).toBe(3);
    expect((await cli(['readers', 'remove', name])).code).toBe(3);
  });

  test('R30: who gave and took the right to read stands in the audit log, without the password', async () => {
    const name = called('audited');
    await cli(
      [
        'readers',
        'add',
        name,
        '--sector',
        'Retail',
        '--as',
        'anna',
        '--reason',
        'ticket 7',
        '--password-from',
        'SECRET',
      ],
      { SECRET: password },
    );
    await cli(['readers', 'remove', name, '--as', 'bert']);
    const { out } = await cli(['audit', 'list', '--entity', 'reader', '--json']);
    const entries = JSON.parse(out) as {
      entity: string;
      key: string;
      operation: string;
      actor: string;
      reason: string | null;
    }[];
    const mine = entries.filter(({ key }) => key.startsWith(name));
    expect(mine.map(({ entity, operation, actor, reason }) => [entity, operation, actor, reason])).toEqual([
      ['readers', 'delete', 'bert', null],
      ['reader_scopes', 'delete', 'bert', null],
      ['readers', 'insert', 'anna', 'ticket 7'],
      ['reader_scopes', 'insert', 'anna', 'ticket 7'],
    ]);
    expect(out).not.toContain(password);
    expect(out).not.toContain('SCRAM');
  });
});

describe('in production', () => {
  let place: TestDatabase;
  let database: Database;
  let cli: Commands;
  let tokens: Record<string, string>;
  const name = readerName('production');

  beforeAll(async () => {
    place = await createTestDatabase('readers_production');
    database = openDatabase(place.settings);
    const development = commandsOn(place);
    const tokenOf = async (actor: string, roles: string, token?: string): Promise<string> => {
      const { out } = await development(
        ['actors', 'add', actor, '--roles', roles, '--json'],
        token ? { ACTOR_TOKEN: token } : {},
      );
      return (JSON.parse(out) as { token: string }).token;
    };
    const anna = await tokenOf('anna', 'administrator');
    tokens = { anna, bert: await tokenOf('bert', 'approver', anna) };
    await database.run('going live', `update deployment set profile = 'production'`);
    cli = (words, settings = {}) =>
      development(words, {
        APP_PROFILE: 'production',
        DB_SSL: 'false',
        HASH_KEY: 'x'.repeat(32),
        TEMPORAL_TLS: 'false',
        ...settings,
      });
  });

  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  test('only a proven administrator makes and removes readers', async () => {
    const nobody = await cli(['readers', 'add', name]);
    expect(nobody).toMatchObject({ code: 3 });
    expect(nobody.err).toMatch(/To decide who reads needs a proven actor/);
    const approver = await cli(['readers', 'add', name], { ACTOR_TOKEN: tokens['bert'] ?? '' });
    expect(approver).toMatchObject({ code: 3 });
    expect(approver.err).toMatch(/needs the role administrator, which bert has not got/);
    const administrator = await cli(['readers', 'add', name], { ACTOR_TOKEN: tokens['anna'] ?? '' });
    expect(administrator).toMatchObject({ code: 0 });
    expect((await cli(['readers', 'remove', name], { ACTOR_TOKEN: tokens['bert'] ?? '' })).code).toBe(3);
    expect((await cli(['readers', 'remove', name], { ACTOR_TOKEN: tokens['anna'] ?? '' })).code).toBe(0);
  });
});

describe('with a connection that is no superuser', () => {
  test('the owner of the database migrates, sees everything, and makes readers once it may give the groups', async () => {
    const place = await createEmptyDatabase('readers_owner');
    const database = openDatabase(place.settings);
    const [owner, reader] = [readerName('owner'), readerName('of_owner')];
    const role = pg.escapeIdentifier(owner);
    await database.run('making an owner', `create role ${role} login createrole password '${password}'`);
    await database.run('giving it', `alter database ${pg.escapeIdentifier(place.name)} owner to ${role}`);
    const url = new URL(place.url);
    url.username = owner;
    url.password = password;
    await migrate(url.href);
    const cli = commandsOn({ url: url.href });

    const refused = await cli(['readers', 'add', reader]);
    expect(refused).toMatchObject({ code: 3 });
    expect(refused.err).toMatch(
      /may not make or change readers: permission denied to \w+ role "license_(sector_)?reader"/,
    );
    expect(refused.err).toMatch(/with admin option/);

    // By this it becomes a member of both groups; it owns the tables all the same.
    await database.run(
      'giving the groups',
      `grant license_reader, license_sector_reader to ${role} with admin option`,
    );
    expect(await seesEverything(url.href)).toBe(true);
    expect(await cli(['readers', 'add', reader])).toMatchObject({ code: 0, err: '' });
    expect(await cli(['readers', 'remove', reader])).toMatchObject({ code: 0, err: '' });

    await database.close();
    await place.drop();
    await onServer(postgresUrl(), (client) => client.query(`drop role ${role}`));
  }, 60_000);
});

async function seesEverything(url: string): Promise<boolean> {
  const { rows } = await onServer(url, (client) =>
    client.query<{ sees: boolean }>('select sees_everything() and session_sees_everything() as sees'),
  );
  return rows[0]?.sees ?? false;
}
