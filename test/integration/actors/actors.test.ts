import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { actingAs, type Actor } from '../../../repositories/acting.ts';
import { listAudit } from '../../../repositories/audit.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { deployAs } from '../../../repositories/deployment.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const production = {
  APP_PROFILE: 'production',
  HASH_KEY: 'a key of the test that is long enough',
  DB_SSL: 'false',
};
const everything = { tables: [], key: null, actor: null, since: null, limit: 100 };

let testDatabase: TestDatabase;
let database: Database;
let cli: Commands;

beforeEach(async () => {
  testDatabase = await createTestDatabase('actors');
  database = openDatabase(testDatabase.settings);
  cli = commandsOn(testDatabase);
});

afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

const byName = (name: string): Actor => ({ name, token: null, reason: null });
const byToken = (token: string): Actor => ({ name: null, token, reason: 'test' });

/** Registers an actor and gives the token. */
async function add(name: string, roles: string, settings: Record<string, string> = {}): Promise<string> {
  const { code, out, err } = await cli(['actors', 'add', name, '--roles', roles, '--json'], settings);
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as { token: string }).token;
}

const makeRule = (actor: Actor, name: string): Promise<number> =>
  actingAs(database, actor, (tx, who) =>
    tx.run(
      'making a rule',
      `insert into allocation_rules (rule_name, priority, method, is_default, created_by, start_date)
       values ($1, 1, 'equal', true, $2, '2025-01-01')`,
      [name, who.name],
    ),
  );

const approveRule = (actor: Actor, name: string, as?: string): Promise<number> =>
  actingAs(database, actor, (tx, who) =>
    tx.run(
      'approving',
      `update allocation_rules set status = 'approved', approved_by = $2 where rule_name = $1`,
      [name, as ?? who.name],
    ),
  );

const month = `insert into chargeback_periods (month_start) values ('2025-07-01')`;
const review = (actor: Actor): Promise<number> =>
  actingAs(database, actor, (tx, who) =>
    tx.run('reviewing', `update chargeback_periods set state = 'in_review', prepared_by = $1`, [who.name]),
  );
const closeMonth = (actor: Actor): Promise<number> =>
  actingAs(database, actor, (tx, who) =>
    tx.run(
      'closing',
      `update chargeback_periods set state = 'closed', closed_by = $1, closed_at = now(), closed_hash = 'x'`,
      [who.name],
    ),
  );

describe('in development', () => {
  test('R32: a name may do anything, and stands in the audit as only a name', async () => {
    await makeRule(byName('rita'), 'shared');
    await approveRule(byName('anna'), 'shared');

    const entries = await listAudit(database, { ...everything, tables: ['allocation_rules'] });
    expect(entries.map(({ actor, isProven, operation }) => [actor, isProven, operation])).toEqual([
      ['anna', false, 'update'],
      ['rita', false, 'insert'],
    ]);
  });

  test('R32: whoever shows a token acts in the roles that were given, under the name of the token', async () => {
    const rita = byToken(await add('rita', 'steward'));
    const anna = byToken(await add('anna', 'approver'));
    await makeRule(rita, 'shared');

    await expect(approveRule(rita, 'shared', 'anna')).rejects.toThrow(
      /signed by whoever acts: that is rita, not anna/,
    );
    await makeRule(anna, 'own');
    await expect(approveRule(anna, 'own')).rejects.toThrow(/another person must approve it/);
    await approveRule(anna, 'shared');
    await makeRule(byName('bo'), 'other');
    await expect(approveRule(rita, 'other')).rejects.toThrow(
      /needs the role approver, which rita has not got/,
    );
  });

  test('a token that belongs to nobody is refused, and so is a revoked one', async () => {
    const token = await add('rita', 'approver');
    await expect(makeRule(byToken('appd_stolen_or_invented'), 'x')).rejects.toThrow(/belongs to nobody/);
    expect((await cli(['actors', 'revoke', 'rita', '--reason', 'left'])).code).toBe(0);
    await expect(makeRule(byToken(token), 'x')).rejects.toThrow(/belongs to nobody/);
  });

  test('the token is kept as a hash only, also in the audit', async () => {
    const token = await add('rita', 'approver');
    const kept = await database.rows('reading', 'select to_jsonb(a)::text as row from actors a');
    const audit = await database.rows('reading', 'select to_jsonb(a)::text as row from audit_log a');

    expect(JSON.stringify([kept, audit])).not.toContain(token);
    expect(JSON.stringify(audit)).not.toContain('token_hash');
  });

  test('what cannot be an actor is refused', async () => {
    const said = async (...args: string[]): Promise<string> => {
      const { code, err } = await cli(['actors', 'add', ...args]);
      return `${code} ${err}`;
    };
    await add('rita', 'approver');
    expect(await said('rita', '--roles', 'closer')).toMatch(/^3 .*"rita" may act already/);
    expect(await said('bo', '--roles', 'boss')).toMatch(/^1 .*--roles is "boss"; expected some of preparer/);
    expect(await said('bo', '--roles', 'closer', '--db-role', 'nobody_here')).toMatch(
      /^3 .*no role "nobody_here"/,
    );
    expect(await said('', '--roles', 'closer')).toMatch(/^1 .*is no name of an actor/);
  });
});

