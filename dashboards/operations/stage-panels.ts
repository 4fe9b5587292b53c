import { lines, tiles } from '../panels/meters.ts';
import type { PanelDraft } from '../panels/kit.ts';
import { oneHour } from '../prometheus-query.ts';

const noWorker =
  'No worker was scraped in this time: set METRICS_PORT for the worker and name it in monitoring/prometheus.yml.';
const outcomes = { succeeded: 'good', degraded: 'warning', failed: 'bad', cancelled: 'quiet' } as const;
const hour = 3600;

export const whatAnswers = (): PanelDraft =>
  tiles({
    key: 'up',
    title: 'What answers',
    says: 'Does Prometheus reach the worker, the exporters and itself? What is down has no lines below.',
    noData: 'Prometheus scrapes nothing: check monitoring/prometheus.yml.',
    unit: 'count',
    questions: [{ ask: 'min by (job) (up)', name: '{{job}}' }],
    words: { 0: { says: 'down', meaning: 'bad' }, 1: { says: 'up', meaning: 'good' } },
  });

export const lastRuns = (): PanelDraft =>
  tiles({
    key: 'last-runs',
    title: 'Since the last run of each status',
    says: 'How long ago the last run ended that succeeded, was degraded (a stage beside the money failed) or failed. The smallest is the last run. A daily run that succeeded more than 26 hours ago was missed: see "The schedule did not run" in the runbook.',
    noData: noWorker,
    unit: 'seconds',
    questions: [
      { ask: 'time() - max by (status) (appd_licensing_last_run_timestamp_seconds)', name: '{{status}}' },
    ],
  });

export const ageOfData = (): PanelDraft =>
  tiles({
    key: 'age-of-data',
    title: 'Age of the data',
    says: 'Time since the end of the last usage day that dashboards show. It grows through the day and falls by a day with each nightly run; 24 hours are expected just before it, from 26 hours on the data is stale.',
    noData: 'No run has refreshed the views yet, or no worker was scraped.',
    unit: 'seconds',
    questions: [{ ask: 'time() - max(appd_licensing_data_through_timestamp_seconds)', name: '' }],
    steps: [
      [null, 'good'],
      [24 * hour, 'warning'],
      [26 * hour, 'bad'],
    ],
  });

export const endedBadly = (): PanelDraft =>
  tiles({
    key: 'ended-badly',
    title: 'Degraded and failed runs',
    says: 'Runs of the chosen time that did not wholly succeed. "appd-licensing status" says why and whose turn it is.',
    noData: noWorker,
    unit: 'count',
    questions: [
      {
        ask: 'round(sum by (status) (increase(appd_licensing_runs_total{status!="succeeded"}[$__range])))',
        name: '{{status}}',
      },
    ],
    steps: [
      [null, 'good'],
      [1, 'bad'],
    ],
  });

export const runs = (): PanelDraft =>
  lines({
    key: 'runs',
    title: 'Runs by status',
    says: 'Runs that ended, by the hour or a longer step.',
    noData: noWorker,
    unit: 'count',
    questions: [
      {
        ask: 'round(sum by (status) (increase(appd_licensing_runs_total[$__interval])))',
        name: '{{status}}',
      },
    ],
    events: oneHour,
    stacked: true,
    colors: outcomes,
  });

export const attempts = (): PanelDraft =>
  lines({
    key: 'attempts',
    title: 'Attempts of stages by outcome',
    says: 'A run has seven stages; each may need several attempts. Cancelled ones were asked to stop, or their worker was.',
    noData: noWorker,
    unit: 'count',
    questions: [
      {
        ask: 'round(sum by (outcome) (increase(appd_licensing_stage_attempts_total[$__interval])))',
        name: '{{outcome}}',
      },
    ],
    events: oneHour,
    stacked: true,
    colors: outcomes,
  });

export const retries = (): PanelDraft =>
  lines({
    key: 'retries',
    title: 'Retries by stage',
    says: 'Attempts that were not the first one. A vendor that answers 429 or 503 now and then is normal; the same stage every night is not.',
    noData: noWorker,
    unit: 'count',
    questions: [
      {
        ask: 'round(sum by (stage) (increase(appd_licensing_stage_retries_total[$__interval])))',
        name: '{{stage}}',
      },
    ],
    events: oneHour,
    stacked: true,
  });

export const duration = (): PanelDraft =>
  lines({
    key: 'duration',
    title: 'Duration of stages',
    says: 'Mean duration of the attempts that ended in each step. Stages that did not run have no value.',
    noData: noWorker,
    unit: 'seconds',
    questions: [
      {
        ask:
          'sum by (stage) (increase(appd_licensing_stage_duration_seconds_sum[$__interval]))' +
          ' / (sum by (stage) (increase(appd_licensing_stage_duration_seconds_count[$__interval])) > 0)',
        name: '{{stage}}',
      },
    ],
    events: oneHour,
  });

export const slowest = (): PanelDraft =>
  tiles({
    key: 'slowest',
    title: 'Slow attempts by stage',
    says: 'The duration that 95 % of the attempts of the chosen time stayed below, read off a histogram: it is as exact as its buckets.',
    noData: noWorker,
    unit: 'seconds',
    questions: [
      {
        ask: 'histogram_quantile(0.95, sum by (le, stage) (increase(appd_licensing_stage_duration_seconds_bucket[$__range])))',
        name: '{{stage}}',
      },
    ],
  });

const rows = (kind: 'written' | 'read' | 'rejected', title: string, says: string): PanelDraft =>
  lines({
    key: `rows-${kind}`,
    title,
    says,
    noData: noWorker,
    unit: 'count',
    questions: [
      {
        ask: `round(sum by (stage) (increase(appd_licensing_rows_${kind}_total[$__interval])))`,
        name: '{{stage}}',
      },
    ],
    events: oneHour,
    stacked: true,
  });

export const rowsWritten = (): PanelDraft =>
  rows(
    'written',
    'Rows written by stage',
    'Rows that stages wrote or changed. A night that writes much less than others read less, or changed nothing.',
  );
export const rowsRead = (): PanelDraft =>
  rows('read', 'Rows read by stage', 'Rows that stages read, from vendors or from the warehouse.');
export const rowsRejected = (): PanelDraft =>
  rows(
    'rejected',
    'Rows rejected by stage',
    'Rows that could not be used. Above MAX_REJECT_RATIO an extraction fails; below it the Admin Panel shows each row with its reason.',
  );
