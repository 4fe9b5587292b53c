import { afterEach, describe, expect, test } from '@jest/globals';
import type { UsageSource } from '../../../../connectors/connector.ts';
import { appdynamics } from '../../../../connectors/appdynamics/index.ts';
import { AuthError, ContractError, RateLimitedError, UpstreamError } from '../../../../pipeline/errors.ts';
import {
  appDynamicsDouble,
  packageOf,
  pointAt,
  smallWorld,
  type AppDynamicsWorld,
} from '../../../support/appdynamics-double.ts';
import { recordingTools, type RecordingTools } from '../../../support/connector-tools.ts';
import { startTestServer, type Reply, type TestServer } from '../../../support/http-server.ts';

let server: TestServer;
let tools: RecordingTools;
afterEach(() => server.close());

async function connect(world: AppDynamicsWorld, extra: Record<string, string> = {}): Promise<UsageSource> {
  server = await startTestServer(appDynamicsDouble(world));
  tools = recordingTools();
  const given = {
    APPD_CONTROLLER: server.url,
    APPD_CLIENT_ID: 'etl@acme',
    APPD_CLIENT_SECRET: 's3cret',
    ...extra,
  };
  return appdynamics.connect(appdynamics.settings.parse(given), tools);
}

const withPackages = (...packages: unknown[]): AppDynamicsWorld => ({
  ...smallWorld,
  rules: smallWorld.rules?.map((rule) => ({ ...rule, packages })) ?? [],
});
const usage = async (packages: unknown[], from = '2025-11-01', to = '2025-11-02') =>
  (await connect(withPackages(...packages))).extractUsageMetrics('7', from, to);
const day = (number: number): string => `2025-11-${String(number).padStart(2, '0')}`;
const midnight = (number: number): string => `${day(number)}T00:00:00Z`;

describe('a day’s usage', () => {
  test('is the maximum over hourly points, with the mean and the most nodes', async () => {
    const hours = Array.from({ length: 24 }, (_, hour) =>
      pointAt(`${day(1)}T${String(hour).padStart(2, '0')}:00:00Z`, hour === 5 ? 300 : 100, hour, [hour, 1]),
    );
    const { metrics, days } = await usage([packageOf('APM_PRO', hours, 60)], day(1), day(1));
    expect(metrics).toEqual([
      {
        applicationId: '7',
        day: day(1),
        capability: 'APM',
        tier: 'PRO',
        units: '300',
        unitsAverage: '11.5',
        nodeCount: 24,
      },
    ]);
    expect(days).toEqual([{ applicationId: '7', day: day(1), missing: [] }]);
  });

  test('is a gap, without a metric, when an hour is missing', async () => {
    const hours = Array.from({ length: 23 }, (_, hour) =>
      pointAt(`${day(1)}T${String(hour).padStart(2, '0')}:00:00Z`, 5),
    );
    const { metrics, days } = await usage([packageOf('APM_PRO', hours, 60)], day(1), day(1));
    expect(metrics).toEqual([]);
    expect(days[0]?.missing).toEqual(['APM/PRO']);
  });

  test('of 0 makes no metric but a complete day', async () => {
    const { metrics, days } = await usage([
      packageOf('APM_PRO', [pointAt(midnight(1), 0), pointAt(midnight(2), 3)]),
    ]);
    expect(metrics.map((metric) => metric.day)).toEqual([day(2)]);
    expect(days.map((one) => one.missing)).toEqual([[], []]);
  });

  test('that one package lacks is a gap of that series alone; a package that never appears is none', async () => {
    const { metrics, days } = await usage([
      packageOf('APM_PRO', [pointAt(midnight(1), 4), pointAt(midnight(2), 4)]),
      packageOf('MRUM_PEAK', { ...(pointAt(midnight(2), '7.50', null) as object) }),
    ]);
    expect(days.map((one) => one.missing)).toEqual([['MRUM/PEAK'], []]);
    expect(metrics.find((metric) => metric.capability === 'MRUM')).toMatchObject({
      units: '7.5',
      unitsAverage: null,
      nodeCount: null,
    });
  });

  test('belongs to the UTC day, whatever zone the timestamp is written in', async () => {
    const { metrics } = await usage([
      packageOf('APM_PRO', [
        pointAt(`${day(1)}T23:30:00-02:00`, 9),
        pointAt('2025-10-31T22:00:00.0000000-02:00', 8),
      ]),
    ]);
    expect(metrics.map(({ day: on, units }) => [on, units])).toEqual([
      [day(1), '8'],
      [day(2), '9'],
    ]);
  });

  test('keeps numbers exact that JavaScript would round', async () => {
    server = await startTestServer((seen) => {
      const reply = appDynamicsDouble(withPackages(packageOf('APM_PRO', [pointAt(midnight(1), 'EXACT')])))(
        seen,
      );
      return { text: JSON.stringify(reply.json).replaceAll('"EXACT"', '123456.123456789012345678') };
    });
    const given = { APPD_CONTROLLER: server.url, APPD_CLIENT_ID: 'a@b', APPD_CLIENT_SECRET: 'c' };
    const source = appdynamics.connect(appdynamics.settings.parse(given), recordingTools());
    const { metrics } = await source.extractUsageMetrics('7', day(1), day(1));
    expect(metrics[0]?.units).toBe('123456.123456789012345678');
  });

  test('has no average when the vendor always answers 0 beside a real maximum', async () => {
    const { metrics } = await usage([packageOf('APM_PRO', [pointAt(midnight(1), 5, 0)])], day(1), day(1));
    expect(metrics[0]).toMatchObject({ units: '5', unitsAverage: null });
  });
});