describe('in production', () => {
  beforeEach(() => deployAs(database, 'production'));

  test('R32: mere names decide nothing; two proven people do', async () => {
    await expect(makeRule(byName('rita'), 'shared')).rejects.toThrow(/needs a proven actor/);
    const admin = await add('ada', 'administrator', production);
    const as = { ...production, ACTOR_TOKEN: admin };
    const rita = byToken(await add('rita', 'steward', as));
    const anna = byToken(await add('anna', 'approver', as));

    await makeRule(rita, 'shared');
    await expect(approveRule(byName('anna'), 'shared')).rejects.toThrow(/needs a proven actor/);
    await approveRule(anna, 'shared');
    const [approval] = await listAudit(database, { ...everything, tables: ['allocation_rules'], limit: 1 });
    expect(approval).toMatchObject({ actor: 'anna', isProven: true, reason: 'test', runId: null });
  });

  test('R32: a month is closed by a closer who did not prepare it', async () => {
    const admin = { ...production, ACTOR_TOKEN: await add('ada', 'administrator', production) };
    const paul = byToken(await add('paul', 'preparer,closer', admin));
    const clara = byToken(await add('clara', 'closer', admin));
    const anna = byToken(await add('anna', 'approver', admin));
    await database.run('opening', month);

    await expect(review(byName('paul'))).rejects.toThrow(/needs a proven actor/);
    await review(paul);
    await expect(closeMonth(anna)).rejects.toThrow(/needs the role closer, which anna has not got/);
    await expect(closeMonth(paul)).rejects.toThrow(/check/);
    await closeMonth(clara);
  });

  test('only an administrator lets others act; the first one must be one, and the last one stays', async () => {
    const refused = async (args: string[], settings: Record<string, string>): Promise<string> =>
      (await cli(['actors', ...args], settings)).err;

    expect(await refused(['add', 'anna', '--roles', 'closer'], production)).toMatch(
      /first actor must be an administrator/,
    );
    const ada = { ...production, ACTOR_TOKEN: await add('ada', 'administrator', production) };
    const anna = { ...production, ACTOR_TOKEN: await add('anna', 'closer', ada) };
    expect(await refused(['add', 'bo', '--roles', 'closer'], anna)).toMatch(/needs the role administrator/);
    expect(await refused(['add', 'bo', '--roles', 'closer'], production)).toMatch(/needs a proven actor/);
    expect(await refused(['revoke', 'ada'], ada)).toMatch(/ada is the last administrator/);
    expect(await refused(['whoami', '--as', 'ada'], production)).toMatch(
      /--as is for the development profile/,
    );
    expect((await cli(['actors', 'whoami'], anna)).out).toMatch(/You are anna \(proven\)\.\nRoles +closer/);
    expect((await cli(['actors', 'list'])).out).toMatch(/anna +closer +token +\d{4}-\d\d-\d\d +may act/);
    await expect(database.run('deleting', `delete from actors where actor_name = 'anna'`)).rejects.toThrow(
      /stays/,
    );
  });

  test('R32: a role of the database proves who acts without a token', async () => {
    const { user } = testDatabase.settings;
    const ada = { ...production, ACTOR_TOKEN: await add('ada', 'administrator', production) };
    expect((await cli(['actors', 'whoami'], production)).out).toMatch(/only a name: may decide nothing/);

    expect((await cli(['actors', 'add', 'etl', '--roles', 'closer', '--db-role', user], ada)).out).toContain(
      `The database role "${user}" proves it.`,
    );
    expect((await cli(['actors', 'whoami'], production)).out).toMatch(
      /You are etl \(proven\)\.\nRoles +closer/,
    );
  });

  test('R32: journals are posted by a poster, contracts approved by an approver', async () => {
    const admin = { ...production, ACTOR_TOKEN: await add('ada', 'administrator', production) };
    const paul = byToken(await add('paul', 'poster', admin));
    const anna = byToken(await add('anna', 'approver', admin));
    const act = (actor: Actor, statement: string): Promise<number> =>
      actingAs(database, actor, (tx, who) => tx.run('acting', statement, [who.name]));
    await database.run('opening', month);
    await review(anna);
    await closeMonth(byToken(await add('clara', 'closer', admin)));
    await act(
      anna,
      `insert into gl_journals (batch_id, created_by, fiscal_year, fiscal_period, month_start) values ('B-1', $1, 2025, 7, '2025-07-01')`,
    );
    await act(
      paul,
      `insert into contracts (contract_name, vendor, created_by, start_date, end_date) values ('C-1', 'Cisco', $1, '2025-01-01', '2026-01-01')`,
    );
    const post = `update gl_journals set status = 'posted', posted_by = $1`;
    const approve = `update contracts set status = 'approved', approved_by = $1`;

    await expect(act(anna, post)).rejects.toThrow(/needs the role poster, which anna has not got/);
    await expect(act(paul, approve)).rejects.toThrow(/needs the role approver, which paul has not got/);
    await act(paul, post);
    await act(anna, approve);
  });

  test('nobody goes back to development by a setting', async () => {
    await expect(deployAs(database, 'development')).rejects.toThrow(/this database serves production/);
    await deployAs(database, 'production');
    expect(await database.one('reading', 'select profile from deployment')).toEqual({
      profile: 'production',
    });
  });
});

