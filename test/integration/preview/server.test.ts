import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { loginOf } from '../../../demo/preview/login-of.ts';
import { openBoards } from '../../../preview/dashboards.ts';
import { openReader, type Reader, type ReaderLogin } from '../../../preview/reader.ts';
import { createPreview } from '../../../preview/server.ts';
import { startPreview } from '../../../preview/start.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { createReader, removeReader } from '../../../repositories/readers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { boardToTry, ids } from './board-to-try.ts';

const oddSectors = [
  `'; drop table sectors_dim; --`,
  `100 % "Foods"`,
  `O'Neill & Söhne`,
  '$& ${calendar}',
  '東京 قطاع',
];

describe('the server of the preview', () => {
  let place: TestDatabase;
  let database: Database;
  let login: ReaderLogin;
  let reader: Reader;
  let server: FastifyInstance;
  let folder: string;
  const said: string[] = [];
  const made: string[] = [];

  beforeAll(async () => {
    place = await createTestDatabase('preview');
    database = openDatabase(place.settings);
    await database.run('adding sectors', 'insert into sectors_dim (sector_name) select unnest($1::text[])', [
      oddSectors,
    ]);
    login = await loginFor([]);
    reader = await openReader(login);
    folder = mkdtempSync(join(tmpdir(), 'appd-licensing-boards-'));
    writeFileSync(join(folder, 'board.json'), JSON.stringify(boardToTry));
    server = await previewOn(reader);
  });

  afterAll(async () => {
    await server.close();
    await reader.close();
    for (const name of made) await database.transaction((tx) => removeReader(tx, name));
    await database.close();
    await place.drop();
    rmSync(folder, { recursive: true });
  });

  async function loginFor(sectors: readonly string[]): Promise<ReaderLogin> {
    const name = `preview_${process.pid}_${made.length}`;
    const { password } = await createReader(database, { name, password: null, sectors });
    made.push(name);
    return { ...loginOf(place.url), user: name, password };
  }

  const previewOn = (on: Reader) =>
    createPreview({ reader: on, boards: openBoards(folder), log: (line) => said.push(line) });

  async function ask<Answer>(path: string, on = server): Promise<{ status: number; body: Answer }> {
    const answer = await on.inject(path);
    return { status: answer.statusCode, body: answer.json<Answer>() };
  }

  interface PanelAnswer {
    readonly targets: readonly { readonly fields: readonly object[]; readonly rows: readonly unknown[][] }[];
    readonly error: string;
    readonly html: string;
  }
  const panel = (id: number, words = '', on = server) =>
    ask<PanelAnswer>(`/api/dashboards/try-it/panels/${id}?${words}`, on);
  const sectorsShown = async (words: string, on = server) =>
    (await panel(ids.chosen, words, on)).body.targets[0]?.rows.flat();
  const words = (...values: string[]) =>
    values.map((value) => `var-sector=${encodeURIComponent(value)}`).join('&');

  test('dashboards are listed with their place', async () => {
    expect(await ask('/api/tabs')).toEqual({
      status: 200,
      body: [{ uid: 'try-it', title: 'Try it: 1st', path: '/d/try-it/try-it-1st', folder: '' }],
    });
    expect((await server.inject('/')).headers.location).toBe('/d/try-it/try-it-1st');
  });

  test('numbers come as exact text, times as ISO, and what is unknown as null', async () => {
    expect((await panel(ids.types)).body.targets).toEqual([
      {
        refId: 'A',
        format: 'table',
        fields: [
          { name: 'day', type: 'time' },
          { name: 'at', type: 'time' },
          { name: 'money', type: 'number' },
          { name: 'big', type: 'number' },
          { name: 'yes', type: 'boolean' },
          { name: 'word', type: 'string' },
          { name: 'nothing', type: 'number' },
        ],
        rows: [
          [
            '2025-10-01T00:00:00.000Z',
            '2025-10-01T10:30:00.500Z',
            '1234567890123456789.10',
            '9007199254740993',
            true,
            'a"b',
            null,
          ],
        ],
      },
    ]);
  });

  test('an epoch called time is a time, every query answers, and a hidden one does not', async () => {
    expect((await panel(ids.epoch)).body.targets.map(({ rows }) => rows)).toEqual([
      [['2025-10-01T00:00:00.000Z', '1']],
      [['2']],
    ]);
  });

  test.each(oddSectors)('the sector %s is chosen, whatever it is called', async (sector) => {
    expect(await sectorsShown(words(sector))).toEqual([sector]);
  });

  test('several sectors, all, none and one that is not there', async () => {
    const everySector = await sectorsShown('');

    expect(everySector).toEqual(expect.arrayContaining(oddSectors));
    expect(await sectorsShown(words('$__all'))).toEqual(everySector);
    expect(await sectorsShown(words('All'))).toEqual(everySector);
    expect(await sectorsShown(words(...oddSectors.slice(0, 2)))).toEqual(oddSectors.slice(0, 2));
    expect(await sectorsShown(words(''))).toEqual([]);
    expect(await sectorsShown(words('nowhere'))).toEqual([]);
  });

  test('variables have options, which may depend on each other, and say what is chosen', async () => {
    const { body } = await ask<Record<string, { options: unknown[]; current: string[] }>>(
      `/api/dashboards/try-it/variables?${words('東京 قطاع', 'b')}&var-short=x`,
    );

    expect(body).toEqual({
      datasource: {
        label: 'Data source',
        options: [{ text: 'PostgreSQL', value: 'PostgreSQL' }],
        current: ['PostgreSQL'],
        multi: false,
        includeAll: false,
      },
      calendar: {
        label: 'Calendar',
        options: [
          { text: 'Calendar', value: 'calendar' },
          { text: 'Fiscal', value: 'fiscal' },
        ],
        current: ['calendar'],
        multi: false,
        includeAll: false,
      },
      sector: {
        label: 'Sector',
        options: expect.arrayContaining(oddSectors.map((value) => ({ text: value, value }))),
        current: ['東京 قطاع', 'b'],
        multi: true,
        includeAll: true,
      },
      short: {
        label: 'short',
        options: [
          { text: '東京 قطاع', value: '東京 قطاع' },
          { text: 'B', value: 'b' },
        ],
        current: ['x'],
        multi: true,
        includeAll: true,
      },
    });
  });

  test('words are HTML with the chosen values in it', async () => {
    expect((await panel(ids.words, words('A', 'B'))).body).toEqual({
      html: '<p>For <strong>A + B</strong></p>\n',
    });
  });

  test('a change is refused by the database', async () => {
    const { status, body } = await panel(ids.write);

    expect(status).toBe(422);
    expect(body.error).toMatch(
      /^PostgreSQL: (cannot execute INSERT in a read-only|permission denied for table sectors_dim)/,
    );
    await expect(reader.ask('set default_transaction_read_only = off')).resolves.toBeDefined();
    await expect(reader.ask("insert into sectors_dim (sector_name) values ('x')")).rejects.toThrow(
      'PostgreSQL: ',
    );
    await expect(reader.ask('select * from actors')).rejects.toThrow('permission denied');
  });

  test.each([
    [
      'a missing view',
      ids.gone,
      'PostgreSQL: relation "reporting.never_made" does not exist. Views are made by',
    ],
    ['two statements', ids.two, 'PostgreSQL: cannot insert multiple commands into a prepared statement.'],
    ['another data source', ids.other, 'This asks prometheus; the preview only has PostgreSQL.'],
    ['a series without time', ids.series, 'no column of time'],
  ])('%s is said in the panel', async (_what, id, why) => {
    const { status, body } = await panel(id);

    expect({ status, error: body.error }).toEqual({ status: 422, error: expect.stringContaining(why) });
  });

  test('a right that was taken is said in the panel, and its return is seen at once', async () => {
    await database.run('revoking', 'revoke select on reporting.header from license_reader');
    const { status, body } = await panel(ids.view);
    await database.run('granting', 'grant select on reporting.header to license_reader');

    expect({ status, error: body.error }).toEqual({
      status: 422,
      error: expect.stringContaining(
        'PostgreSQL: permission denied for view header. Whoever runs the database',
      ),
    });
    expect((await panel(ids.view)).status).toBe(200);
  });

  test('marks have time, color and text, follow the chosen time, and do not need each other', async () => {
    const path = '/api/dashboards/try-it/annotations?from=2025-10-01&to=';

    const unread = [{ name: 'Lost', message: expect.stringMatching(/never_made.* does not exist/) }];
    expect((await ask(`${path}2025-10-31`)).body).toEqual({
      marks: [{ name: 'Prices', color: 'purple', time: '2025-10-02T00:00:00.000Z', text: 'up' }],
      unread,
    });
    expect((await ask(`${path}2025-10-01`)).body).toEqual({ marks: [], unread });
  });

  test('the rows of a panel are a file', async () => {
    const answer = await server.inject(`/api/dashboards/try-it/panels/${ids.types}.csv`);

    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="try-it-types.csv"',
    });
    expect(answer.body).toBe(
      'day,at,money,big,yes,word,nothing\r\n2025-10-01,2025-10-01T10:30:00.500Z,1234567890123456789.10,9007199254740993,true,"a""b",\r\n',
    );
    expect((await server.inject(`/api/dashboards/try-it/panels/${ids.gone}.csv`)).statusCode).toBe(422);
  });

  test.each([
    ['/api/dashboards/nope', 404, 'There is no dashboard "nope".'],
    ['/api/dashboards/nope/panels/1', 404, 'There is no dashboard "nope".'],
    ['/api/dashboards/try-it/panels/77', 404, 'has no panel 77.'],
    ['/api/dashboards/try-it/panels/x', 404, 'has no panel'],
    ['/api/nothing', 404, 'There is no such page.'],
    ['/api/dashboards/try-it/panels/1?from=soon', 400, '"soon" is no time'],
    [`/api/dashboards/try-it/panels/1?var-sector=${'x'.repeat(301)}`, 400, 'longer than 300'],
    ['/assets/..%2fserver.ts', 404, ''],
    ['/assets/%2e%2e/server.ts', 404, ''],
  ])('%s is answered with %i', async (path, status, why) => {
    const answer = await ask<{ error: string }>(path);

    expect(answer).toEqual({
      status,
      body: expect.objectContaining({ error: expect.stringContaining(why) }),
    });
  });

  test('the files of the page are served, and nobody may frame or read them from elsewhere', async () => {
    for (const path of [
      '/d/try-it',
      '/d/try-it/any-slug',
      '/print?uids=try-it',
      '/assets/main.js',
      '/assets/echarts.js',
    ]) {
      const answer = await server.inject(path);
      expect({ path, status: answer.statusCode }).toEqual({ path, status: 200 });
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const definitions = await server.inject('/public/appd-licensing/methodology.html');
    expect(definitions.headers['content-type']).toContain('text/html');
  });

  test.each([
    ['127.0.0.1:13000', 200],
    ['localhost:13000', 200],
    ['[::1]:13000', 200],
    ['evil.example:13000', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost:13000.evil.example', 403],
  ])('who asks for host "%s" gets %i', async (host, status) => {
    for (const url of ['/api/tabs', '/assets/main.js', '/d/try-it'])
      expect((await server.inject({ url, headers: { host } })).statusCode).toBe(status);
  });

  test('nothing but questions is understood', async () => {
    const statuses = await Promise.all(
      (['POST', 'PUT', 'DELETE', 'PATCH'] as const).map(
        async (method) =>
          (await server.inject({ method, url: `/api/dashboards/try-it/panels/${ids.types}` })).statusCode,
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  test('a partner of one sector sees that sector', async () => {
    const partner = await openReader(await loginFor(['東京 قطاع']));
    const their = await previewOn(partner);

    expect(await sectorsShown('', their)).toEqual(['東京 قطاع']);
    await their.close();
    await partner.close();
  });

  test('a login with every right shows no more than a reader’s', async () => {
    const superuser = await openReader(loginOf(place.url));

    expect(
      (await superuser.ask('select current_user, current_setting($$transaction_read_only$$)')).rows,
    ).toEqual([['license_reader', 'on']]);
    await superuser.close();
  });

  test('a login that may not become a reader is sent away, without its password', async () => {
    const name = `preview_${process.pid}_stranger`;
    await database.run('making a stranger', `create role ${name} login password 'not to be told'`);
    const strange = { ...loginOf(place.url), user: name, password: 'not to be told' };
    const refused = await openReader(strange).then(String, String);
    const wrong = await openReader({ ...strange, password: 'a wrong one' }).then(String, String);
    await database.run('removing the stranger', `drop role ${name}`);

    expect(refused).toContain(`The login "${name}" is no reader of dashboards: make one with`);
    expect(wrong).toMatch(/password authentication failed.* Correct DB_USER and DB_PASSWORD/);
    expect(refused + wrong).not.toMatch(/not to be told|a wrong one/);
  });

  test('a database that does not answer is said', async () => {
    await expect(openReader({ ...login, port: 9 })).rejects.toThrow(
      'PostgreSQL does not answer (ECONNREFUSED).',
    );
  });

  test('it listens on this machine only, and "now" is the day after the data or the clock', async () => {
    const preview = await startPreview({ login, port: 0, log: (line) => said.push(line) });
    const answer = (await (await fetch(`${preview.url}/api/dashboards/appd-cost`)).json()) as { now: string };

    expect(preview.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(Math.abs(Date.parse(answer.now) - Date.now())).toBeLessThan(60_000);
    await preview.stop();
    await expect(fetch(preview.url)).rejects.toThrow();
  });

  test('none of this was an error of the preview itself', () => {
    expect(said).toEqual([]);
  });
});