describe('a point that cannot be used', () => {
  test.each([
    ['negative-units', pointAt(midnight(1), -3)],
    ['absurd-units', pointAt(midnight(1), 10_000_001)],
    ['absurd-units', pointAt(midnight(1), '1e39')],
    ['units-not-numeric', pointAt(midnight(1), 'many')],
    ['units-not-numeric', pointAt(midnight(1), null)],
    ['point-malformed', { timestamp: midnight(1), used: 'none' }],
    ['timestamp-unreadable', pointAt('2025-02-30T00:00:00Z', 5)],
    ['outside-window', pointAt('2025-10-20T00:00:00Z', 5)],
    ['future-day', pointAt('2031-01-01T00:00:00Z', 5)],
  ])('is kept as %s, and its day is a gap', async (reason, point) => {
    const { metrics, days, rejected } = await usage([packageOf('APM_PRO', [point, pointAt(midnight(2), 3)])]);
    expect(rejected).toMatchObject([{ reason, row: point }]);
    expect(days.map((one) => one.missing)).toEqual([['APM/PRO'], []]);
    expect(metrics.map((metric) => metric.day)).toEqual([day(2)]);
  });

  test('that repeats another word for word is dropped; two that differ are both rejected', async () => {
    const { metrics, days, rejected, warnings } = await usage([
      packageOf('APM_PRO', [
        pointAt(midnight(1), 3),
        pointAt(midnight(1), 3),
        pointAt(midnight(2), 3),
        pointAt(midnight(2), 4),
        pointAt(midnight(2), 3),
      ]),
    ]);
    expect(metrics.map((metric) => metric.day)).toEqual([day(1)]);
    expect(rejected.map((row) => row.reason)).toEqual(Array(3).fill('contradicting-points'));
    expect(days[1]?.missing).toEqual(['APM/PRO']);
    expect(warnings.join()).toContain('1 repeated usage points');
  });

  test('at the end of the window belongs to the next day and is not ours', async () => {
    const { rejected, metrics } = await usage(
      [packageOf('APM_PRO', [pointAt(midnight(1), 3), pointAt(midnight(2), 9)])],
      day(1),
      day(1),
    );
    expect([rejected, metrics.length]).toEqual([[], 1]);
  });

  test('of today is not final: the day stays unknown', async () => {
    const { days, rejected } = await usage(
      [packageOf('APM_PRO', [pointAt(midnight(4), 3), pointAt(midnight(5), 3)])],
      day(4),
      day(5),
    );
    expect(days.map((one) => one.day)).toEqual([day(4)]);
    expect(rejected[0]?.reason).toBe('future-day');
  });
});

describe('packages', () => {
  test('that nobody has mapped are kept under unmapped, and said', async () => {
    const { metrics, warnings } = await usage(
      [packageOf('NEW_THING', [pointAt(midnight(1), 2)])],
      day(1),
      day(1),
    );
    expect(metrics[0]).toMatchObject({ capability: 'unmapped', tier: 'NEW_THING', units: '2' });
    expect(warnings.join()).toContain('"NEW_THING" is not in the package map');
  });

  test('that the map ignores are not charged twice', async () => {
    const data = [pointAt(midnight(1), 2)];
    const { metrics } = await usage(
      [packageOf('eum-unified', data), packageOf('EUM_Browser', data)],
      day(1),
      day(1),
    );
    expect(metrics).toEqual([]);
  });

  test('of one series are added, and take their tier from the edition', async () => {
    const source = await connect({
      ...withPackages(
        packageOf('apm-agent', [pointAt(midnight(1), 2)]),
        packageOf('dotnet', [pointAt(midnight(1), '0.5')]),
      ),
      info: { packages: [{ packageName: 'APM-AGENT', properties: {} }], properties: { edition: 'Pro' } },
    });
    const { metrics } = await source.extractUsageMetrics('7', day(1), day(1));
    expect(metrics).toMatchObject([{ capability: 'APM', tier: 'PRO', units: '2.5' }]);
  });

  test('without an edition are kept as unmapped rather than given a tier', async () => {
    const { metrics, warnings } = await usage(
      [packageOf('netviz', [pointAt(midnight(1), 2)])],
      day(1),
      day(1),
    );
    expect(metrics[0]).toMatchObject({ capability: 'unmapped', tier: 'netviz' });
    expect(warnings.join()).toContain('edition');
  });
});

