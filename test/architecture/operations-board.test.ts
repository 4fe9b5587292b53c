import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import type { Board } from '../support/dashboards/board.ts';
import { shownPanels } from '../support/dashboards/board.ts';

const board = JSON.parse(
  readFileSync('dashboards/generated/operations/appd-operations.json', 'utf8'),
) as Board;
const questions = shownPanels(board).flatMap(({ title, targets = [] }) =>
  targets.map(({ expr = '' }) => ({ title, expr })),
);

/** Where the grammar of Prometheus finds something wrong; variables stand for a duration or a pattern. */
function problemsIn(expr: string): string[] {
  const written = expr.replace(/\$__\w+/g, '1h').replace(/\$(server|machine)/g, '.*');
  const problems: string[] = [];
  parser.parse(written).iterate({
    enter({ type, from }) {
      if (type.isError) problems.push(`${written} at ${from}`);
    },
  });
  return problems;
}

test('every question is PromQL', () => {
  expect(questions.length).toBeGreaterThan(25);
  expect(questions.flatMap(({ expr }) => problemsIn(expr))).toEqual([]);
  expect(problemsIn('sum by (status (up)')).not.toEqual([]);
});

test('it shows runs, stages, retries, slots, waiting, the cache, and what the servers need', () => {
  const asked = questions.map(({ expr }) => expr).join('\n');
  const wanted = [
    'appd_licensing_runs_total',
    'appd_licensing_stage_attempts_total',
    'appd_licensing_stage_retries_total',
    'appd_licensing_stage_duration_seconds_bucket',
    'appd_licensing_rows_rejected_total',
    'appd_licensing_data_through_timestamp_seconds',
    'temporal_worker_task_slots_available',
    'temporal_activity_schedule_to_start_latency_seconds_bucket',
    'temporal_workflow_task_execution_failed_total',
    'temporal_sticky_cache_size',
    'pg_stat_database_numbackends',
    'pg_replication_lag_seconds',
    'pg_stat_statements_seconds_total',
    'pg_database_size_bytes',
    'node_filesystem_avail_bytes',
    'node_cpu_seconds_total',
    'node_memory_MemAvailable_bytes',
  ];
  expect(wanted.filter((metric) => !asked.includes(metric))).toEqual([]);
});

test('a counter is never shown as it is: only how much it grew', () => {
  const bare = questions.filter(({ expr }) =>
    [...expr.matchAll(/(\w+\()?\b(\w+_(?:total|bucket|seconds_sum|seconds_count))\b(?=[{[])/g)].some(
      ([, before]) => before !== 'increase(' && before !== 'rate(',
    ),
  );
  expect(bare).toEqual([]);
});

test('it is the present, renewed by the minute, and its link leads to the tab with the rows behind', () => {
  expect(board.time).toEqual({ from: 'now-24h', to: 'now' });
  expect(board.tags).toEqual(['appd-operations']);
  expect(board.links.map(({ url }) => url)).toEqual(['/d/appd-admin/8-admin-panel']);
});
