import type { AttemptEnd, AttemptKey, ExecutionLog } from '../../../repositories/execution-log.ts';

export const silentLog: ExecutionLog = { started: async () => undefined, ended: async () => undefined };

/** An execution log in memory. */
export function rememberAttempts(): ExecutionLog & { readonly ends: (AttemptKey & AttemptEnd)[] } {
  const ends: (AttemptKey & AttemptEnd)[] = [];
  return {
    ends,
    started: async () => undefined,
    async ended(key, end) {
      ends.push({ ...key, ...end });
    },
  };
}
