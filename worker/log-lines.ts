import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Config } from '../config/env.ts';
import { explainMetricsPage, metricsPage } from './metrics-page.ts';

/**
 * Sets up Temporal's runtime: which signals end the process in order, how the SDK's words become our log lines, and where
 * Prometheus reads.
 */
export function prepareRuntime({ logLevel, redact, worker: { metrics } }: Config): void {
  try {
    Runtime.install({
      shutdownSignals: ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'],
      logger: new DefaultLogger(logLevel, ({ level, message, meta, timestampNanos }) => {
        const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
        say({ at, level, message, ...meta }, redact);
      }),
      telemetryOptions: {
        logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
        ...(metrics && { metrics: metricsPage(metrics) }),
      },
    });
  } catch (error) {
    throw metrics ? explainMetricsPage(error, metrics) : error;
  }
}

/** One JSON line for people and collectors, on the error stream: the other one carries the line that says ready. */
export function say(line: Readonly<Record<string, unknown>>, redact = (text: string): string => text): void {
  process.stderr.write(`${redact(JSON.stringify(line, readable))}\n`);
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return typeof value === 'bigint' ? String(value) : value;
}
