import { Runtime, type ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Config } from '../config/env.ts';
import type { Database } from '../repositories/database.ts';
import { say } from './log-lines.ts';
import { createMeasures } from './measures.ts';
import { recordMeasures } from './record-measures.ts';
import { watchWarehouse } from './watch-warehouse.ts';

/** Our part of the page for Prometheus, while a worker lives. */
export interface Metrics {
  /** Counts what stages and runs do. */
  readonly measure: ActivityInterceptorsFactory;
  stop(): void;
}

/** Starts to fill the page of the runtime that is installed. */
export function openMetrics({ redact }: Config, database: Database): Metrics {
  const measures = createMeasures(Runtime.instance().metricMeter);
  const watch = watchWarehouse({
    database,
    measures,
    warn: (message, error) => say({ at: new Date().toISOString(), level: 'WARN', message, error }, redact),
  });
  return {
    measure: recordMeasures({ measures, clock: () => performance.now(), afterRun: () => watch.look() }),
    stop: () => watch.stop(),
  };
}
