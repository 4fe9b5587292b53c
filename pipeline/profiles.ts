import type { ActivityOptions } from '@temporalio/workflow';
import { finalErrorNames } from './errors.ts';

/** What kind of work a stage does; it decides how patient Temporal is with it. */
export type WorkClass = 'extract' | 'transform' | 'compute';

/**
 * The one place to change a timeout or a retry.
 *
 * - `extract` waits for vendors: a rate limit of 100 requests a minute makes hours legal, so silence is judged by heartbeats.
 * - `transform` is set-based SQL: minutes; a dead worker is noticed by its missing heartbeat.
 * - `compute` is CPU in our own process.
 *
 * Back-off is 2^n seconds (000-234). Errors that a retry cannot cure are never retried; `errors.ts` says which.
 */
export const profiles: Readonly<Record<WorkClass, ActivityOptions>> = {
  extract: {
    startToCloseTimeout: '6 hours',
    heartbeatTimeout: '30 seconds',
    retry: retrying(8),
  },
  transform: {
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '30 seconds',
    retry: retrying(5),
  },
  compute: {
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '30 seconds',
    retry: retrying(3),
  },
};

/** Opening and closing the run record: short, and worth many tries, since a run without a record cannot be audited. */
export const bookkeeping: ActivityOptions = { startToCloseTimeout: '30 seconds', retry: retrying(10) };

/** A browser draws and prints: minutes, and a dead worker is noticed by its missing heartbeat. */
export const printing: ActivityOptions = {
  startToCloseTimeout: '20 minutes',
  heartbeatTimeout: '30 seconds',
  retry: retrying(3),
};

function retrying(maximumAttempts: number): NonNullable<ActivityOptions['retry']> {
  return {
    initialInterval: '2 seconds',
    backoffCoefficient: 2,
    maximumInterval: '5 minutes',
    maximumAttempts,
    nonRetryableErrorTypes: [...finalErrorNames],
  };
}
