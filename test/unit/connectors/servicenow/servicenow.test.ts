import { afterEach, describe, expect, test } from '@jest/globals';
import type { CmdbSource } from '../../../../connectors/connector.ts';
import { servicenow } from '../../../../connectors/servicenow/index.ts';
import { ConfigError, TooManyRejectsError, UpstreamError } from '../../../../pipeline/errors.ts';
import { recordingTools } from '../../../support/connector-tools.ts';
import { startTestServer, type Reply, type Seen, type TestServer } from '../../../support/http-server.ts';
import {
  both,
  relationRow,
  serverRow,
  serviceNowDouble,
  serviceRow,
  smallCmdb,
  sysId,
  type ServiceNowWorld,
} from '../../../support/servicenow-double.ts';

let server: TestServer;
afterEach(() => server.close());

async function connectTo(
  handler: (seen: Seen) => Reply,
  extra: Record<string, string> = {},
): Promise<CmdbSource> {
  server = await startTestServer(handler);
  const given = { SN_INSTANCE: server.url, SN_USER: 'etl', SN_PASS: 'pässword', ...extra };
  return servicenow.connect(servicenow.settings.parse(given), recordingTools());
}
const connect = (world: Partial<ServiceNowWorld>, extra: Record<string, string> = {}): Promise<CmdbSource> =>
  connectTo(serviceNowDouble({ ...smallCmdb, ...world }), extra);
const manyServices = (count: number) => ({
  tables: {
    ...smallCmdb.tables,
    cmdb_ci_service: Array.from({ length: count }, (_, index) => serviceRow(index + 1)),
  },
});
const pages = { SERVICENOW_PAGE_SIZE: '10' };

describe('paging', () => {
  test('reads on to the total however short or empty a page is, and counts what is hidden', async () => {
    const hidden = new Set(Array.from({ length: 11 }, (_, index) => sysId(index + 1)));
    const source = await connect({ ...manyServices(120), hidden }, pages);
    const page = await source.extractServices();
    expect([page.rows.length, page.hidden, page.total]).toEqual([109, 11, 120]);
    expect(page.warnings.join()).toContain(
      'cmdb_ci_service has 120 rows and gave 109: 11 are hidden by access rules',
    );
    expect(server.seen[0]?.query.get('sysparm_query')).toBe('ORDERBYsys_id');
    expect(server.seen).toHaveLength(12);
  });

  test('fails with both numbers when too much is hidden', async () => {
    const hidden = new Set(Array.from({ length: 13 }, (_, index) => sysId(index + 1)));
    const source = await connect({ ...manyServices(120), hidden }, pages);
    const failure = source.extractServices();
    await expect(failure).rejects.toThrow(TooManyRejectsError);
    await expect(failure).rejects.toThrow(/120 rows and gave 107: 13 are hidden/);
  });

  test('follows the next link when there is no total, whose URLs hold commas', async () => {
    const source = await connect({ ...manyServices(25), withTotal: false, withLink: true }, pages);
    expect((await source.extractServices()).rows).toHaveLength(25);
    expect(server.seen).toHaveLength(3);
  });

  test('without total and links ends at an empty page', async () => {
    const source = await connect({ ...manyServices(20), withTotal: false }, pages);
    expect((await source.extractServices()).rows).toHaveLength(20);
    expect(server.seen).toHaveLength(3);
  });

  test('drops and counts rows that come twice', async () => {
    const rows = [serviceRow(1), serviceRow(2), serviceRow(1)];
    const source = await connect(
      { tables: { ...smallCmdb.tables, cmdb_ci_service: rows } },
      { SERVICENOW_MAX_HIDDEN_RATIO: '0.5' },
    );
    const page = await source.extractServices();
    expect(page.rows).toHaveLength(2);
    expect(page.warnings.join()).toContain('1 rows came twice');
  });

  test.each<[string, Reply]>([
    [
      'a 500',
      { status: 500, json: { error: { message: 'Transaction cancelled: maximum execution time exceeded' } } },
    ],
    [
      'a broken 200',
      {
        text: '{"result":[{"sys_id":"1"},"error":{"message":"Transaction cancelled: maximum execution time exceeded"',
      },
    ],
    [
      'a 200 with an error',
      { json: { result: [], error: { message: 'Transaction cancelled: maximum execution time exceeded' } } },
    ],
  ])('halves the page after the 60 s cancel in the form of %s', async (_, cancel) => {
    const double = serviceNowDouble({ ...smallCmdb, ...manyServices(60) });
    const source = await connectTo(
      (seen) => (Number(seen.query.get('sysparm_limit')) > 25 ? cancel : double(seen)),
      {
        SERVICENOW_PAGE_SIZE: '100',
      },
    );
    expect((await source.extractServices()).rows).toHaveLength(60);
    expect(server.seen.map((seen) => seen.query.get('sysparm_limit'))).toEqual([
      '100',
      '50',
      '25',
      '25',
      '25',
    ]);
  });

  test('a cancel at the smallest page goes up as the vendor’s turn', async () => {
    const source = await connectTo(() => ({ status: 500, text: 'maximum execution time exceeded' }), pages);
    await expect(source.extractServices()).rejects.toThrow(UpstreamError);
    expect(server.seen).toHaveLength(1);
  });

  test('the 404 of the first API version means no rows', async () => {
    const source = await connectTo(() => ({
      status: 404,
      json: { error: { message: 'No Record found', detail: '' }, status: 'failure' },
    }));
    expect((await source.extractServices()).total).toBe(0);
  });
});

