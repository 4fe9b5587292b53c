import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  startAppDynamics,
  type AppDynamicsOptions,
  type AppDynamicsSimulator,
} from '../../../simulators/appdynamics/start.ts';
import { createWorld, type World } from '../../../simulators/world.ts';

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

interface Point {
  readonly timestamp: string;
  readonly used: { readonly min: number; readonly max: number; readonly avg: number; readonly count: number };
  readonly registrations?: readonly { readonly registered: { readonly max: number } }[];
}

interface UsageBody {
  readonly accountId: number;
  readonly licenseRule?: { readonly licenseKey: string };
  readonly packages: readonly {
    readonly name: string;
    readonly unitUsages: readonly [
      { readonly granularityInMinutes: number; readonly data: readonly Point[] },
    ];
  }[];
}

let world: World;
let controller: AppDynamicsSimulator;
let bearer: string;

beforeEach(async () => {
  world = createWorld('design');
  await start({ world });
});
afterEach(() => controller.close());

async function start(options: AppDynamicsOptions): Promise<void> {
  controller = await startAppDynamics(options);
  bearer = await takeToken();
}

async function restart(options: Partial<AppDynamicsOptions>): Promise<void> {
  await controller.close();
  await start({ world, ...options });
}

function askToken(secret: string): Promise<Response> {
  const form = {
    grant_type: 'client_credentials',
    client_id: `${controller.clientId}@${world.account.name}`,
    client_secret: secret,
  };
  const body = new URLSearchParams(form);
  return fetch(`${controller.url}/controller/api/oauth/access_token`, { method: 'POST', body });
}

async function takeToken(): Promise<string> {
  const body = (await (await askToken(controller.clientSecret)).json()) as { access_token: string };
  return body.access_token;
}

