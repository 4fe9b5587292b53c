import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  startServiceNow,
  type ServiceNowOptions,
  type ServiceNowSimulator,
} from '../../../simulators/servicenow/start.ts';
import { createWorld } from '../../../simulators/world.ts';
import { move } from '../../../simulators/worlds/enterprise-services.ts';

type Fields = Readonly<Record<string, unknown>>;

const world = createWorld('enterprise');
let instance: ServiceNowSimulator;

beforeEach(async () => {
  world.clock.set('2025-10-29');
  instance = await startServiceNow({ world });
});
afterEach(() => instance.close());

async function restart(options: Partial<ServiceNowOptions>): Promise<void> {
  await instance.close();
  instance = await startServiceNow({ world, ...options });
}

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const basic = Buffer.from(`${instance.user}:${instance.password}`).toString('base64');
  return fetch(`${instance.url}${path}`, {
    headers: { accept: 'application/json', authorization: `Basic ${basic}`, ...headers },
  });
}

async function rows(table: string, query: Record<string, string> = {}): Promise<Fields[]> {
  const response = await ask(`/api/now/table/${table}?${new URLSearchParams(query).toString()}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: Fields[] }).result;
}

const ids = (found: readonly Fields[]): unknown[] => found.map((row) => row['sys_id']);

describe('queries', () => {
  test('the parent class gives the rows of its children', async () => {
    const servers = await rows('cmdb_ci_server', { sysparm_fields: 'sys_id,sys_class_name' });
    expect(servers).toHaveLength(world.cmdb().servers.length);
    expect(new Set(servers.map((row) => row['sys_class_name']))).toEqual(
      new Set(['cmdb_ci_linux_server', 'cmdb_ci_win_server']),
    );
  });

  test('conditions, lists, alternatives and dot-walks select what they say', async () => {
    const all = world.cmdb().services;
    const count = async (query: string): Promise<number> =>
      (await rows('cmdb_ci_service', { sysparm_query: query, sysparm_fields: 'sys_id' })).length;
    expect(await count('operational_status=6')).toBe(
      all.filter((one) => one.operationalStatus === '6').length,
    );
    expect(await count('operational_statusIN2,6')).toBe(
      all.filter((one) => one.operationalStatus !== '1').length,
    );
    expect(await count('nameLIKEPortal')).toBe(all.filter((one) => one.name.includes('Portal')).length);
    expect(await count('nameSTARTSWITHSAP^ORnameSTARTSWITHPlant')).toBe(5);
    expect(await count('u_sector.name=Europe^NQname=WMS')).toBe(
      all.filter((one) => one.sector === 'Europe').length,
    );
    expect(await count('u_sectorISEMPTY')).toBe(1);
    expect(await count(`sys_updated_on>=${move.on} 00:00:00^sys_updated_on<2025-09-17 00:00:00`)).toBe(1);
  });

  test('a misspelt condition is dropped, so that more comes than was asked for', async () => {
    expect(await rows('cmdb_ci_service', { sysparm_query: 'instal_status=7' })).toHaveLength(90);
    instance.behavior.invalidQueryReturnsNoRows = true;
    expect(await rows('cmdb_ci_service', { sysparm_query: 'instal_status=7' })).toHaveLength(0);
  });

  test('pairs filter by what people see', async () => {
    expect(await rows('cmdb_ci_service', { u_sector: 'Europe' })).toHaveLength(
      world.cmdb().services.filter((one) => one.sector === 'Europe').length,
    );
  });

  test('relations tell the classes of both ends, and services reach servers in two hops', async () => {
    const relations = await rows('cmdb_rel_ci', {
      sysparm_query: 'type=60bc4e22c0a8010e01f074cbe6bd73c3^ORtype.name=Depends on::Used by^ORDERBYsys_id',
      sysparm_fields: 'parent,child,type.name,parent.sys_class_name,child.sys_class_name',
      sysparm_exclude_reference_link: 'true',
    });
    const kinds = new Set(
      relations.map((row) =>
        [row['parent.sys_class_name'], row['type.name'], row['child.sys_class_name']].join(' > '),
      ),
    );
    expect(kinds).toContain('cmdb_ci_service_auto > Depends on::Used by > cmdb_ci_appl');
    expect(kinds).toContain('cmdb_ci_appl > Runs on::Runs > cmdb_ci_linux_server');
    expect(kinds).toContain('cmdb_ci_service_auto > Depends on::Used by > cmdb_ci_linux_server');
    expect([...kinds].filter((kind) => kind.startsWith('cmdb_ci_service_auto > Runs on'))).toEqual([]);
  });

  test('the instance tells only the present', async () => {
    const sector = async (): Promise<unknown> =>
      (
        await rows('cmdb_ci_service', {
          sysparm_query: `name=${move.service}`,
          sysparm_fields: 'u_sector.name',
        })
      )[0];
    world.clock.set('2025-09-15');
    expect(await sector()).toEqual({ 'u_sector.name': move.from });
    world.clock.set('2025-09-16');
    expect(await sector()).toEqual({ 'u_sector.name': move.to });
  });
});

describe('fields', () => {
  const one = {
    sysparm_query: 'name=Identity Platform',
    sysparm_fields: 'name,u_sector,u_h_code,no_such_field,owned_by.department',
  };

  test('raw references carry link and value, and unknown fields are missing', async () => {
    const [row] = await rows('cmdb_ci_service', one);
    expect(Object.keys(row ?? {})).toEqual(['name', 'u_sector', 'u_h_code', 'owned_by.department']);
    expect(row).toMatchObject({
      u_h_code: 'PLATFORM-001',
      u_sector: {
        link: expect.stringContaining('/api/now/table/u_sector/'),
        value: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
  });

  test('displayed references carry no value, or are plain text without links', async () => {
    const [row] = await rows('cmdb_ci_service', { ...one, sysparm_display_value: 'true' });
    expect(row?.['u_sector']).toEqual({
      display_value: 'Corporate/Shared Services',
      link: expect.any(String),
    });
    const [plain] = await rows('cmdb_ci_service', {
      ...one,
      sysparm_display_value: 'true',
      sysparm_exclude_reference_link: 'true',
    });
    expect(plain?.['u_sector']).toBe('Corporate/Shared Services');
  });

  test('asked for both, every field carries both', async () => {
    const [row] = await rows('cmdb_ci_service', {
      ...one,
      sysparm_fields: 'name,u_sector,operational_status,sys_updated_on',
      sysparm_display_value: 'all',
      sysparm_exclude_reference_link: 'true',
    });
    expect(row).toEqual({
      name: { display_value: 'Identity Platform', value: 'Identity Platform' },
      u_sector: {
        display_value: 'Corporate/Shared Services',
        value: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      operational_status: { display_value: 'Operational', value: '1' },
      sys_updated_on: { display_value: '2023-02-28 19:30:00', value: '2023-03-01 00:30:00' },
    });
  });

  test('an empty reference is an empty text', async () => {
    const [row] = await rows('cmdb_ci_service', {
      sysparm_query: 'name=Tax Determination',
      sysparm_fields: 'u_sector',
    });
    expect(row).toEqual({ u_sector: '' });
  });

  test('a hidden field is missing from rows, and forbidden in conditions', async () => {
    instance.access.hiddenFields.add('cmdb_ci_service.u_h_code');
    const [row] = await rows('cmdb_ci_service', one);
    expect(row).not.toHaveProperty('u_h_code');
    const response = await ask('/api/now/table/cmdb_ci_service?sysparm_query=u_h_codeISNOTEMPTY');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { message: 'Insufficient rights to query records' },
    });
  });

  test("a company's own field names are taken", async () => {
    await restart({ fields: { sector: 'u_business_sector' } });
    const [row] = await rows('cmdb_ci_service', {
      sysparm_limit: '1',
      sysparm_query: 'u_business_sectorISNOTEMPTY',
    });
    expect(row).toHaveProperty('u_business_sector');
    expect(row).not.toHaveProperty('u_sector');
  });
});

describe('pages', () => {
  const page = (offset: number, more: Record<string, string> = {}): Promise<Response> =>
    ask(
      `/api/now/table/cmdb_ci_service?${new URLSearchParams({
        sysparm_fields: 'sys_id,name',
        sysparm_limit: '40',
        sysparm_offset: String(offset),
        ...more,
      }).toString()}`,
    );

  test('ordered pages give each row once, and say how many there are', async () => {
    const seen: unknown[] = [];
    for (const offset of [0, 40, 80]) {
      const response = await page(offset, { sysparm_query: 'ORDERBYsys_id' });
      expect(response.headers.get('x-total-count')).toBe('90');
      seen.push(...ids(((await response.json()) as { result: Fields[] }).result));
    }
    expect(seen).toHaveLength(90);
    expect(seen).toEqual([...new Set(seen as string[])].sort());
  });

  test('without an order two scans differ', async () => {
    const fields = { sysparm_fields: 'sys_id' };
    expect(ids(await rows('cmdb_ci_service', fields))).not.toEqual(
      ids(await rows('cmdb_ci_service', fields)),
    );
  });

  test('links keep the query with its commas, and end where the list ends', async () => {
    const first = (await page(0)).headers.get('link') ?? '';
    expect(first).toContain('sysparm_fields=sys_id,name');
    expect([...first.matchAll(/rel="(\w+)"/g)].map((match) => match[1])).toEqual(['first', 'next', 'last']);
    expect(first).toMatch(/sysparm_offset=80>;rel="last"$/);
    const last = (await page(80)).headers.get('link') ?? '';
    expect([...last.matchAll(/rel="(\w+)"/g)].map((match) => match[1])).toEqual(['first', 'prev', 'last']);
    expect((await page(0, { sysparm_limit: '100' })).headers.get('link')).toBeNull();
  });

  test('hidden rows shorten pages but not the total', async () => {
    instance.access.hidesRow = (table, row) =>
      table === 'cmdb_ci_service' && (row['name'] ?? '').startsWith('P');
    const hidden = world.cmdb().services.filter((one) => one.name.startsWith('P')).length;
    const response = await page(0, { sysparm_limit: '1000' });
    expect(response.headers.get('x-total-count')).toBe('90');
    expect(((await response.json()) as { result: Fields[] }).result).toHaveLength(90 - hidden);
    const stats = await ask('/api/now/stats/cmdb_ci_service?sysparm_count=true');
    expect(await stats.json()).toEqual({ result: { stats: { count: String(90 - hidden) } } });
  });

  test('a cancelled query is an error, or a result that breaks off', async () => {
    instance.behavior.cancelAbove = { rows: 20, form: 'status' };
    expect((await page(0)).status).toBe(500);
    expect((await page(0, { sysparm_limit: '20' })).status).toBe(200);
    instance.behavior.cancelAbove = { rows: 20, form: 'body' };
    const broken = await page(0);
    expect(broken.status).toBe(200);
    const text = await broken.text();
    expect(text).toMatch(/^\{"result":\[.*maximum execution time exceeded/);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  test('nothing found is 404 in version 1 and an empty list in version 2', async () => {
    expect((await ask('/api/now/v1/table/cmdb_ci_service?sysparm_query=name=nobody')).status).toBe(404);
    const response = await ask('/api/now/v2/table/cmdb_ci_service?sysparm_query=name=nobody');
    expect(await response.json()).toEqual({ result: [] });
  });

  test('one record comes alone', async () => {
    const [service] = world.cmdb().services;
    const response = await ask(`/api/now/table/cmdb_ci_service/${service?.sysId}?sysparm_fields=name`);
    expect(await response.json()).toEqual({ result: { name: service?.name } });
  });
});

describe('the door', () => {
  test('a wrong password is refused in the words of the vendor', async () => {
    const response = await ask('/api/now/table/cmdb_ci_service', { authorization: 'Basic d3Jvbmc6d3Jvbmc=' });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
      status: 'failure',
    });
  });

  test('an instance that restricts Basic refuses the right password, and takes a token', async () => {
    await restart({ isBasicRestricted: true });
    expect((await ask('/api/now/table/u_sector')).status).toBe(401);
    const { clientId, clientSecret } = instance;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const granted = await fetch(`${instance.url}/oauth_token.do`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    expect((await ask('/api/now/table/u_sector', { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  test('too many requests get 429 with three headers and a time to wait', async () => {
    await restart({ rateLimit: { requests: 2, windowSeconds: 60 } });
    const [first, , third] = [
      await ask('/api/now/table/u_sector'),
      await ask('/api/now/table/u_sector'),
      await ask('/api/now/table/u_sector'),
    ];
    expect(first.headers.get('x-ratelimit-limit')).toBe('2');
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await third.json()).toMatchObject({ error: { message: 'Rate limit exceeded' } });
  });

  test.each([
    ['an unknown table', '/api/now/table/cmdb_ci_nothing', 400],
    ['an unknown path', '/api/now/nothing', 400],
    ['a negative offset', '/api/now/table/u_sector?sysparm_offset=-1', 400],
    ['an operator that is not simulated', '/api/now/table/u_sector?sysparm_query=nameDYNAMICx', 501],
  ])('%s is refused', async (_, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  test('the dictionary names each column at the table that brings it', async () => {
    const found = await rows('sys_dictionary', {
      sysparm_query: 'name=cmdb_ci_service^element=u_sector',
      sysparm_fields: 'element,reference',
    });
    expect(found).toEqual([{ element: 'u_sector', reference: 'u_sector' }]);
  });
});