describe('a service', () => {
  test('is told in our words: raw status, shown names, UTC time', async () => {
    const [service] = (await (await connect({})).extractServices()).rows;
    expect(service).toEqual({
      sysId: sysId(1),
      name: 'Service 1',
      ownerSysId: sysId(900),
      ownerName: 'Ada Lovelace',
      ownerDepartment: 'Finance IT',
      ownerParentName: 'Charles Babbage',
      sectorName: 'Beverages',
      architectureName: 'Microservices',
      hCode: 'H-100',
      costCenter: 'CC-9',
      supportGroup: 'Shop Support',
      environment: 'Production',
      installStatus: '1',
      operationalStatus: '1',
      isMarkedMonitored: null,
      updatedAt: '2025-10-01T10:20:30Z',
    });
  });

  test('may come as plain texts and references; an empty H-code falls back to the cost center', async () => {
    const row = serviceRow(1, {
      sys_id: sysId(1),
      name: 'Plain',
      owned_by: { link: `https://x/api/now/table/sys_user/${sysId(900)}`, value: sysId(900) },
      u_sector: '',
      u_h_code: '',
      cost_center: { display_value: 'CC-7', link: `https://x/api/now/table/cmn_cost_center/${sysId(5)}` },
      install_status: '1',
    });
    const source = await connect({ tables: { ...smallCmdb.tables, cmdb_ci_service: [row] } });
    expect((await source.extractServices()).rows[0]).toMatchObject({
      sysId: sysId(1),
      name: 'Plain',
      ownerSysId: sysId(900),
      ownerName: null,
      sectorName: null,
      hCode: 'CC-7',
      installStatus: '1',
    });
  });

  test('without sys_id or name is rejected', async () => {
    const rows = [serviceRow(1), serviceRow(2, { name: both('') }), serviceRow(3, { sys_id: both('') })];
    const source = await connect({ tables: { ...smallCmdb.tables, cmdb_ci_service: rows } });
    const { rejected, hidden } = await source.extractServices();
    expect(rejected.map((row) => row.reason)).toEqual(['name-missing', 'sys-id-missing']);
    expect(hidden).toBe(0);
  });

  test('whose mapped field never comes back is the operator’s turn, with field and setting named', async () => {
    const source = await connect({}, { SERVICENOW_FIELD_SECTOR: 'u_sektor' });
    const failure = source.extractServices();
    await expect(failure).rejects.toThrow(ConfigError);
    await expect(failure).rejects.toThrow(
      /"u_sektor" \(SERVICENOW_FIELD_SECTOR\) came back in none of 1 rows/,
    );
  });

  test('whose optional field never comes back gives a warning', async () => {
    const page = await (await connect({}, { SERVICENOW_FIELD_ENVIRONMENT: 'u_env' })).extractServices();
    expect(page.warnings.join()).toContain('SERVICENOW_FIELD_ENVIRONMENT');
  });
});

