import { lines } from '../panels/meters.ts';
import type { PanelDraft } from '../panels/kit.ts';

const ours = 'task_queue="license-pipeline"';
const noWorker =
  'No worker was scraped in this time: set METRICS_PORT for the worker and name it in monitoring/prometheus.yml.';

export const slots = (): PanelDraft =>
  lines({
    key: 'slots',
    title: 'Task slots in use',
    says: 'How many of the places for activities and workflow tasks are taken, in percent. A worker at 100 % lets tasks wait: raise DB_POOL_SIZE, which gives it two connections for each stage, or start another worker.',
    noData: noWorker,
    unit: 'percent',
    questions: [
      {
        ask:
          `100 * sum by (worker_type) (temporal_worker_task_slots_used{${ours}})` +
          ` / sum by (worker_type) (temporal_worker_task_slots_used{${ours}} + temporal_worker_task_slots_available{${ours}})`,
        name: '{{worker_type}}',
      },
    ],
    steps: [
      [null, 'good'],
      [80, 'warning'],
    ],
  });

const quantile = (metric: string): string =>
  `histogram_quantile(0.95, sum by (le) (rate(${metric}_bucket{${ours}}[$__rate_interval])))`;

export const scheduleToStart = (): PanelDraft =>
  lines({
    key: 'schedule-to-start',
    title: 'Schedule to start, 95 %',
    says: 'How long tasks wait in the queue before a worker takes them. Seconds and more mean that too few workers poll; no line means that no task was taken.',
    noData: noWorker,
    unit: 'seconds',
    questions: [
      { ask: quantile('temporal_activity_schedule_to_start_latency_seconds'), name: 'activities' },
      { ask: quantile('temporal_workflow_task_schedule_to_start_latency_seconds'), name: 'workflow tasks' },
    ],
  });

export const taskFailures = (): PanelDraft =>
  lines({
    key: 'task-failures',
    title: 'Failed tasks',
    says: 'Workflow tasks that failed: our code broke or does not fit the history of a running workflow, which waits until it is repaired. Beside them, attempts of activities that failed. Both should be zero.',
    noData: 'No task has failed since the worker started, or no worker was scraped.',
    unit: 'count',
    questions: [
      {
        ask: `sum by (workflow_type) (increase(temporal_workflow_task_execution_failed_total{${ours}}[$__rate_interval]))`,
        name: 'workflow task {{workflow_type}}',
      },
      {
        ask: `sum by (activity_type) (increase(temporal_activity_execution_failed_total{${ours}}[$__rate_interval]))`,
        name: 'activity {{activity_type}}',
      },
    ],
  });

export const stickyCache = (): PanelDraft =>
  lines({
    key: 'sticky-cache',
    title: 'Workflows kept in memory',
    says: 'Workflows in the sticky cache of the workers, and those that were put out of it before their end. A workflow that was put out is played again from its history: right, but slower.',
    noData: noWorker,
    unit: 'count',
    questions: [
      { ask: `sum(temporal_sticky_cache_size{${ours}})`, name: 'in the cache' },
      {
        ask: `sum(increase(temporal_sticky_cache_total_forced_eviction_total{${ours}}[$__rate_interval]))`,
        name: 'put out',
      },
      { ask: `sum(increase(temporal_sticky_cache_miss_total{${ours}}[$__rate_interval]))`, name: 'missed' },
    ],
  });

export const requests = (): PanelDraft =>
  lines({
    key: 'requests',
    title: 'Failed requests to Temporal',
    says: 'Requests that the server did not answer or refused, by operation. A restart of the server shows as a short peak.',
    noData: 'No request has failed since the worker started, or no worker was scraped.',
    unit: 'count',
    questions: [
      {
        ask: 'sum by (operation) (increase(temporal_request_failure_total[$__rate_interval]))',
        name: '{{operation}}',
      },
      {
        ask: 'sum by (operation) (increase(temporal_long_request_failure_total[$__rate_interval]))',
        name: '{{operation}} (waiting)',
      },
    ],
  });

export const pollers = (): PanelDraft =>
  lines({
    key: 'pollers',
    title: 'Pollers',
    says: 'Requests that wait at the server for tasks. Zero means that nobody works on the task queue: start a worker.',
    noData: noWorker,
    unit: 'count',
    questions: [{ ask: `sum by (poller_type) (temporal_num_pollers{${ours}})`, name: '{{poller_type}}' }],
  });
