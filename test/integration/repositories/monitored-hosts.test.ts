import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Changes } from '../../../repositories/lineage.ts';
import { replaceMonitoredHosts } from '../../../repositories/monitored-hosts.ts';
import { openWarehouse, source, type Warehouse } from '../../support/warehouse.ts';

let warehouse: Warehouse;
let orders: number;
let billing: number;

beforeEach(async () => {
  warehouse = await openWarehouse('monitored_hosts');
  [orders = 0, billing = 0] = await warehouse.applications('Orders', 'Billing');
});

afterEach(() => warehouse.close());

async function save(...answers: (readonly [appId: number, ...hosts: string[]])[]): Promise<Changes> {
  const { runId } = await warehouse.openRun('2025-10-29', '2025-10-28', '2025-10-28');
  return warehouse.database.transaction((tx) =>
    replaceMonitoredHosts(
      tx,
      { source, runId, snapshotId: null },
      answers.map(([appId, ...hosts]) => ({ appId, hosts })),
    ),
  );
}

const stored = (): Promise<{ app_id: number; host_name: string; run_id: number }[]> =>
  warehouse.database.rows('reading', 'select app_id, host_name, run_id from monitored_hosts order by 1, 2');
const names = async (): Promise<unknown[]> => (await stored()).map((row) => [row.app_id, row.host_name]);

describe('saving hosts', () => {
  test('replaces them per application, in lower case; rows that stay keep the run that wrote them', async () => {
    await save([orders, 'WEB-1.Example.com', 'db-1', ' '], [billing, 'db-1']);
    const before = await stored();
    expect(await names()).toEqual([
      [orders, 'db-1'],
      [orders, 'web-1.example.com'],
      [billing, 'db-1'],
    ]);

    expect(await save([orders, 'db-1', 'web-1.example.com'], [billing, 'DB-1'])).toEqual({
      inserted: 0,
      updated: 0,
      deleted: 0,
    });
    expect(await stored()).toEqual(before);

    expect(await save([orders, 'db-1', 'web-2'], [billing])).toEqual({ inserted: 1, updated: 0, deleted: 2 });
    expect(await names()).toEqual([
      [orders, 'db-1'],
      [orders, 'web-2'],
    ]);
  });

  test('leaves an application alone whose hosts are unknown, until its tool no longer lists it', async () => {
    await save([orders, 'web-1'], [billing, 'db-1']);
    await save([orders, 'web-1']);
    expect(await names()).toEqual([
      [orders, 'web-1'],
      [billing, 'db-1'],
    ]);

    await warehouse.applications('Orders');
    await save([orders, 'web-1']);
    expect(await names()).toEqual([[orders, 'web-1']]);
  });
});

describe('a service in scope', () => {
  const inScope = async (): Promise<string[]> => {
    const rows = await warehouse.database.rows<{ name: string }>(
      'reading',
      'select sn_service_name as name from services_in_scope join applications_dim using (app_id) order by 1',
    );
    return rows.map(({ name }) => name);
  };
  const change = (service: number, assignment: string): Promise<unknown> =>
    warehouse.database.run('changing', `update applications_dim set ${assignment} where app_id = $1`, [
      service,
    ]);

  async function runOn(service: number, server: string, host: string | null = null): Promise<void> {
    const { runId } = await warehouse.openRun('2025-10-29', '2025-10-28', '2025-10-28');
    await warehouse.database.run(
      'placing a service',
      `with server as (
         insert into servers_dim (tool, instance, sn_sys_id, server_name, host_name, run_id)
         values ('servicenow', 'acme', $2, $2, $3, $4) returning server_id)
       insert into app_server_mapping (app_id, service_app_id, server_id, tool, instance, relation, run_id)
       select $1, $1, server_id, 'servicenow', 'acme', 'Runs on::Runs', $4 from server`,
      [service, server, host, runId],
    );
  }

  test('runs on a server that reports, whatever case and domain its name is written in', async () => {
    await runOn(await warehouse.service('a', 'By server name', null), 'WEB-1.corp.example.com');
    await runOn(await warehouse.service('b', 'By host name', null), 'srv0815', 'DB-1');
    await runOn(await warehouse.service('c', 'By address', null), '10.1.2.3');
    await runOn(await warehouse.service('d', 'Another address', null), '10.1.2.4');
    await runOn(await warehouse.service('e', 'Like another', null), 'web-10');
    await warehouse.service('f', 'On no server', null);
    await save([orders, 'web-1.example.com', 'db-1', '10.1.2.3']);

    expect(await inScope()).toEqual(['By address', 'By host name', 'By server name']);
  });

  test('is every one in use while no host is known', async () => {
    await runOn(await warehouse.service('a', 'With a server', null), 'web-1');
    await warehouse.service('b', 'Without a server', null);

    expect(await inScope()).toEqual(['With a server', 'Without a server']);
  });

  test('is one that the CMDB marks so, and never one that it marks as not', async () => {
    const marked = await warehouse.service('a', 'Marked', null);
    const spared = await warehouse.service('b', 'Spared', null);
    await runOn(spared, 'web-1');
    await change(marked, 'is_marked_monitored = true');
    await change(spared, 'is_marked_monitored = false');
    expect(await inScope()).toEqual(['Marked']);

    await save([orders, 'web-1']);
    expect(await inScope()).toEqual(['Marked']);
  });

  test('is listed and in use by its status, whatever the mark and the host say', async () => {
    for (const [key, assignment] of Object.entries({ a: 'is_listed = false', b: 'is_in_scope = false' })) {
      const service = await warehouse.service(key, key, null);
      await runOn(service, `web-${key}`);
      await change(service, `${assignment}, is_marked_monitored = true`);
    }
    await save([orders, 'web-a', 'web-b']);

    expect(await inScope()).toEqual([]);
  });
});
