import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { render } from '../../../../demo/grafana/render.ts';
import { startGrafana, type RunningGrafana } from '../../../../demo/grafana/start-grafana.ts';
import { anyFreePort, isListening } from '../../../../demo/services/ports.ts';
import { fakeGrafana, type Started } from './fake-grafana.ts';

const days = { first: '2024-09-01', last: '2025-10-28' };
const login = {
  host: '127.0.0.1',
  port: 15432,
  database: 'appd',
  user: 'demo_reader',
  password: 's3cr3t',
  ssl: false,
};

let folder: string;
let home: string;
let said: string[];
let running: RunningGrafana | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-grafana-'));
  home = join(folder, 'home');
  said = [];
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(port: number, fake = {}): Promise<Started & RunningGrafana> {
  const program = fakeGrafana(home, fake);
  const work = join(folder, 'work');
  running = await startGrafana({
    grafana: { program, home, version: '12.2.1' },
    folder: work,
    rendered: render(work, home, days),
    login,
    prometheusUrl: 'http://127.0.0.1:9090',
    port,
    log: (line) => said.push(line),
  });
  return { ...running, ...((await (await fetch(running.url)).json()) as Started) };
}

describe('Grafana on the data of the demo', () => {
  test('is started on this machine alone, with folders of its own and nothing of the user', async () => {
    process.env['GF_SECURITY_ADMIN_PASSWORD'] = 'of somebody else';
    const port = await anyFreePort();
    const { url, args, env } = await start(port).finally(
      () => delete process.env['GF_SECURITY_ADMIN_PASSWORD'],
    );

    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(args).toEqual(['server', '--homepath', home, '--config', join(folder, 'work', 'grafana.ini')]);
    expect(env).toMatchObject({
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_PATHS_DATA: join(folder, 'work', 'data'),
      GF_PATHS_PROVISIONING: join(folder, 'work', 'provisioning'),
      GF_SERVER_STATIC_ROOT_PATH: join(folder, 'work', 'public'),
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      APPD_DASHBOARDS: join(folder, 'work', 'dashboards'),
      GRAFANA_DB_ADDRESS: '127.0.0.1:15432',
      GRAFANA_DB_NAME: 'appd',
      GRAFANA_DB_USER: 'demo_reader',
      GRAFANA_DB_PASSWORD: 's3cr3t',
      GRAFANA_DB_SSLMODE: 'disable',
      PROMETHEUS_URL: 'http://127.0.0.1:9090',
    });
    expect(env['GF_SECURITY_ADMIN_PASSWORD']).toBe(running?.password);
  });

  test('sets every variable that its provisioning asks for', async () => {
    const { env } = await start(0);
    const provisioning = join(folder, 'work', 'provisioning');
    const used = readdirSync(provisioning, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .flatMap(
        (name) => readFileSync(join(provisioning, name), 'utf8').match(/(?<!\$)\$[A-Z][A-Z0-9_]+/g) ?? [],
      )
      .map((name) => name.slice(1));

    // Contact points reach nobody in a demo: their variables stay empty on purpose.
    const missing = [...new Set(used)].filter(
      (name) => !(name in env) && !/^(ALERT_EMAILS|SLACK_)/.test(name),
    );
    expect(used).toEqual(expect.arrayContaining(['GRAFANA_DB_PASSWORD', 'APPD_DASHBOARDS']));
    expect(missing).toEqual([]);
  });

  test('keeps its password from one start to the next, where only its user can read it', async () => {
    const first = await start(0);
    await first.stop();
    const second = await start(0);

    expect(second.password).toBe(first.password);
    expect(second.password.length).toBeGreaterThan(8);
    expect(statSync(join(folder, 'work', 'admin-password')).mode & 0o077).toBe(0);
  });

  test('takes another port when its own is busy, and says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const { url } = await start(port);
      expect(url).not.toBe(`http://127.0.0.1:${port}`);
      expect(said).toEqual([expect.stringMatching(`Port ${port} for Grafana is busy`)]);
    } finally {
      other.close();
    }
  });

  test('is gone after its stop', async () => {
    const { url } = await start(0);
    await running?.stop();
    expect(await isListening(Number(new URL(url).port))).toBe(false);
  });

  test('that ends at once shows its last words', async () => {
    await expect(start(0, { breaks: true })).rejects.toThrow(/Grafana did not start:[^]*something is wrong/);
  });
});

describe('what Grafana reads', () => {
  test('are the provisioned data sources, folders and alerts', () => {
    fakeGrafana(home);
    const { provisioning } = render(join(folder, 'work'), home, days);
    const files = readdirSync(provisioning, { recursive: true, encoding: 'utf8' });

    expect(files).toEqual(
      expect.arrayContaining([
        'datasources/warehouse.yaml',
        'dashboards/folders.yaml',
        'alerting/rules.yaml',
      ]),
    );
    expect(files).not.toContain('alerting/pagerduty.yaml');
  });

  test.each([
    [days, { from: '2024-10-01T00:00:00.000Z', to: '2025-10-28T23:59:59.999Z' }],
    [
      { first: '2025-07-30', last: '2025-10-28' },
      { from: '2025-07-30T00:00:00.000Z', to: '2025-10-28T23:59:59.999Z' },
    ],
  ])('are dashboards that open on the last days of the data, at most thirteen months: %j', (range, time) => {
    fakeGrafana(home);
    const { dashboards } = render(join(folder, 'work'), home, range);
    const boards = readdirSync(join(dashboards, 'tabs'));

    expect(boards).toHaveLength(8);
    for (const name of boards)
      expect(JSON.parse(readFileSync(join(dashboards, 'tabs', name), 'utf8'))).toMatchObject({ time });
    const operations = readFileSync(join(dashboards, 'operations', 'appd-operations.json'), 'utf8');
    expect(JSON.parse(operations)).toMatchObject({ time: { from: 'now-24h', to: 'now' } });
  });

  test("are Grafana's own pages and our definitions beside them, also at a second start", () => {
    fakeGrafana(home);
    render(join(folder, 'work'), home, days);
    const { pages } = render(join(folder, 'work'), home, days);

    expect(readFileSync(join(pages, 'build', 'app.js'), 'utf8')).toBe('app');
    expect(readFileSync(join(pages, 'robots.txt'), 'utf8')).toBe('robots');
    expect(readFileSync(join(pages, 'appd-licensing', 'methodology.html'), 'utf8')).toContain('<h');
    expect(existsSync(join(home, 'public', 'build', 'app.js'))).toBe(true);
  });
});
