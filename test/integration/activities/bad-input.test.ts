import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readRunSummary } from '../../../repositories/run-summary.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

const day = { date: '2025-10-29', from: '2025-10-26', to: '2025-10-28' };
const usagePath = /\/usage\/account\/\d+\/allocation\//;

let bench: StageBench;

beforeAll(async () => {
  bench = await openStageBench('bad_input', 'design', { APPD_RETRIES: '1', SERVICENOW_RETRIES: '1' });
  const run = await bench.openRun(day);
  await bench.run(run, 'servicenow', 'appdynamics', 'reconcile', 'allocate');
});

afterEach(() => {
  bench.vendors.appdynamics.faults.clear();
  bench.vendors.servicenow.faults.clear();
});

afterAll(() => bench.close());

const facts = (): Promise<object> =>
  bench.database.one(
    'reading',
    `select (select count(*)::integer from license_usage_fact) as usage, (select sum(usd_cost)::text from license_cost_fact) as cost,
            (select count(*)::integer from applications_dim where kind = 'service' and is_listed) as services`,
  );

interface Point {
  used: { max: unknown };
  timestamp: string;
}
interface UsageBody {
  packages: { name: string; unitUsages: { data: Point[] }[] }[];
}

/** Changes the points of the package in every usage answer. */
function tamperPoints(packageName: string, change: (points: Point[]) => Point[]): void {
  bench.vendors.appdynamics.faults.tamper(usagePath, (body) => {
    const copy = structuredClone(body) as UsageBody;
    for (const one of copy.packages.filter(({ name }) => name === packageName)) {
      for (const usage of one.unitUsages) usage.data = change(usage.data);
    }
    return copy;
  });
}

async function rejectedReasons(runId: number): Promise<Record<string, number>> {
  const rows = await bench.database.rows<{ reason: string; count: number }>(
    'reading',
    'select reason, count(*)::integer as count from rejected_rows where run_id = $1 group by 1 order by 1',
    [runId],
  );
  return Object.fromEntries(rows.map((row) => [row.reason, row.count]));
}

describe('a vendor that answers badly', () => {
  test.each([
    ['wrong credentials', { path: /oauth/, kind: 'status', status: 401, body: {} }, 'AuthError', false],
    [
      'a rate limit',
      { path: usagePath, kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: '' },
      'RateLimitedError',
      true,
    ],
    ['a server error', { path: usagePath, kind: 'status', status: 503, body: 'down' }, 'UpstreamError', true],
    ['a broken connection', { path: usagePath, kind: 'reset' }, 'UpstreamError', true],
    ['truncated JSON', { path: usagePath, kind: 'truncate' }, 'UpstreamError', true],
  ] as const)('%s: the stage fails with %s and last good data stays', async (_, fault, name, retryable) => {
    const before = await facts();
    bench.vendors.appdynamics.faults.add({ ...fault, times: 99 });
    const run = await bench.openRun(day);

    await expect(bench.run(run, 'appdynamics')).rejects.toMatchObject({ name, retryable });
    expect(await facts()).toEqual(before);
  });

  test('hosts that may not be read are a warning, and those known before stay; design matches 100 % either way', async () => {
    const hosts = (): Promise<object[]> =>
      bench.database.rows('reading', 'select app_id, host_name, run_id from monitored_hosts order by 1, 2');
    const known = await hosts();
    bench.vendors.appdynamics.faults.add({
      path: /\/nodes/,
      kind: 'status',
      status: 403,
      body: {},
      times: 99,
    });
    const run = await bench.openRun(day);
    const [report] = await bench.run(run, 'appdynamics');

    expect(report?.warnings.filter((warning) => warning.startsWith('hosts are unknown'))).toHaveLength(1);
    expect(known.length).toBeGreaterThan(0);
    expect(await hosts()).toEqual(known);
    expect((await readRunSummary(bench.database, run.runId)).reconciliation).toMatchObject({
      appdMatchRatePct: 100,
      overallMatchRatePct: 100,
    });
  });

  test('a login page with status 200 is not taken for data', async () => {
    const before = await facts();
    bench.vendors.servicenow.faults.add({ path: /cmdb_ci_service/, kind: 'html', times: 99 });
    const run = await bench.openRun(day);
    await expect(bench.run(run, 'servicenow')).rejects.toMatchObject({
      name: expect.stringMatching(/AuthError|UpstreamError/),
    });
    expect(await facts()).toEqual(before);
  });

  test('more hidden rows than the limit fail the stage with both numbers', async () => {
    const before = await facts();
    bench.vendors.servicenow.access.hidesRow = (table) => table === 'cmdb_ci_service';
    const run = await bench.openRun(day);
    await expect(bench.run(run, 'servicenow')).rejects.toThrow(/6.*6/s);
    bench.vendors.servicenow.access.hidesRow = () => false;
    expect(await facts()).toEqual(before);
  });

  test('a field that does not come back is an error that names it and whose turn it is', async () => {
    bench.vendors.servicenow.access.hiddenFields.add('cmdb_ci_service.u_sector');
    const run = await bench.openRun(day);
    await expect(bench.run(run, 'servicenow')).rejects.toThrow(/u_sector/);
    bench.vendors.servicenow.access.hiddenFields.clear();
  });
});

