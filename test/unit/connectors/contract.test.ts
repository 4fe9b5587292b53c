import { afterEach, describe, expect, test } from '@jest/globals';
import type { ConnectorTools } from '../../../connectors/connector.ts';
import { cmdbConnectors, usageConnectors } from '../../../connectors/registry.ts';
import {
  AuthError,
  ContractError,
  type PipelineError,
  RateLimitedError,
  UpstreamError,
} from '../../../pipeline/errors.ts';
import { appDynamicsDouble, smallWorld } from '../../support/appdynamics-double.ts';
import { recordingTools } from '../../support/connector-tools.ts';
import { startTestServer, type Reply, type Seen, type TestServer } from '../../support/http-server.ts';
import { serviceNowDouble, smallCmdb } from '../../support/servicenow-double.ts';

interface Double {
  readonly settings: (url: string) => Record<string, string>;
  readonly real: () => (seen: Seen) => Reply;
  readonly empty: () => (seen: Seen) => Reply;
  /** Requests that hand out tokens stay well in every fault. */
  readonly isToken: (path: string) => boolean;
  readonly secrets: readonly string[];
}

const doubles: Readonly<Record<string, Double>> = {
  appdynamics: {
    settings: (url) => ({
      APPD_CONTROLLER: url,
      APPD_CLIENT_ID: 'etl@acme',
      APPD_CLIENT_SECRET: 'very-secret-1',
    }),
    real: () => appDynamicsDouble(smallWorld),
    empty: () => appDynamicsDouble({}),
    isToken: (path) => path.endsWith('/access_token'),
    secrets: ['very-secret-1', 'key-of-rule-seven', 'token-number'],
  },
  servicenow: {
    settings: (url) => ({ SN_INSTANCE: url, SN_USER: 'etl.user', SN_PASS: 'very-secret-2' }),
    real: () => serviceNowDouble(smallCmdb),
    empty: () =>
      serviceNowDouble({
        tables: { cmdb_ci_service: [], cmdb_ci_server: [], cmdb_ci_appl: [], cmdb_rel_ci: [] },
      }),
    isToken: (path) => path === '/oauth_token.do',
    secrets: ['very-secret-2', Buffer.from('etl.user:very-secret-2').toString('base64')],
  },
};

