import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createReviews, type Reviews } from '../../../repositories/reviews.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

const window = { date: '2025-09-15', from: '2025-09-12', to: '2025-09-14' };
const ana = { name: 'ana', token: null, reason: 'asked the owner' };

describe('the review queue of world enterprise', () => {
  let bench: StageBench;
  let reviews: Reviews;

  beforeAll(async () => {
    bench = await openStageBench('reviews', 'enterprise');
    reviews = createReviews(bench.database);
    const slice = await bench.openRun(window);
    await bench.run(slice, 'servicenow', 'appdynamics', 'reconcile');
  }, 60_000);

  afterAll(() => bench.close());

  /** Runs the matching of the next run, and gives the service that the application is linked to in force. */
  async function linkAfterNextRun(
    application: string,
  ): Promise<{ service: string; method: string } | undefined> {
    await bench.run(await bench.openRun(window), 'reconcile');
    const [link] = await bench.database.rows<{ service: string; method: string }>(
      'reading a link',
      `select s.sn_service_name as service, l.method
       from   application_links l
       join   applications_dim a on a.app_id = l.app_id
       join   applications_dim s on s.app_id = l.service_app_id
       where  a.appd_application_name = $1 and l.valid_to is null`,
      [application],
    );
    return link;
  }

  async function entryOf(application: string) {
    const entry = (await reviews.list()).find((one) => one.application === application);
    if (!entry) throw new Error(`${application} does not wait for a person.`);
    return entry;
  }

  test('shows names, candidates and what each entry costs without a sector, the dearest first', async () => {
    const open = await reviews.list();

    const costs = open.map(({ costAtStake }) => Number(costAtStake));
    expect(open.length).toBeGreaterThan(0);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    expect(costs[0]).toBeGreaterThan(0);
    for (const { candidates, proposedService } of open) expect(candidates[0]?.name).toBe(proposedService);
  });

  test('an approval changes the next run: the application is linked, and its cost has a sector', async () => {
    const { id, proposedService } = await entryOf('Vendor Mgmt');
    expect(await linkAfterNextRun('Vendor Mgmt')).toBeUndefined();

    expect(await reviews.approve(id, ana)).toMatchObject({ isDone: true, service: proposedService });

    expect(await linkAfterNextRun('Vendor Mgmt')).toEqual({ service: proposedService, method: 'approval' });
    const { unpaid } = await bench.database.one<{ unpaid: number }>(
      'reading unassigned cost',
      `select count(*)::integer as unpaid from charged_cost c join applications_dim a using (app_id)
       where a.appd_application_name = 'Vendor Mgmt' and c.ownership_id is null`,
    );
    expect(unpaid).toBe(0);
    expect((await reviews.list()).some((one) => one.id === id)).toBe(false);
  });

  test('a decided entry cannot be decided again, and an unknown one is refused', async () => {
    const { id } = await entryOf('TransportMgmt');
    await reviews.reject(id, ana);

    expect(await reviews.approve(id, ana)).toEqual({
      isDone: false,
      why: `Review ${id} is rejected already.`,
    });
    expect(await reviews.approve(999_999, ana)).toMatchObject({ isDone: false });
  });

  test('a rejected pair is not proposed again', async () => {
    const { id, proposedService } = await entryOf('Fin Reporting Svc');
    await reviews.reject(id, ana);
    await linkAfterNextRun('Fin Reporting Svc');

    const again = (await reviews.list()).find((one) => one.application === 'Fin Reporting Svc');
    expect(again?.proposedService).not.toBe(proposedService);
  });

  test('an override links whatever the names say, is noted with before and after, and can be taken back', async () => {
    expect(await reviews.override('wms', 'Warehouse Management System', ana)).toMatchObject({ isDone: true });
    expect(await linkAfterNextRun('WMS')).toEqual({
      service: 'Warehouse Management System',
      method: 'override',
    });

    expect(await reviews.override('WMS', null, ana)).toEqual({
      isDone: true,
      application: 'WMS',
      service: null,
    });
    expect(await linkAfterNextRun('WMS')).toBeUndefined();

    expect(await reviews.withdraw('WMS', ana)).toMatchObject({ isDone: true });
    expect(await reviews.withdraw('WMS', ana)).toMatchObject({ isDone: false });
    const noted = await bench.database.rows(
      'reading actions',
      `select action, actor, before ->> 'service' as before, after ->> 'service' as after
       from user_actions where entity = 'mapping_overrides' order by action_id`,
    );
    expect(noted).toEqual([
      { action: 'override match', actor: 'ana', before: null, after: 'Warehouse Management System' },
      { action: 'override match', actor: 'ana', before: 'Warehouse Management System', after: null },
      { action: 'withdraw override', actor: 'ana', before: null, after: null },
    ]);
  });

  test('an override of a name that nothing or nobody has is refused', async () => {
    expect(await reviews.override('No Such App', null, ana)).toEqual({
      isDone: false,
      why: 'There is no application called "No Such App".',
    });
    expect(await reviews.override('WMS', 'No Such Service', ana)).toMatchObject({ isDone: false });
  });
});