describe('runs-on', () => {
  const services = new Set([sysId(1), sysId(2)]);
  const servers = new Set([sysId(50), sysId(51)]);
  const tables = (relations: ReturnType<typeof relationRow>[]) => ({
    ...smallCmdb.tables,
    cmdb_ci_appl: [{ sys_id: both(sysId(30)) }],
    cmdb_ci_server: [serverRow(50), serverRow(51)],
    cmdb_rel_ci: relations,
  });

  test('is found directly and over an application; a pair found both ways is told once', async () => {
    const source = await connect({
      tables: tables([
        relationRow(70, 1, 50, 'Depends on::Used by'),
        relationRow(71, 1, 30, 'Depends on::Used by'),
        relationRow(72, 30, 50, 'Runs on::Runs'),
        relationRow(73, 30, 51, 'Runs on::Runs'),
        relationRow(74, 51, 2, 'Runs on::Runs'),
        relationRow(75, 2, 51, 'Contains::Contained by'),
      ]),
    });
    const page = await source.extractRunsOn(services, servers);
    expect(page.rows).toEqual([
      { serviceSysId: sysId(1), serverSysId: sysId(50), relation: 'Depends on::Used by' },
      { serviceSysId: sysId(1), serverSysId: sysId(51), relation: 'Depends on::Used by' },
    ]);
    expect(page.rejected.map((row) => [row.sourceKey, row.reason])).toEqual([[sysId(74), 'end-unknown']]);
  });

  test('rejects a relation whose end may not be read', async () => {
    const blind = { sys_id: both(sysId(70)), parent: both(sysId(1)), type: both(sysId(9), 'Runs on::Runs') };
    const source = await connect({ tables: tables([blind]) });
    expect((await source.extractRunsOn(services, servers)).rejected[0]?.reason).toBe('end-missing');
  });

  test('lives without the table of applications as long as direct relations work', async () => {
    const { cmdb_ci_appl: _, ...rest } = tables([relationRow(70, 1, 50, 'Depends on::Used by')]);
    const page = await (await connect({ tables: rest })).extractRunsOn(services, servers);
    expect(page.rows).toHaveLength(1);
    expect(page.warnings.join()).toContain('no table cmdb_ci_appl');
    await server.close();
    const barren = await connect({ tables: { ...rest, cmdb_rel_ci: [] } });
    await expect(barren.extractRunsOn(services, servers)).rejects.toThrow(/SERVICENOW_APPLICATION_TABLE/);
  });
});

describe('the mark of a service', () => {
  test('is not asked for, and unknown, unless a field is named', async () => {
    const source = await connect({});
    expect((await source.extractServices()).rows[0]?.isMarkedMonitored).toBeNull();
    expect(server.seen[0]?.query.get('sysparm_fields')?.split(',')).not.toContain('');
  });

  test('is yes for true, 1 and yes, in value or label; no for any other; unknown when empty', async () => {
    const marks = [both('true'), both('1'), both('3', 'Yes'), both('false'), both('0', 'No'), both('')];
    const cmdb_ci_service = marks.map((u_monitored, index) => serviceRow(index + 1, { u_monitored }));
    const source = await connect(
      { tables: { ...smallCmdb.tables, cmdb_ci_service } },
      { SERVICENOW_FIELD_MONITORED: 'u_monitored' },
    );
    const { rows, warnings } = await source.extractServices();
    expect(rows.map((row) => row.isMarkedMonitored)).toEqual([true, true, true, false, false, null]);
    expect(warnings).toEqual([]);
  });

  test('is a warning when the field that was named never comes back', async () => {
    const source = await connect({}, { SERVICENOW_FIELD_MONITORED: 'u_watch' });
    const { rows, warnings } = await source.extractServices();
    expect(rows[0]?.isMarkedMonitored).toBeNull();
    expect(warnings.join()).toContain('"u_watch" (SERVICENOW_FIELD_MONITORED)');
  });
});

describe('credentials', () => {
  test('OAuth goes before Basic when both halves are set', async () => {
    const source = await connect({}, { SN_CLIENT_ID: 'client', SN_CLIENT_SECRET: 'oauth-secret' });
    await source.extractServices();
    expect(server.seen.map((seen) => seen.headers.authorization)).toEqual([undefined, 'Bearer snow-token']);
  });

  test('a refused password may be the restriction of Basic authentication, and both are said', async () => {
    const source = await connectTo(() => ({
      status: 401,
      json: { error: { message: 'User is not authenticated' } },
    }));
    await expect(source.extractServices()).rejects.toMatchObject({
      remedy: expect.stringMatching(/SN_USER and SN_PASS[\s\S]*restricts Basic authentication/),
    });
  });

  test('half an OAuth client and a missing password are found before any request', async () => {
    server = await startTestServer(() => ({}));
    const problems = (given: Record<string, string>): string | undefined =>
      servicenow.settings
        .safeParse({ SN_INSTANCE: 'acme', ...given })
        .error?.issues.map((issue) => issue.message)
        .join();
    expect(problems({ SN_CLIENT_ID: 'x', SN_USER: 'u', SN_PASS: 'p' })).toContain(
      'SN_CLIENT_SECRET is missing',
    );
    expect(problems({ SN_USER: 'u' })).toContain('SN_PASS is missing');
    expect(problems({ SN_CLIENT_ID: 'x', SN_CLIENT_SECRET: 'y' })).toBeUndefined();
  });
});