const connectors = [
  ...usageConnectors.map((connector) => ({
    connector,
    extract: async (settings: Record<string, unknown>, tools: ConnectorTools): Promise<number> => {
      const source = connector.connect(settings, tools);
      const { applications } = await source.extractApplications();
      let rows = applications.length;
      for (const { nativeId } of applications) {
        rows += (await source.extractUsageMetrics(nativeId, '2025-11-01', '2025-11-02')).metrics.length;
        await source.extractHosts(nativeId);
      }
      await source.compareWithAccountTotal('2025-11-01', '2025-11-02');
      return rows;
    },
  })),
  ...cmdbConnectors.map((connector) => ({
    connector,
    extract: async (settings: Record<string, unknown>, tools: ConnectorTools): Promise<number> => {
      const source = connector.connect(settings, tools);
      const services = (await source.extractServices()).rows;
      const servers = (await source.extractServers()).rows;
      const ids = (rows: readonly { sysId: string }[]): Set<string> => new Set(rows.map((row) => row.sysId));
      return (
        services.length +
        servers.length +
        (await source.extractRunsOn(ids(services), ids(servers))).rows.length
      );
    },
  })),
];

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe.each(connectors.map((one) => [one.connector.id, one] as const))(
  '%s',
  (id, { connector, extract }) => {
    const double = doubles[id] as Double;
    const run = async (handler: (seen: Seen) => Reply) => {
      const started = await startTestServer(handler);
      server = started;
      const tools = recordingTools();
      const settings = connector.settings.parse(double.settings(started.url));
      const result = await extract(settings, tools).catch((error: unknown) => error);
      const dataRequests = started.seen.filter((seen) => !double.isToken(seen.path)).length;
      return { result, tools, dataRequests, error: result as PipelineError };
    };
    const faulty = (reply: Reply) => run((seen) => (double.isToken(seen.path) ? double.real()(seen) : reply));

    test('has a double in this suite', () => {
      expect(double).toBeDefined();
    });

    test('brings real data, keeps every answer, and shows that it lives', async () => {
      const { result, tools, dataRequests } = await run(double.real());
      expect(result).toBe(3);
      expect(tools.raw).toHaveLength(dataRequests);
      expect(tools.signsOfLife.length).toBeGreaterThanOrEqual(dataRequests);
    });

    test('keeps no secret in raw answers, paths or signs of life', async () => {
      const { tools } = await run(double.real());
      const kept = JSON.stringify([tools.raw, tools.signsOfLife]);
      for (const secret of double.secrets) expect(kept).not.toContain(secret);
    });

    test('finds nothing in an empty source without failing', async () => {
      expect((await run(double.empty())).result).toBe(0);
    });

    test.each([401, 403])('a %i is the operator’s turn and no data request is repeated', async (status) => {
      const { error, dataRequests, tools } = await faulty({ status, json: { message: 'no' } });
      expect(error).toBeInstanceOf(AuthError);
      expect(error.retryable).toBe(false);
      expect(error.message).toContain(String(status));
      expect(dataRequests).toBeLessThanOrEqual(id === 'appdynamics' && status === 401 ? 2 : 1);
      expect(tools.sleeps).toEqual([]);
    });

    test('a 429 with Retry-After is waited for, then goes up with the vendor’s wish', async () => {
      const { error, tools } = await faulty({ status: 429, headers: { 'retry-after': '7' }, json: {} });
      expect(error).toBeInstanceOf(RateLimitedError);
      expect(error).toMatchObject({ name: 'RateLimitedError', retryAfterMs: 7000 });
      expect(tools.sleeps).toEqual([7000, 7000, 7000]);
    });

    test('a 429 that asks for longer than a minute goes up at once', async () => {
      const { error, dataRequests } = await faulty({
        status: 429,
        headers: { 'retry-after': '900' },
        json: {},
      });
      expect(error).toMatchObject({ name: 'RateLimitedError', retryAfterMs: 900_000 });
      expect(dataRequests).toBe(1);
    });

    test('a 429 without Retry-After backs off by powers of two', async () => {
      const { error, tools } = await faulty({ status: 429, json: {} });
      expect(error).toBeInstanceOf(RateLimitedError);
      expect(error).toMatchObject({ name: 'RateLimitedError', retryAfterMs: 60_000 });
      expect(tools.sleeps).toEqual([2000, 4000, 8000]);
    });

    test('a 503 is repeated a few times, then is the vendor’s turn', async () => {
      const { error, dataRequests } = await faulty({ status: 503, json: {} });
      expect(error).toBeInstanceOf(UpstreamError);
      expect(error.retryable).toBe(true);
      expect(dataRequests).toBe(4);
    });

    test('a source that recovers from a 500 gives the same data', async () => {
      let broken = true;
      const real = double.real();
      const { result } = await run((seen) => {
        if (double.isToken(seen.path) || !broken) return real(seen);
        broken = false;
        return { status: 500, json: {} };
      });
      expect(result).toBe(3);
    });

    test('JSON of another shape names place and expectation, and is not repeated', async () => {
      const { error, dataRequests } = await faulty({ json: 'surprise' });
      expect(error).toBeInstanceOf(ContractError);
      expect(error.message).toMatch(/GET \/.* answered a string at \$, expected/);
      expect(dataRequests).toBe(1);
    });

    test('a login page with status 200 is the operator’s turn', async () => {
      const { error } = await faulty({ text: '<html><title>Log in</title><input type="password"></html>' });
      expect(error).toBeInstanceOf(AuthError);
      expect(error.message).toContain('a web page titled "Log in"');
    });

    test('another page with status 200 may pass', async () => {
      const { error } = await faulty({ text: '<html><title>Maintenance window</title></html>' });
      expect(error).toBeInstanceOf(UpstreamError);
    });

    test('truncated JSON says how many bytes came', async () => {
      const { error, dataRequests, tools } = await faulty({ text: '{"result":[{"sys_id":"1"' });
      expect(error).toBeInstanceOf(UpstreamError);
      expect(error.message).toContain('24 bytes');
      expect(dataRequests).toBe(4);
      expect(tools.raw).toEqual([]);
    });

    test('a connection that breaks in mid-answer says how far it came', async () => {
      const { error } = await faulty({ text: '{"result":[{"sys_id":"1"}]}', cut: 10 });
      expect(error).toBeInstanceOf(UpstreamError);
      expect(error.message).toContain('after 10 bytes');
    });

    test('no error shows a secret, even if the vendor repeats it', async () => {
      for (const status of [400, 401, 403, 500]) {
        const { error } = await faulty({ status, json: { message: `bad ${double.secrets.join(' ')}` } });
        for (const secret of double.secrets.slice(0, 1))
          expect(`${error.message} ${error.remedy}`).not.toContain(secret);
        await server?.close();
      }
    });

    test('a cancelled stage ends with its own reason, not as a vendor’s fault', async () => {
      const controller = new AbortController();
      const reason = new Error('stage cancelled');
      const started = await startTestServer((seen) => {
        if (!double.isToken(seen.path)) setTimeout(() => controller.abort(reason), 20);
        return { ...double.real()(seen), delayMs: double.isToken(seen.path) ? 0 : 5000 };
      });
      server = started;
      const settings = connector.settings.parse(double.settings(started.url));
      await expect(extract(settings, recordingTools(undefined, controller.signal))).rejects.toBe(reason);
    });

    test('the probe is one cheap authenticated call', async () => {
      const started = await startTestServer(double.real());
      server = started;
      const settings = connector.settings.parse(double.settings(started.url));
      expect(await connector.probe(settings, recordingTools())).toContain(connector.title);
      expect(started.seen.filter((seen) => !double.isToken(seen.path))).toHaveLength(1);
    });

    test('every problem of the settings is listed at once', () => {
      const names = Object.keys(double.settings('x'));
      const result = connector.settings.safeParse({});
      const paths = new Set(result.error?.issues.map((issue) => String(issue.path[0] ?? '')));
      expect(result.success).toBe(false);
      expect(paths.has(names[0] as string)).toBe(true);
      expect(connector.secrets.every((name) => name in connector.settings.shape)).toBe(true);
    });
  },
);
