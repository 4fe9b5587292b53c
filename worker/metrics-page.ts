import type { MetricsExporterConfig } from '@temporalio/worker';
import { ConfigError } from '../pipeline/errors.ts';
import { bucketsOfMeasures } from './measures.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * The page for Prometheus, /metrics, as Temporal's runtime serves it. The three switches of naming are set here and never left
 * to a default: dashboards and alerts hold the names, e.g. `temporal_request_total` and `temporal_request_latency_seconds`.
 */
export function metricsPage({ host, port }: Address): MetricsExporterConfig {
  return {
    attachServiceName: false,
    prometheus: {
      bindAddress: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
      countersTotalSuffix: true,
      unitSuffix: true,
      useSecondsForDurations: true,
      histogramBucketOverrides: bucketsOfMeasures,
    },
  };
}

/** What the runtime says when it cannot serve the page, in our words; another error passes. */
export function explainMetricsPage(error: unknown, { host, port }: Address): unknown {
  if (!(error instanceof Error) || !error.message.includes('prometheus')) return error;
  const reason = error.message.replace(/^.*exporter: /, '').replace(/ \(os error.*$/, '');
  const problem = `METRICS_PORT: the page for Prometheus cannot listen on ${host}:${port}: ${reason}`;
  return new ConfigError([problem], 'Choose another METRICS_PORT, or 0 to do without the page.');
}
