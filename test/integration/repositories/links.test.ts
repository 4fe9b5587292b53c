import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MatchResult } from '../../../domain/reconcile/match.ts';
import type { Day } from '../../../pipeline/run.ts';
import { createChargebacks } from '../../../repositories/chargebacks.ts';
import { createLinks } from '../../../repositories/links.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

let warehouse: Warehouse;
let orders: number;
let ordersDev: number;
let service: number;

beforeEach(async () => {
  warehouse = await openWarehouse('links');
  [orders = 0, ordersDev = 0] = await warehouse.applications('Orders-PROD', 'Orders-DEV');
  service = await warehouse.service('sys1', 'Orders', 'Europe', 'EU-1');
  await warehouse.price('APM', 'PEAK', '1', '2025-01-01');
});

afterEach(() => warehouse.close());

const linked = (appId: number, isProduction: boolean, to: number | null = service): MatchResult => ({
  appId,
  serviceId: to,
  status: to === null ? 'unmatched' : 'auto_matched',
  method: to === null ? 'none' : 'normalized',
  score: to === null ? 0 : 100,
  scores: { sequenceMatcher: 70, jaroWinkler: 90, dice: 80, levenshtein: 60 },
  environment: isProduction ? 'PROD' : 'DEV',
  baseName: 'orders',
  isProduction,
  reason: 'Same name without environment.',
  candidates: to === null ? [] : [{ serviceId: to, score: 100 }],
});

async function useUnits(from: Day, to: Day, units = '10'): Promise<void> {
  const run = await warehouse.openRun('2025-10-29', from, to);
  const capabilityId = await warehouse.capability('APM');
  const { rows } = {
    rows: await warehouse.database.rows<{ day: Day }>(
      'days',
      "select d::date as day from generate_series($1::date, $2::date, interval '1 day') d",
      [from, to],
    ),
  };
  await warehouse.saveUsage(
    run,
    rows.map(({ day }) => ({
      appId: orders,
      capabilityId,
      tier: 'PEAK',
      day,
      units,
      unitsAverage: null,
      nodeCount: null,
    })),
  );
}

async function reconcile(date: Day, results: readonly MatchResult[]): Promise<number> {
  const run = await warehouse.openRun(date, '2025-09-01', '2025-09-01');
  await createLinks(warehouse.database).replace({ runId: run.runId, date }, results);
  return run.runId;
}

const registered = (appId: number): Promise<Record<string, unknown>> =>
  warehouse.database.one(
    'reading',
    `select a.sn_sys_id, a.sn_service_name, s.sector_name, a.merged_into_app_id
     from applications_dim a left join sectors_dim s using (sector_id) where app_id = $1`,
    [appId],
  );

