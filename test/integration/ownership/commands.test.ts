import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { createRuns } from '../../../repositories/runs.ts';
import { commandsOn, type Commands, type Said } from '../../support/commands.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let testDatabase: TestDatabase;
let database: Database;
let cli: Commands;

const applications = `
  insert into applications_dim (kind, tool, instance, appd_application_id, appd_application_name)
  values ('application', 'appdynamics', 'acme', '1', 'HR Portal'), ('application', 'appdynamics', 'acme', '2', 'HR Portal Old')`;

const owners = `
  with sector as (
    insert into sectors_dim (sector_name) values ('Human Resources'), ('Finance') returning sector_id, sector_name
  ), boss as (
    insert into owners_dim (tool, instance, owner_key, owner_name) values ('servicenow', 'acme', 'b', 'Charles Babbage') returning owner_id
  ), owner as (
    insert into owners_dim (tool, instance, owner_key, owner_name, department, parent_owner_id)
    select 'servicenow', 'acme', 'a', 'Ada Lovelace', 'Finance IT', owner_id from boss returning owner_id
  )
  insert into application_ownership (app_id, sector_id, owner_id, h_code, valid_from, run_id)
  select a.app_id, s.sector_id, o.owner_id, 'H-1', '2025-07-01', $1
  from   applications_dim a, sector s, owner o
  where  a.appd_application_id = '2' and s.sector_name = 'Human Resources'`;

beforeAll(async () => {
  testDatabase = await createTestDatabase('ownership_commands');
  database = openDatabase(testDatabase.settings);
  cli = commandsOn(testDatabase);
  const { runId } = await createRuns(database).open(
    { date: '2025-10-29', from: '2025-10-28', to: '2025-10-28', trigger: 'manual', startedBy: 'test' },
    {
      workflowId: 'license-pipeline/2025-10-29',
      workflowRunId: 'one',
      codeVersion: 'test',
      configVersion: 'test',
    },
  );
  await database.run('adding applications', applications);
  await database.run('adding owners', owners, [runId]);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const correct = (...args: string[]): Promise<Said> => cli(['ownership', 'correct', 'HR Portal Old', ...args]);
const why = ['--reason', 'moved on 16 July', '--as', 'anna'];

describe('the commands about owners and lives of applications', () => {
  test('ownership show tells sector, person with department and manager, and who said so', async () => {
    const { out } = await cli(['ownership', 'show', 'hr portal old']);
    expect(out).toMatch(
      /2025-07-01 +open +Human Resources +Ada Lovelace \(Finance IT, under Charles Babbage\) +H-1 +CMDB/,
    );
    expect((await cli(['ownership', 'show', 'HR Portal'])).out).toMatch(
      /Nobody has owned "HR Portal" so far/,
    );
  });

  test.each([
    [
      ['--sector', 'Finanse', '--from', '2025-07-16', ...why],
      /There is no sector called "Finanse". Near to it: "Finance"/,
    ],
    [['--sector', 'Finance', '--from', '2025-07-16'], /--reason is missing/],
    [['--sector', 'Finance', '--from', '16 July', ...why], /--from is "16 July", expected a day YYYY-MM-DD/],
    [
      ['--sector', 'Finance', '--from', '2025-07-16', '--to', '2025-07-16', ...why],
      /--to is 2025-07-16, expected a day after/,
    ],
    [
      ['--sector', 'Finance', '--owner', 'Ada Lovelance', '--from', '2025-07-16', ...why],
      /no owner called "Ada Lovelance". Near to it: "Ada Lovelace"/,
    ],
  ])('ownership correct %j is refused, and nothing is written', async (args, message) => {
    const { code, err } = await correct(...args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    const { ranges } = await database.one<{ ranges: number }>(
      'counting',
      'select count(*)::integer as ranges from application_ownership',
    );
    expect(ranges).toBe(1);
  });

  test('R30: ownership correct shows the ranges as they are then, and stands in the audit with its reason', async () => {
    const { out } = await correct('--sector', 'finance', '--h-code', 'H-9', '--from', '2025-07-16', ...why);

    expect(out).toMatch(/2025-07-01 +2025-07-16 +Human Resources .* H-1 +CMDB/);
    expect(out).toMatch(/2025-07-16 +open +Finance .* H-9 +anna: moved on 16 July/);
    expect(out).toContain('The next run charges open months by it.');
    const audit = await cli(['audit', 'list', '--entity', 'ownership', '--actor', 'anna']);
    expect(audit.out).toMatch(
      /update application_ownership \d+ {2}by anna \(only a name\)\n {2}why: moved on 16 July/,
    );
    expect(audit.out).toMatch(/valid_to +\(none\) -> 2025-07-16/);
    expect(audit.out).toMatch(/sector_id +\d+ \(Finance\)/);
  });

  test('apps merge, history and undo tell one story', async () => {
    const merged = await cli([
      'apps',
      'merge',
      'HR Portal Old',
      '--into',
      'HR Portal',
      '--from',
      '2025-08-01',
      ...why,
    ]);
    expect(merged.out).toMatch(
      /"HR Portal Old" goes on as "HR Portal" from 2025-08-01\.\nNobody owned "HR Portal"/,
    );
    const id = /Change (\d+);/.exec(merged.out)?.[1] ?? '';
    expect((await cli(['apps', 'list'])).out).toMatch(
      /HR Portal Old +2 .* merged into HR Portal on 2025-08-01/,
    );
    expect((await cli(['apps', 'history', 'HR Portal'])).out).toMatch(/2025-08-01 +open +Finance/);

    const undone = await cli(['apps', 'undo', id, '--as', 'bo']);
    expect(undone.out).toBe(
      'Undone: "HR Portal Old" goes on as "HR Portal". The ownership that followed from it is gone as well.\n',
    );
    expect((await cli(['apps', 'history', 'HR Portal'])).out).toMatch(/\(undone by bo\)/);
    expect(await cli(['apps', 'undo', id])).toMatchObject({ code: 3 });
  });

  test.each([
    [
      ['merge', 'HR Portal', '--into', 'hr portal', '--from', '2025-08-01'],
      3,
      /cannot be merged into itself/,
    ],
    [['merge', 'HR Portal', '--into', 'Nobody', '--from', '2025-08-01'], 1, /no application called "Nobody"/],
    [
      ['split', 'HR Portal', '--to', 'HR Portal Old', '--from', '2099-01-01'],
      3,
      /after the newest run, 2025-10-29/,
    ],
    [['retire', 'HR Portal', '--on', 'soon'], 1, /--on is "soon", expected a day/],
    [['undo', 'last'], 1, /"last" is no change/],
    [['undo', '999'], 3, /There is no change 999/],
  ])('apps %j is refused', async (args, code, message) => {
    const said = await cli(['apps', ...args]);
    expect(said.code).toBe(code);
    expect(said.err).toMatch(message);
  });
});