describe('a window', () => {
  test('longer than a request may be is asked for in parts that do not overlap', async () => {
    const source = await connect(smallWorld, { APPD_MAX_DAYS_PER_REQUEST: '2' });
    await source.extractUsageMetrics('7', day(1), day(3));
    const asked = server.seen.filter((seen) => seen.path.includes('/allocation/'));
    expect(asked.map((seen) => [seen.query.get('dateFrom'), seen.query.get('dateTo')])).toEqual([
      [midnight(1), midnight(3)],
      [midnight(3), midnight(4)],
    ]);
    expect(tools.raw.map((raw) => raw.slice)).toContain(
      'application=7 rule=r7 from=2025-11-03 to=2025-11-03',
    );
  });
});

describe('license rules', () => {
  const rule = (id: string, value: string, operator = 'ID_EQUALS') => ({
    id,
    licenseKey: `key-${id}`,
    filters: [{ type: 'APPLICATION', operator, value }],
    packages: [packageOf('APM_PRO', [pointAt(midnight(1), 4)])],
  });

  test('without one application keep their usage as rejected rows, once per window', async () => {
    const several = { ...rule('many', '7'), filters: [...rule('x', '7').filters, ...rule('x', '8').filters] };
    const none = { ...rule('none', ''), filters: [] };
    const source = await connect({
      applications: [
        { id: 7, name: 'Shop' },
        { id: 8, name: 'Bar' },
        { id: 9, name: 'Lone' },
      ],
      rules: [rule('r7', '7'), rule('r8', 'bar', 'EQUALS'), several, none],
    });
    const first = await source.extractUsageMetrics('7', day(1), day(1));
    const second = await source.extractUsageMetrics('8', day(1), day(1));
    const lone = await source.extractUsageMetrics('9', day(1), day(1));
    expect(first.rejected.map((row) => row.reason)).toEqual([
      'rule-of-several-applications',
      'rule-without-application',
    ]);
    expect([second.metrics.length, second.rejected.length]).toEqual([1, 0]);
    expect([lone.days.length, lone.warnings.length]).toEqual([0, 1]);
  });

  test('are compared with the account total, day by day', async () => {
    const source = await connect({
      ...smallWorld,
      accountPackages: [packageOf('APM_PEAK', [pointAt(midnight(1), 10), pointAt(midnight(2), 15)])],
    });
    await source.extractUsageMetrics('7', day(1), day(2));
    const warnings = await source.compareWithAccountTotal(day(1), day(2));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      'on 1 of 2 days, most on 2025-11-02: account 15, rules 12 (usage under no rule)',
    );
  });
});

describe('the account', () => {
  test('applications without a name and repeated ids are rejected, the first one stays', async () => {
    const source = await connect({
      applications: [{ id: 1, name: 'A' }, { id: '1', name: 'B' }, { id: 2, name: ' ' }, { name: 'C' }],
    });
    const { applications, rejected } = await source.extractApplications();
    expect(applications).toEqual([{ nativeId: '1', name: 'A' }]);
    expect(rejected.map((row) => row.reason)).toEqual(['duplicate-id', 'name-missing', 'id-missing']);
  });

  test('licensed by agents is told apart from a vendor’s trouble', async () => {
    const double = appDynamicsDouble(smallWorld);
    server = await startTestServer((seen) =>
      seen.path.includes('/usage/')
        ? { status: 500, text: 'java.lang.UnsupportedOperationException: Not supported for Agent' }
        : double(seen),
    );
    const given = { APPD_CONTROLLER: server.url, APPD_CLIENT_ID: 'a@b', APPD_CLIENT_SECRET: 'c' };
    const source = appdynamics.connect(appdynamics.settings.parse(given), recordingTools());
    await expect(source.extractUsageMetrics('7', day(1), day(1))).rejects.toThrow(ContractError);
    expect(server.seen.filter((seen) => seen.path.includes('/usage/'))).toHaveLength(1);
  });
});

