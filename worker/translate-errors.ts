import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { PipelineError, RateLimitedError } from '../pipeline/errors.ts';

/** Hides secrets in a text. */
type Redact = (text: string) => string;

/** Temporal keeps about 4 KB of a failure where it matters; longer explanations belong into the database. */
const longestMessage = 1_500;

/**
 * The only place that turns our errors into Temporal's: the type is the name, the first detail says whose turn it is and what
 * to do. Errors that are not ours pass and are retried; cancellations pass untouched. No secret leaves the worker in a message,
 * a stack or a cause.
 */
export function translateErrors(redact: Redact): ActivityInterceptorsFactory {
  return () => ({
    inbound: {
      async execute(input, next) {
        try {
          return await next(input);
        } catch (error) {
          throw error instanceof CancelledFailure ? error : toFailure(error, redact);
        }
      },
    },
  });
}

/** The failure that Temporal stores for this error. */
export function toFailure(error: unknown, redact: Redact): unknown {
  hideSecrets(error, redact);
  if (!(error instanceof PipelineError)) return error;
  return ApplicationFailure.create({
    message: error.message.slice(0, longestMessage),
    type: error.name,
    nonRetryable: !error.retryable,
    details: [{ remedy: redact(error.remedy), turn: error.turn }],
    ...(error instanceof RateLimitedError && { nextRetryDelay: error.retryAfterMs }),
    ...(error.cause instanceof Error && { cause: error.cause }),
  });
}

/** Along the whole chain of causes, since Temporal stores each message and stack of it. */
function hideSecrets(error: unknown, redact: Redact): void {
  for (let link = error, depth = 0; link instanceof Error && depth < 20; link = link.cause, depth++) {
    link.message = redact(link.message);
    if (link.stack) link.stack = redact(link.stack);
  }
}