describe('points that cannot be', () => {
  test.each([
    ['negative units', (point: Point) => ({ ...point, used: { ...point.used, max: -5 } })],
    ['absurd units', (point: Point) => ({ ...point, used: { ...point.used, max: 1e15 } })],
    ['a date in the future', (point: Point) => ({ ...point, timestamp: '2031-01-01T00:00:00Z' })],
  ])('%s are rejected with a reason, and the day keeps its last good units', async (_, change) => {
    const before = await facts();
    tamperPoints('APM_PEAK', (points) => points.map(change));
    const run = await bench.openRun(day);
    const [report] = await bench.run(run, 'appdynamics');

    expect(await facts()).toEqual(before);
    expect(report?.rejected).toBe(18);
    const reasons = await rejectedReasons(run.runId);
    expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(18);
  });

  test('a point that comes twice counts once', async () => {
    const before = await facts();
    tamperPoints('APM_PEAK', (points) => points.flatMap((point) => [point, point]));
    const run = await bench.openRun(day);
    await bench.run(run, 'appdynamics');
    expect(await facts()).toEqual(before);
  });

  test('a missing point is a gap: the last good units stay and the day is marked', async () => {
    const before = await facts();
    tamperPoints('APM_PEAK', (points) =>
      points.filter(({ timestamp }) => !timestamp.startsWith('2025-10-27')),
    );
    const run = await bench.openRun(day);
    const [report] = await bench.run(run, 'appdynamics');
    expect(await facts()).toEqual(before);
    expect(report?.facts['daysWithGaps']).toBe(6);
  });

  test('units of a package that nobody mapped are kept under unmapped, and someone hears of it', async () => {
    bench.vendors.appdynamics.faults.tamper(usagePath, (body) => {
      const copy = structuredClone(body) as UsageBody;
      for (const one of copy.packages) if (one.name === 'APM_PEAK') one.name = 'brand-new-agent';
      return copy;
    });
    const run = await bench.openRun(day);
    const [report] = await bench.run(run, 'appdynamics');
    expect(report?.warnings.join(' ')).toMatch(/brand-new-agent/);
    const kept = await bench.database.rows<{ tier: string; days: number }>(
      'reading',
      `select u.tier, count(*)::integer as days from license_usage_fact u join capabilities_dim c using (capability_id)
       where c.capability_code = 'unmapped' group by 1`,
    );
    expect(kept).toEqual([{ tier: 'brand-new-agent', days: expect.any(Number) }]);
  });

  test('no license key reaches the warehouse', async () => {
    const keys = bench.vendors.world.applications().map((application) => application.licenseKey);
    const { text } = await bench.database.one<{ text: string }>(
      'reading',
      `select string_agg(body::text || path || slice, ' ') as text from raw_source_answers`,
    );
    expect(text.length).toBeGreaterThan(1000);
    expect(keys.filter((key) => text.includes(key))).toEqual([]);
  });
});
