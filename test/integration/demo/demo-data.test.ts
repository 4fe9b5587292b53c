import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openDemoData, type DemoData } from '../../../demo/preview/demo-data.ts';
import { dataIn } from '../../../demo/preview/provide-server.ts';
import { readRunning } from '../../../demo/running.ts';
import { createStopAll, type StopAll } from '../../../demo/services/stop-all.ts';
import type { ReaderLogin } from '../../../preview/reader.ts';
import { onServer } from '../../support/server-connection.ts';

const sector = 'Beverages';
const starting = 'No demo runs now: starting the PostgreSQL of world "design" ...';

let parent: string;
const folders = (world: string): string => join(parent, world);

interface Viewer {
  readonly data: DemoData;
  readonly services: StopAll;
  readonly said: readonly string[];
}

const open: StopAll[] = [];

/** What the preview and Grafana do before they show anything. */
async function view(wantedSector: string | null = null): Promise<Viewer> {
  const services = createStopAll();
  open.unshift(services);
  const said: string[] = [];
  const options = { world: null, sector: wantedSector };
  const data = await openDemoData(options, services, (line) => said.push(line), folders);
  return { data, services, said };
}

async function ask<Row extends object>(login: ReaderLogin, sql: string): Promise<Row[]> {
  const client = new pg.Client({ ...login });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const userOf = async ({ data }: Viewer): Promise<unknown> =>
  (await ask(data.login, 'select current_user::text as user'))[0];

const databaseUrl = (): string => readRunning(folders('design'))?.databaseUrl ?? '';

/** The logins of sectors that the server knows. */
async function sectorLogins(): Promise<unknown[]> {
  const sql = `select rolname from pg_roles where rolname like 'demo_preview_%'`;
  const { rows } = await onServer(databaseUrl(), (client) => client.query<{ rolname: string }>(sql));
  return rows;
}

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'appd-licensing-viewers-'));
  mkdirSync(dataIn(folders('design')), { recursive: true });
  const first = await view();
  await onServer(databaseUrl(), (client) =>
    client.query('insert into sectors_dim (sector_name) values ($1)', [sector]),
  );
  await first.services.stop();
});

afterEach(async () => {
  for (const services of open.splice(0)) await services.stop();
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe('several viewers of one demo that does not run', () => {
  test('the second looks at the PostgreSQL that the first started, and ends nothing', async () => {
    const first = await view();
    const second = await view();

    expect(first.said).toContain(starting);
    expect(second.said).toEqual([]);
    expect(second.data).toMatchObject({ world: 'design', login: first.data.login });
    await second.services.stop();
    expect(await userOf(first)).toEqual({ user: 'demo_reader' });
  });

  test('of two that come at once one starts it', async () => {
    const viewers = await Promise.all([view(), view()]);

    expect(viewers.filter(({ said }) => said.includes(starting))).toHaveLength(1);
    expect(await Promise.all(viewers.map(userOf))).toEqual([
      { user: 'demo_reader' },
      { user: 'demo_reader' },
    ]);
  });

  test('one of a sector beside another has a login of its own, which goes with it', async () => {
    const first = await view();
    const second = await view(sector);

    expect(await userOf(second)).toEqual({ user: `demo_preview_${process.pid}` });
    expect(await userOf(first)).toEqual({ user: 'demo_reader' });
    await second.services.stop();
    expect(await sectorLogins()).toEqual([]);
  });

  test('when the one that started it stops, the others hear it in words and can stop; the next one starts it again', async () => {
    const first = await view();
    const second = await view(sector);
    const heard = expect(second.data.untilLost).rejects.toThrow(
      /^The PostgreSQL of world "design" has stopped.*Start this again/,
    );

    await first.services.stop();

    await heard;
    await second.services.stop();
    expect(readRunning(folders('design'))).toBeNull();
    const third = await view();
    expect(third.said).toContain(starting);
    expect(await userOf(third)).toEqual({ user: 'demo_reader' });
    expect(await sectorLogins()).toEqual([]);
  });

  test('a sector that there is not is refused', async () => {
    await expect(view('Finance')).rejects.toThrow(/"Finance"/);
  });
});
