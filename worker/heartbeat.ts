import { asyncLocalStorage, type Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

const beatMs = 5_000;

/**
 * Lets every attempt with a heartbeat timeout beat by the clock, so that Temporal notices a dead worker though the stage is in
 * the middle of one long statement, and a cancellation reaches it. The last detail that the stage itself gave is repeated.
 */
export const keepBeating: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      if (!context.info.heartbeatTimeoutMs) return next(input);
      let detail: unknown = context.info.heartbeatDetails;
      const remember = (told: unknown): void => {
        detail = told;
        context.heartbeat(told);
      };
      const timer = setInterval(() => context.heartbeat(detail), beatMs);
      try {
        return await asyncLocalStorage.run(listening(context, remember), () => next(input));
      } finally {
        clearInterval(timer);
      }
    },
  },
});

/** The same context for the stage, except that its own heartbeats are heard here first. */
function listening(context: Context, heartbeat: (detail: unknown) => void): Context {
  return Object.create(context, { heartbeat: { value: heartbeat } }) as Context;
}