describe('hosts', () => {
  const node = (machineName: unknown): unknown => ({ id: 1, name: 'node', tierName: 'web', machineName });

  /** Every nodes request is answered so. */
  async function connectWithNodes(reply: Reply): Promise<UsageSource> {
    const double = appDynamicsDouble(smallWorld);
    server = await startTestServer((seen) => (seen.path.endsWith('/nodes') ? reply : double(seen)));
    const given = { APPD_CONTROLLER: server.url, APPD_CLIENT_ID: 'a@b', APPD_CLIENT_SECRET: 'c' };
    return appdynamics.connect(appdynamics.settings.parse(given), recordingTools());
  }

  test('are the machines of all nodes, each once; a node without one is passed over', async () => {
    const names = ['web-1.example.com', 'WEB-1.example.com', ' db-1 ', null, undefined, '', 7];
    const source = await connect({ ...smallWorld, nodes: { '7': names.map(node) } });
    expect(await source.extractHosts('7')).toEqual({ hosts: ['web-1.example.com', 'db-1'], warnings: [] });
    const asked = server.seen.filter((seen) => seen.path.endsWith('/nodes'));
    expect(asked.map((seen) => [seen.path, seen.query.get('output')])).toEqual([
      ['/controller/rest/applications/7/nodes', 'JSON'],
    ]);
    expect(tools.raw.map((raw) => raw.slice)).toContain('nodes application=7');
  });

  test('are none, without a request, when the setting says so', async () => {
    const source = await connect(
      { ...smallWorld, nodes: { '7': [node('web-1')] } },
      { APPD_READ_HOSTS: 'false' },
    );
    expect(await source.extractHosts('7')).toEqual({ hosts: [], warnings: [] });
    expect(server.seen).toEqual([]);
  });

  test.each([
    [403, 'Forbidden'],
    [404, 'No such resource'],
    [400, 'Invalid application id 7 is specified'],
  ])('that a %i keeps from us are unknown, which is said once', async (status, message) => {
    const source = await connectWithNodes({ status, json: { message } });
    const first = await source.extractHosts('7');
    expect(first.hosts).toBeNull();
    expect(first.warnings).toHaveLength(1);
    expect(first.warnings[0]).toMatch(new RegExp(`^hosts are unknown: .*${status}.*application 7`));
    expect(await source.extractHosts('8')).toEqual({ hosts: null, warnings: [] });
  });

  test.each([
    ['a 401', { status: 401, json: {} }, AuthError],
    ['a 429', { status: 429, json: {} }, RateLimitedError],
    ['a 500', { status: 500, json: {} }, UpstreamError],
    ['an unexplained 400', { status: 400, json: { message: 'Bad output' } }, ContractError],
    ['an answer cut off', { text: '[{"machineName": "we' }, UpstreamError],
    ['no list', { json: { nodes: [] } }, ContractError],
  ])('fail the stage as everything else does on %s', async (_, reply, error) => {
    const source = await connectWithNodes(reply);
    await expect(source.extractHosts('7')).rejects.toThrow(error);
  });
});

describe('the token', () => {
  test('is asked for with client@account and form-encoded, once for callers side by side', async () => {
    const source = await connect(smallWorld, { APPD_CLIENT_ID: 'etl', APPD_ACCOUNT: 'acme' });
    await Promise.all([source.extractApplications(), source.compareWithAccountTotal(day(1), day(2))]);
    const tokens = server.seen.filter((seen) => seen.path.endsWith('access_token'));
    expect(tokens).toHaveLength(1);
    expect(tokens[0]?.form.get('client_id')).toBe('etl@acme');
    expect(tokens[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test('is renewed before it expires, also when it lives for seconds', async () => {
    const source = await connect({ ...smallWorld, tokenLifeSeconds: 10 });
    await source.extractApplications();
    tools.advance(7_900);
    await source.compareWithAccountTotal(day(1), day(1));
    expect(server.seen.filter((seen) => seen.path.endsWith('access_token'))).toHaveLength(1);
    tools.advance(200);
    await source.compareWithAccountTotal(day(1), day(1));
    expect(server.seen.filter((seen) => seen.path.endsWith('access_token'))).toHaveLength(2);
  });

  test('is renewed once when the controller forgets it', async () => {
    const double = appDynamicsDouble(smallWorld);
    server = await startTestServer((seen) =>
      seen.headers.authorization === 'Bearer token-number-1'
        ? { status: 401, text: '<html>expired</html>' }
        : double(seen),
    );
    const given = { APPD_CONTROLLER: server.url, APPD_CLIENT_ID: 'a@b', APPD_CLIENT_SECRET: 'c' };
    const source = appdynamics.connect(appdynamics.settings.parse(given), recordingTools());
    expect((await source.extractApplications()).applications).toHaveLength(1);
  });
});