describe('migrate', () => {
  test('makes the database one of production, and refuses to take that back', async () => {
    expect((await cli(['migrate'], production)).code).toBe(0);
    const { code, err } = await cli(['migrate']);

    expect(code).toBe(1);
    expect(err).toMatch(/APP_PROFILE is development, but this database serves production/);
    expect(err).toMatch(/the owner of the database says: update deployment/);
  });
});

describe('the audit log', () => {
  test('R30: tells who changed what, from what to what, and why, whatever program did it', async () => {
    await database.run('adding', `insert into sectors_dim (sector_name) values ('Snacks')`);
    await actingAs(database, { name: 'anna', token: null, reason: 'budget of 2026' }, (tx) =>
      tx.run('changing', `update sectors_dim set charge_mode = 'soft' where sector_name = 'Snacks'`),
    );

    const [change, insert] = await listAudit(database, { ...everything, tables: ['sectors_dim'] });
    expect(change).toMatchObject({
      actor: 'anna',
      isProven: false,
      operation: 'update',
      reason: 'budget of 2026',
      changes: [{ field: 'charge_mode', before: 'showback', after: 'soft' }],
    });
    expect(insert).toMatchObject({ actor: testDatabase.settings.user, operation: 'insert' });
  });

  test('R30: is append-only, for everybody', async () => {
    await add('rita', 'approver');
    for (const statement of [
      'update audit_log set actor = null',
      'delete from audit_log',
      'truncate audit_log',
    ])
      await expect(database.run('tampering', statement)).rejects.toThrow(/append-only/);
  });

  test('is listed by friendly names, key, actor and day, as text and JSON', async () => {
    await add('rita', 'approver');
    const { out } = await cli(['audit', 'list', '--entity', 'actor', '--actor', 'tester']);

    expect(out).toMatch(/insert actors \d+ {2}by tester \(only a name\)/);
    expect(out).toMatch(/^ {2}roles +\["approver"\]$/m);
    expect(JSON.parse((await cli(['audit', 'list', '--since', '2999-01-01', '--json'])).out)).toEqual([]);
    expect((await cli(['audit', 'list', '--actor', 'nobody'])).out).toBe('No change fits.\n');
    expect(await cli(['audit', 'list', '--entity', 'weather'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing called "weather" is audited; expected price, rule'),
    });
  });
});
