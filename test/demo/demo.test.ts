import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { isListening } from '../../demo/services/ports.ts';
import { stageIds } from '../../pipeline/stages.ts';
import type { RunSummary } from '../../repositories/run-summary.ts';

jest.setTimeout(120_000);

const bootstrap = fileURLToPath(new URL('../../demo/bootstrap.mjs', import.meta.url));

/** What a demo said, and how it ended. */
interface Played {
  readonly code: number | null;
  readonly said: string;
}

async function play(
  args: readonly string[],
  whenUp?: (kill: (signal: NodeJS.Signals) => void, said: string) => Promise<void>,
): Promise<Played> {
  const child = spawn(process.execPath, [bootstrap, 'demo', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let isTold = false;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (isTold || !said.includes('stays up until Ctrl-C')) return;
      isTold = true;
      void whenUp?.((signal) => child.kill(signal), said);
    });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said };
}

/** Ports that the demo says its servers listen on. */
function portsIn(said: string): number[] {
  return [...said.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
}

/** The worker's page for Prometheus, read over HTTP. */
async function metricsIn(said: string): Promise<string> {
  const [url = ''] = /http:\S+\/metrics/.exec(said) ?? [];
  return (await fetch(url)).text();
}

/** Names on the page that the board of operations asks for and the page does not know. */
async function unknownToTheBoard(page: string): Promise<string[]> {
  const board = await readFile('dashboards/generated/operations/appd-operations.json', 'utf8');
  const asked = new Set(board.match(/\b(temporal|appd_licensing)_[a-z_]+/g));
  const onlyAfterFailures = /_(failed|failure|miss|forced_eviction)_total$/;
  return [...asked].filter((name) => !page.includes(name) && !onlyAfterFailures.test(name));
}

/** The state of the data as the demo's dashboards show it, read over HTTP. */
async function headerIn(said: string): Promise<string> {
  const [, url = ''] = /Dashboards\s+(http:\S+)\//.exec(said) ?? [];
  const board = `${url}/api/dashboards/appd-executive`;
  const { dashboard } = (await (await fetch(board)).json()) as { dashboard: { panels: { id: number }[] } };
  return (await fetch(`${board}/panels/${dashboard.panels[0]?.id ?? 0}`)).text();
}

/** What Temporal's SDK counted in the run, what the worker counted, and what it read from the warehouse. */
const expectedMetrics = [
  /^temporal_request_total\{.*operation="RespondActivityTaskCompleted".*\} \d+$/m,
  /^temporal_activity_schedule_to_start_latency_seconds_count\{.*\} \d+$/m,
  /^temporal_worker_task_slots_available\{.*worker_type="ActivityWorker".*\} \d+$/m,
  /^appd_licensing_runs_total\{status="succeeded"\} 1$/m,
  /^appd_licensing_runs_total\{status="failed"\} 0$/m,
  ...stageIds.map(
    (stage) =>
      new RegExp(`^appd_licensing_stage_attempts_total\\{outcome="succeeded",stage="${stage}"\\} 1$`, 'm'),
  ),
  /^appd_licensing_stage_duration_seconds_count\{outcome="succeeded",stage="appdynamics"\} 1$/m,
  /^appd_licensing_rows_written_total\{stage="appdynamics"\} 1092$/m,
  /^appd_licensing_rows_rejected_total\{stage="appdynamics"\} 0$/m,
  new RegExp(
    `^appd_licensing_data_through_timestamp_seconds ${Date.parse('2025-10-29T00:00:00Z') / 1000}$`,
    'm',
  ),
  /^appd_licensing_last_run_timestamp_seconds\{status="succeeded"\} \d+$/m,
];

describe('the demo of world design', () => {
  let folder: string;
  let first: Played;
  let summary: RunSummary;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-demo-test-'));
    const file = join(folder, 'summary.json');
    first = await play(['--once', '--fresh', '--json', file]);
    summary = JSON.parse(await readFile(file, 'utf8')) as RunSummary;
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('ends right, and every stage succeeded at once', () => {
    expect(first.code).toBe(0);
    expect(summary.run).toMatchObject({ status: 'succeeded', workflowId: 'license-pipeline/2025-10-29' });
    expect(summary.stages.map(({ id, status, attempts }) => [id, status, attempts])).toEqual(
      stageIds.map((id) => [id, 'succeeded', 1]),
    );
  });

  test('gives the numbers of the design document', () => {
    expect(summary.tables).toMatchObject({
      license_usage_fact: 1092,
      license_cost_fact: 1092,
      chargeback_fact: 24,
      forecast_fact: 288,
      allocation_fact: 0,
    });
    expect(summary.reconciliation).toMatchObject({
      appd: 6,
      matched: 6,
      autoMatched: 6,
      needsReview: 0,
      unmatched: 0,
    });
    expect(summary.reconciliation.appdMatchRatePct).toBe(100);
    expect(summary.forecast).toMatchObject({
      series: 24,
      rows: 288,
      firstMonth: '2025-11-01',
      lastMonth: '2026-10-01',
    });
  });

  test('charges to sectors exactly what was spent', () => {
    const { total, bySector, difference } = summary.cost;
    const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
    const charged = Object.values(bySector).reduce((sum, amount) => sum + cents(amount), 0n);

    expect(cents(total)).toBeGreaterThan(0n);
    expect(charged).toBe(cents(total));
    expect(difference).toBe('0.00');
  });

  test('expects for a month about what a month costs, not its double', () => {
    const monthly = Number(summary.forecast.total) / 12;
    const actual = (Number(summary.cost.total) / 91) * 30.4;

    expect(monthly / actual).toBeGreaterThan(0.6);
    expect(monthly / actual).toBeLessThan(1.5);
  });

  test('fails no check', () => {
    expect(summary.checks.length).toBeGreaterThan(0);
    expect(summary.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });

  test('shows a line for each stage, the proof of the bill, and where to look further', () => {
    expect(first.said).toMatch(/✔ Usage and cost +1,092 rows +\d+\.\d s/);
    expect(first.said).toContain('sum of sectors = total, difference 0.00');
    expect(first.said).toMatch(
      /Run page +http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows\/license-pipeline%2F2025-10-29\//,
    );
    expect(first.said).toContain('paused: the simulated world has an end');
  });

  test('a second one, on an empty database again, comes to the same and stays up until it is asked to end; nothing is left', async () => {
    const file = join(folder, 'again.json');
    let [metrics, header] = ['', ''];
    const second = await play(['--fresh', '--json', file], async (kill, said) => {
      [metrics, header] = await Promise.all([metricsIn(said), headerIn(said)]).finally(() => {
        kill('SIGHUP');
        kill('SIGHUP');
      });
    });
    const again = JSON.parse(await readFile(file, 'utf8')) as RunSummary;

    expect(second.code).toBe(0);
    expect(again.fingerprint).toEqual(summary.fingerprint);
    expect(header).toContain('"2025-10-28","2025-10","open","USD"');
    for (const line of expectedMetrics) expect(metrics).toMatch(line);
    expect(await unknownToTheBoard(metrics)).toEqual([]);
    const ports = [...portsIn(first.said), ...portsIn(second.said)];
    expect(ports.length).toBeGreaterThanOrEqual(6);
    for (const port of ports) expect(await isListening(port)).toBe(false);
  });

  test.each([
    [['--world', 'atlantis'], 'There is no world "atlantis"; there are design and enterprise.'],
    [['--twice'], "Unknown option '--twice'"],
  ])('%j is refused', async (args, words) => {
    const { code, said } = await play(args);

    expect(code).toBe(1);
    expect(said).toContain(words);
  });
});
