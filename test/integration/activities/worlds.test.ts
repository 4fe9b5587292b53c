import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stageIds } from '../../../pipeline/stages.ts';
import { readRunSummary } from '../../../repositories/run-summary.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

let bench: StageBench;

beforeAll(async () => {
  bench = await openStageBench('enterprise', 'enterprise');
  for (const window of bench.vendors.world.demoRuns)
    await bench.run(await bench.openRun(window), ...stageIds);
}, 180_000);

afterAll(() => bench.close());

describe('world enterprise after its three runs', () => {
  test('the sum of sectors equals the total cost to the cent in every month, offset rows included', async () => {
    const months = await bench.database.rows<{ difference: string }>(
      'reading',
      'select (total_cost - charged)::text as difference from month_balance',
    );
    expect(months).toHaveLength(14);
    expect(new Set(months.map((month) => month.difference))).toEqual(new Set(['0.00']));
  });

  test('what a sender gives away is what receivers get', async () => {
    const unequal = await bench.database.rows(
      'reading',
      `select app_id, month_start from chargeback_fact where chargeback_cycle <> 'direct'
       group by 1, 2 having sum(usd_amount) <> 0`,
    );
    expect(unequal).toEqual([]);
    const { senders } = await bench.database.one<{ senders: number }>(
      'reading',
      `select count(distinct app_id)::integer as senders from chargeback_fact where chargeback_cycle = 'shared_service_offset'`,
    );
    expect(senders).toBeGreaterThan(4);
  });

  test('the moved application is charged to each sector for its own days', async () => {
    const rows = await bench.database.rows<{ sector_name: string; expected: string; charged: string }>(
      'reading',
      `with moved as (select app_id from application_ownership group by 1 having count(distinct sector_id) > 1),
            days as (
              select s.sector_name, sum(c.usd_cost) as cost
              from license_cost_fact c join application_ownership o on o.app_id = c.app_id and c.ts >= o.valid_from and (o.valid_to is null or c.ts < o.valid_to)
              join sectors_dim s using (sector_id)
              where c.app_id in (select app_id from moved) and c.ts >= '2025-09-01' and c.ts < '2025-10-01' group by 1)
       select d.sector_name, d.cost::text as expected, f.usd_amount::text as charged
       from days d join sectors_dim s using (sector_name)
       left join chargeback_fact f on f.sector_id = s.sector_id and f.month_start = '2025-09-01' and f.chargeback_cycle = 'direct'
            and f.app_id in (select app_id from moved)
       order by 1`,
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.charged).toBe(row.expected);
    const [move] = await bench.database.rows(
      'reading',
      `select valid_from from application_ownership where valid_to is null and app_id in (select app_id from application_ownership group by 1 having count(*) > 1)`,
    );
    expect(move).toEqual({ valid_from: '2025-09-16' });
  });

  test('no link is wrong: every linked pair is a true one', async () => {
    const links = await bench.database.rows<{ name: string; service: string }>(
      'reading',
      `select a.appd_application_name as name, s.sn_service_name as service from application_links l
       join applications_dim a on a.app_id = l.app_id join applications_dim s on s.app_id = l.service_app_id where l.valid_to is null`,
    );
    const { truth } = bench.vendors.world;
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter(({ name, service }) => truth.get(name) !== service)).toEqual([]);
  });

  test('a service is in scope when an agent reports from its servers, and summary and check count alike', async () => {
    const lastRun = bench.vendors.world.demoRuns.length;
    const { tables, reconciliation } = await readRunSummary(bench.database, lastRun);
    const scope = await bench.database.one<{ services: number; reporting: number; in_use: number }>(
      'reading',
      `select count(*)::integer as services, count(*) filter (where runs_on_reporting_host)::integer as reporting,
              (select count(*)::integer from applications_dim where kind = 'service' and is_listed and is_in_scope) as in_use
       from   services_in_scope`,
    );
    const check = await bench.database.one<{ matched: number; of: number }>(
      'reading',
      `select numerator::integer as matched, denominator::integer as of from validation_results
       where run_id = $1 and check_id = 'services-are-monitored'`,
      [lastRun],
    );
    const monitored = new Set([...bench.vendors.world.truth.values()].filter((service) => service !== null));

    expect(tables['monitored_hosts']).toBeGreaterThan(monitored.size);
    expect(scope.reporting).toBe(scope.services);
    expect(scope.services).toBeGreaterThan(0.9 * monitored.size);
    expect(scope.services).toBeLessThanOrEqual(monitored.size);
    expect(scope.in_use).toBeGreaterThan(1.5 * scope.services);
    expect(check.matched).toBe(reconciliation.matched);
    expect(reconciliation.overallMatchRatePct).toBeCloseTo((100 * check.matched) / check.of, 2);
    expect(reconciliation.overallMatchRatePct).toBeGreaterThan(50);
  });

  test('late usage closed its gaps and corrected usage kept its old value', async () => {
    const gaps = await bench.database.rows<{ name: string; day: string }>(
      'reading',
      `select appd_application_name as name, day from source_days join applications_dim using (app_id)
       where not is_complete and day >= '2025-09-01' order by day`,
    );
    // The collector that is still cut off when the world ends.
    expect(gaps).toEqual(['2025-10-27', '2025-10-28'].map((day) => ({ name: 'Mini Program Store', day })));
    const { changed } = await bench.database.one<{ changed: number }>(
      'reading',
      `select count(*)::integer as changed from row_changes where table_name = 'license_usage_fact' and operation = 'update'`,
    );
    expect(changed).toBeGreaterThan(0);
  });

  test('a price that changes in mid-month prices each day by its own', async () => {
    const rates = await bench.database.rows(
      'reading',
      `select tier, capability_id from license_cost_fact where ts >= '2025-06-01' and ts < '2025-07-01'
       group by 1, 2 having count(distinct unit_rate) = 2`,
    );
    expect(rates.length).toBeGreaterThan(0);
  });

  test('the review queue is not empty, and names the service, the score and the reason', async () => {
    const open = await bench.database.rows<{ reason: string }>(
      'reading',
      `select reason, score from review_queue where status = 'open'`,
    );
    expect(open.length).toBeGreaterThan(3);
    for (const entry of open) expect(entry.reason.length).toBeGreaterThan(20);
  });

  test('usage that nobody mapped is kept and costs nothing yet', async () => {
    const row = await bench.database.one(
      'reading',
      `select count(*) > 0 as kept, count(c.cost_id)::integer as priced from license_usage_fact u join capabilities_dim k on k.capability_id = u.capability_id
       left join license_cost_fact c on c.app_id = u.app_id and c.capability_id = u.capability_id and c.tier = u.tier and c.ts = u.ts where k.capability_code = 'unmapped'`,
    );
    expect(row).toEqual({ kept: true, priced: 0 });
  });

  test('every save says what came in and what stands, with a hash of both', async () => {
    const saved = await bench.database.rows<{ table: string; bare: number }>(
      'reading',
      `select target_table as table, count(*) filter (where hash_in is null or hash_out is null)::integer as bare
       from data_lineage group by 1 order by 1`,
    );
    expect(saved.map(({ table }) => table)).toEqual([
      'app_server_mapping',
      'application_links',
      'application_ownership',
      'applications_dim',
      'chargeback_draft',
      'chargeback_fact',
      'forecast_fact',
      'license_cost_fact',
      'license_usage_fact',
      'monitored_hosts',
      'servers_dim',
    ]);
    expect(saved.filter(({ bare }) => bare > 0)).toEqual([]);
  });

  test('no blocking check failed', async () => {
    const failed = await bench.database.rows(
      'reading',
      `select check_id, observed from validation_results where outcome in ('fail', 'not_evaluated')`,
    );
    expect(failed).toEqual([]);
  });
});
