/** What a failed attempt looked like, as far as a retry depends on it. */
export interface FailedAttempt {
  /** 1 for the first one. */
  readonly attempt: number;
  /** False: the same request would fail again. */
  readonly passing: boolean;
  /** What the vendor asked for; null when it did not say. */
  readonly retryAfterMs: number | null;
}

/** How patient the client itself is, before Temporal takes over. */
export interface Patience {
  /** Attempts after the first one. */
  readonly retries: number;
  /** Milliseconds of one unit of back-off; 1000 gives 2 s, 4 s, 8 s. */
  readonly baseMs: number;
}

/** A longer wait than this one is left to Temporal, which waits without holding a worker's slot. */
const longestWaitMs = 60_000;

/**
 * Milliseconds until the next attempt, or null to give up. Back-off is 2^n units (000-234), with up to a quarter more so that
 * many callers do not come back together; what the vendor asks for goes before it and is never shortened.
 *
 * @example decideRetry({ attempt: 2, passing: true, retryAfterMs: null }, { retries: 3, baseMs: 1000 }, 0) // 4000
 */
export function decideRetry(failed: FailedAttempt, patience: Patience, random: number): number | null {
  if (!failed.passing || failed.attempt > patience.retries) return null;
  const backOffMs = patience.baseMs * 2 ** failed.attempt;
  const spreadMs = Math.min(backOffMs, longestWaitMs) * 0.25 * random;
  if (failed.retryAfterMs === null) return Math.round(Math.min(backOffMs, longestWaitMs) + spreadMs);
  return failed.retryAfterMs > longestWaitMs ? null : Math.round(failed.retryAfterMs + spreadMs);
}