describe('links between applications and services', () => {
  test('a service is merged into its production application and leaves a tombstone', async () => {
    await reconcile('2025-09-02', [linked(orders, true), linked(ordersDev, false)]);

    expect(await registered(orders)).toEqual({
      sn_sys_id: 'sys1',
      sn_service_name: 'Orders',
      sector_name: 'Europe',
      merged_into_app_id: null,
    });
    expect(await registered(ordersDev)).toMatchObject({
      sn_sys_id: null,
      sn_service_name: 'Orders',
      sector_name: 'Europe',
    });
    expect(await registered(service)).toMatchObject({ sn_sys_id: null, merged_into_app_id: orders });
  });

  test('the merge is undone when the link goes', async () => {
    await reconcile('2025-09-02', [linked(orders, true)]);
    await reconcile('2025-09-03', [linked(orders, true, null)]);

    expect(await registered(orders)).toMatchObject({
      sn_sys_id: null,
      sn_service_name: null,
      sector_name: null,
    });
    expect(await registered(service)).toMatchObject({ sn_sys_id: 'sys1', merged_into_app_id: null });
  });

  test('servers follow the row that answers for their service, and come back', async () => {
    const { database } = warehouse;
    const run = await warehouse.openRun('2025-09-02', '2025-09-01', '2025-09-01');
    await database.run(
      'adding',
      `with s as (insert into servers_dim (tool, instance, sn_sys_id, server_name, run_id) values ('servicenow', 'acme', 'srv', 'lnx1', $1) returning server_id)
      insert into app_server_mapping (app_id, service_app_id, server_id, tool, instance, relation, run_id) select $2, $2, server_id, 'servicenow', 'acme', 'Runs on::Runs', $1 from s`,
      [run.runId, service],
    );
    const holder = (): Promise<{ app_id: number }> =>
      database.one('reading', 'select app_id from app_server_mapping');

    await reconcile('2025-09-02', [linked(orders, true)]);
    expect(await holder()).toEqual({ app_id: orders });
    await reconcile('2025-09-03', [linked(orders, true, null)]);
    expect(await holder()).toEqual({ app_id: service });
  });

  test('the first link and the first owner hold since the first usage day, whatever day the run was', async () => {
    await useUnits('2025-09-10', '2025-09-12');
    await reconcile('2025-09-20', [linked(orders, true)]);
    const rows = await warehouse.database.rows(
      'reading',
      `select l.valid_from as link, o.valid_from as owner from application_links l join application_ownership o using (app_id)`,
    );
    expect(rows).toEqual([{ link: '2025-09-10', owner: '2025-09-10' }]);

    await useUnits('2025-09-05', '2025-09-06');
    await reconcile('2025-09-20', [linked(orders, true)]);
    const earlier = await warehouse.database.rows(
      'reading',
      `select l.valid_from as link, o.valid_from as owner from application_links l join application_ownership o using (app_id)`,
    );
    expect(earlier).toEqual([{ link: '2025-09-05', owner: '2025-09-05' }]);
  });

  test('an application that moves on the 16th is charged to both sectors for their own days', async () => {
    const { database } = warehouse;
    await useUnits('2025-09-01', '2025-09-30');
    await reconcile('2025-09-15', [linked(orders, true)]);
    await database.run(
      'moving',
      `with s as (insert into sectors_dim (sector_name) values ('Asia') returning sector_id) update applications_dim set sector_id = s.sector_id from s where app_id = $1`,
      [service],
    );
    const runId = await reconcile('2025-09-16', [linked(orders, true)]);
    await createChargebacks(database).draft(runId, '2025-09-01');

    const charged = await database.rows(
      'reading',
      'select sector_name, usd_amount::text as amount from chargeback_draft join sectors_dim using (sector_id) order by 1',
    );
    expect(charged).toEqual([
      { sector_name: 'Asia', amount: '150.00' },
      { sector_name: 'Europe', amount: '150.00' },
    ]);
  });

  test('running the date of the move twice, or an earlier date afterwards, moves nothing more', async () => {
    const { database } = warehouse;
    await useUnits('2025-09-01', '2025-09-30');
    await reconcile('2025-09-15', [linked(orders, true)]);
    await database.run(
      'moving',
      `with s as (insert into sectors_dim (sector_name) values ('Asia') returning sector_id) update applications_dim set sector_id = s.sector_id from s where app_id = $1`,
      [service],
    );
    await reconcile('2025-09-16', [linked(orders, true)]);
    const ranges = (): Promise<object[]> =>
      database.rows(
        'reading',
        'select sector_id, valid_from, valid_to from application_ownership order by valid_from',
      );
    const once = await ranges();

    await reconcile('2025-09-16', [linked(orders, true)]);
    await reconcile('2025-09-10', [linked(orders, true)]);
    expect(await ranges()).toEqual(once);
  });

  test('a sector that becomes known holds from the start: nobody else was charged', async () => {
    const { database } = warehouse;
    await useUnits('2025-09-01', '2025-09-02');
    await database.run('hiding', 'update applications_dim set sector_id = null where app_id = $1', [service]);
    await reconcile('2025-09-03', [linked(orders, true)]);
    await database.run(
      'naming',
      `update applications_dim set sector_id = (select sector_id from sectors_dim where sector_name = 'Europe') where app_id = $1`,
      [service],
    );
    await reconcile('2025-09-04', [linked(orders, true)]);

    const ranges = await database.rows(
      'reading',
      'select sector_name, valid_from, valid_to from application_ownership join sectors_dim using (sector_id)',
    );
    expect(ranges).toEqual([{ sector_name: 'Europe', valid_from: '2025-09-01', valid_to: null }]);
  });

  test('a link that changes within a day is replaced, one that changes later ends and the next begins', async () => {
    const { database } = warehouse;
    const other = await warehouse.service('sys2', 'Orders Next', 'Asia');
    await reconcile('2025-09-02', [linked(orders, true)]);
    await reconcile('2025-09-02', [linked(orders, true, other)]);
    await reconcile('2025-09-05', [linked(orders, true)]);
    const links = await database.rows(
      'reading',
      'select sn_sys_id, valid_from, valid_to from application_links order by valid_from',
    );
    expect(links).toEqual([
      { sn_sys_id: 'sys2', valid_from: '2025-09-02', valid_to: '2025-09-05' },
      { sn_sys_id: 'sys1', valid_from: '2025-09-05', valid_to: null },
    ]);
  });
});
