import {
  Worker,
  type ActivityInterceptorsFactory,
  type NativeConnection,
  type WorkerOptions,
} from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { taskQueue } from '../pipeline/ids.ts';
import type { ExecutionLog } from '../repositories/execution-log.ts';
import { keepBeating } from './heartbeat.ts';
import { logAttempts } from './log-attempts.ts';
import { translateErrors } from './translate-errors.ts';

/** What a worker is plugged together from. */
export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: Activities;
  readonly log: ExecutionLog;
  /** Hides secrets in a text. */
  readonly redact: (text: string) => string;
  readonly workflows: Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;
  readonly identity: string;
  /** How many stages may run at the same time in this process. */
  readonly parallelStages: number;
  /** Counts what stages and runs do; absent: nobody counts. */
  readonly measure?: ActivityInterceptorsFactory;
}

/** A worker for our task queue. The last interceptor stands next to the activity, so the log reads translated errors. */
export function createWorker(parts: WorkerParts): Promise<Worker> {
  const { connection, namespace, activities, log, redact, identity } = parts;
  return Worker.create({
    ...parts.workflows,
    connection,
    namespace,
    taskQueue,
    identity,
    activities,
    interceptors: {
      activity: [
        keepBeating,
        logAttempts({ log, worker: identity, now: () => new Date(), redact }),
        ...(parts.measure ? [parts.measure] : []),
        translateErrors(redact),
      ],
    },
    maxConcurrentActivityTaskExecutions: parts.parallelStages,
    // A cancellation comes back with a heartbeat, and the SDK would hold those back for 80 % of the timeout.
    maxHeartbeatThrottleInterval: '5 seconds',
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '20 seconds',
  });
}