async function get(path: string): Promise<Reply> {
  const response = await fetch(`${controller.url}${path}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}

const licensing = '/controller/licensing/v1';
const october = 'dateFrom=2025-10-27T00:00:00Z&dateTo=2025-10-29T00:00:00Z';

async function usageOf(path: string): Promise<UsageBody> {
  const reply = await get(`${licensing}${path}`);
  expect(reply.status).toBe(200);
  return reply.body as UsageBody;
}

function allocationPath(query: string): string {
  return `/usage/account/23511/allocation/${world.applications()[0]?.licenseKey}?${query}`;
}

function peaks(usage: UsageBody): Record<string, number[]> {
  return Object.fromEntries(
    usage.packages.map((one) => [one.name, one.unitUsages[0].data.map((point) => point.used.max)]),
  );
}

describe('tokens', () => {
  test('good credentials give a token of three parts that lives 300 seconds', async () => {
    const response = await askToken(controller.clientSecret);
    const body = (await response.json()) as { access_token: string; expires_in: number };
    expect(body.expires_in).toBe(300);
    expect(body.access_token.split('.')).toHaveLength(3);
  });

  test('bad credentials, unknown tokens and revoked tokens are refused', async () => {
    expect((await askToken('wrong')).status).toBe(401);
    controller.revokeTokens();
    expect((await get('/controller/rest/applications?output=JSON')).status).toBe(401);
    bearer = 'made-up';
    expect((await get('/controller/rest/applications?output=JSON')).status).toBe(401);
  });

  test('a token dies when its life is over', async () => {
    await restart({ tokenLifeSeconds: 0.03 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await get('/controller/rest/applications?output=JSON')).status).toBe(401);
  });
});

describe('inventory', () => {
  test('the account id is text, and its links say http', async () => {
    const { body } = await get('/controller/api/accounts/myaccount');
    expect(body).toMatchObject({ id: '23511', name: 'acme' });
  });

  test('applications come as XML unless JSON is asked for, then with numbers as ids', async () => {
    expect((await get('/controller/rest/applications')).text).toMatch(/^<applications>/);
    const { body } = await get('/controller/rest/applications?output=JSON');
    expect(body).toHaveLength(6);
    expect((body as { id: unknown }[]).every((one) => typeof one.id === 'number')).toBe(true);
  });

  test('nodes name machines that the CMDB knows', async () => {
    const id = world.applications()[0]?.id;
    const { body } = await get(`/controller/rest/applications/${id}/nodes?output=JSON`);
    const servers = new Set(world.cmdb().servers.map((server) => server.name));
    const machines = (body as { machineName: string }[]).map((node) => node.machineName);
    expect(machines.length).toBeGreaterThan(0);
    expect(machines.filter((name) => !servers.has(name))).toEqual([]);
  });

  test('each application has a license rule of its own', async () => {
    const { body } = await get(`${licensing}/account/23511/allocation`);
    const values = (body as { filters: [{ type: string; operator: string; value: string }] }[]).map(
      (rule) => rule.filters[0],
    );
    expect(values.every((filter) => filter.type === 'APPLICATION' && filter.operator === 'ID_EQUALS')).toBe(
      true,
    );
    expect(values.map((filter) => filter.value)).toEqual(world.applications().map((one) => String(one.id)));
  });
});

describe('usage', () => {
  test('the highest point of a day is its units, at every granularity', async () => {
    const [daily, hourly, fine] = await Promise.all(
      [1440, 60, 5].map((minutes) => usageOf(allocationPath(`${october}&granularityMinutes=${minutes}`))),
    );
    if (!daily || !hourly || !fine) throw new Error('three answers expected');
    const application = world.applications()[0];
    for (const [name, values] of Object.entries(peaks(daily))) {
      const expected = ['2025-10-27', '2025-10-28'].map(
        (day) => world.usageOn(application?.id ?? 0, name, day)?.units,
      );
      expect(values).toEqual(expected);
      expect(Math.max(...(peaks(hourly)[name]?.slice(0, 24) ?? []))).toBe(expected[0]);
      expect(Math.max(...(peaks(fine)[name]?.slice(0, 288) ?? []))).toBe(expected[0]);
    }
    expect(daily.packages[0]?.unitUsages[0].data[0]?.used.count).toBe(288);
    expect(fine.packages[0]?.unitUsages[0].data).toHaveLength(576);
  });

  test('registrations come only when asked for, and add up to the nodes of the day', async () => {
    const plain = await usageOf(allocationPath(`${october}&granularityMinutes=1440`));
    expect(plain.packages[0]?.unitUsages[0].data[0]).not.toHaveProperty('registrations');
    const full = await usageOf(allocationPath(`${october}&granularityMinutes=1440&includeEntityTypes=true`));
    const id = world.applications()[0]?.id ?? 0;
    for (const one of full.packages) {
      const point = one.unitUsages[0].data[0];
      const registered = (point?.registrations ?? []).reduce((sum, entry) => sum + entry.registered.max, 0);
      expect(registered).toBe(world.usageOn(id, one.name, '2025-10-27')?.nodes);
    }
  });

  test('the account total is the sum of its rules, and less when rules overlap', async () => {
    const query = `${october}&granularityMinutes=1440`;
    const rules = await Promise.all(
      world
        .applications()
        .map((one) => usageOf(`/usage/account/23511/allocation/${one.licenseKey}?${query}`)),
    );
    const sum = rules.reduce((total, rule) => total + (peaks(rule)['APM_PEAK']?.[0] ?? 0), 0);
    expect(peaks(await usageOf(`/usage/account/23511?${query}`))['APM_PEAK']?.[0]).toBe(sum);
    await restart({ overlapPercent: 10 });
    const overlapped = peaks(await usageOf(`/usage/account/23511?${query}`))['APM_PEAK']?.[0];
    expect(overlapped).toBe(sum - Math.floor(sum / 10));
  });

  test.each([
    ['a granularity that is no multiple of five', `${october}&granularityMinutes=7`],
    ['no granularity', october],
    ['no dates', 'granularityMinutes=60'],
    [
      'seven digits of a second',
      'dateFrom=2025-10-27T00:00:00.0000000Z&dateTo=2025-10-29T00:00:00Z&granularityMinutes=60',
    ],
    ['an empty range', 'dateFrom=2025-10-29T00:00:00Z&dateTo=2025-10-29T00:00:00Z&granularityMinutes=60'],
  ])('%s is refused', async (_, query) => {
    expect((await get(`${licensing}${allocationPath(query)}`)).status).toBe(400);
  });

  test('a GUID as account id is refused', async () => {
    expect((await get(`${licensing}/account/${world.account.guid}/info`)).status).toBe(400);
  });

  test('400 days of an application come in a fraction of a second', async () => {
    world = createWorld('enterprise');
    await restart({});
    const { licenseKey } = world.applications()[0] ?? { licenseKey: '' };
    const query = 'dateFrom=2024-09-24T00:00:00Z&dateTo=2025-10-29T00:00:00Z&granularityMinutes=1440';
    const durations: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const started = process.cpuUsage();
      const usage = await usageOf(
        `/usage/account/40117/allocation/${licenseKey}?${query}&includeEntityTypes=true`,
      );
      const { user, system } = process.cpuUsage(started);
      durations.push((user + system) / 1000);
      expect(usage.packages[0]?.unitUsages[0].data).toHaveLength(400);
    }
    // Processor time, and the best of five: the rest tells how busy the machine is.
    expect(Math.min(...durations)).toBeLessThan(250);
  });
});

describe('rights and licensing models', () => {
  test('a missing right is named with its account', async () => {
    await restart({ permissions: new Set(['ACCOUNT_LICENSE'] as const) });
    const reply = await get(`${licensing}/usage/account/23511?${october}&granularityMinutes=60`);
    expect(reply.status).toBe(403);
    expect(reply.body).toEqual({
      errorMessage: 'User does not have permission to READ entity LICENSE_USAGE for account 23511',
    });
  });

  test('an agent-based account knows no usage by application, no mean and no editions', async () => {
    await restart({ model: 'agent' });
    const grouped = await get(`${licensing}/account/23511/grouped-usage/application/by-id?appId=6187`);
    expect([grouped.status, grouped.text]).toEqual([500, expect.stringContaining('Not supported for Agent')]);
    const usage = await usageOf(`/usage/account/23511?${october}&granularityMinutes=1440`);
    expect(usage.packages.map((one) => one.name)).toEqual(['apm-agent', 'eum-mobile']);
    expect(usage.packages[0]?.unitUsages[0].data[0]?.used).toMatchObject({ avg: 0 });
    expect(usage.packages[0]?.unitUsages[0].data[0]?.used.max).toBeGreaterThan(0);
  });

  test('grouped usage is a map by id whose hosts add up', async () => {
    const [first, second] = world.applications().map((one) => one.id);
    const { body } = await get(
      `${licensing}/account/23511/grouped-usage/application/by-id?appId=${first}&appId=${second}&appId=999`,
    );
    const { vCpuTotal, items } = body as {
      vCpuTotal: number;
      items: Record<string, { vCpu: number; hosts: { items: Record<string, { vCpu: number }> } }>;
    };
    expect(Object.keys(items)).toEqual([String(first), String(second)]);
    expect(Object.values(items).reduce((sum, one) => sum + one.vCpu, 0)).toBe(vCpuTotal);
    for (const item of Object.values(items)) {
      expect(Object.values(item.hosts.items).reduce((sum, host) => sum + host.vCpu, 0)).toBe(item.vCpu);
    }
  });
});
