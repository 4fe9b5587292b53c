import type { Answer } from '../http/answer.ts';
import { sysIdOf } from '../worlds/ids.ts';
import { failure } from './errors.ts';

/** A rule of the instance. The vendor counts by the hour; tests may shorten it. */
export interface RateRule {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** Counts requests; gives the headers of every answer, and the refusal of those that are too many. */
export interface RateMeter {
  take(): { readonly headers: Readonly<Record<string, string>>; readonly refusal?: Answer };
}

/** A meter of a rule; without one there are no headers either. */
export function createRateMeter(rule: RateRule | undefined): RateMeter {
  if (!rule) return { take: () => ({ headers: {} }) };
  let used = 0;
  let resetsAtMs = 0;

  return {
    take: () => {
      const nowMs = Date.now();
      if (nowMs >= resetsAtMs) {
        used = 0;
        resetsAtMs = nowMs + rule.windowSeconds * 1000;
      }
      used += 1;
      const headers = {
        'X-RateLimit-Limit': String(rule.requests),
        'X-RateLimit-Reset': String(Math.ceil(resetsAtMs / 1000)),
        'X-RateLimit-Rule': sysIdOf('rate-limit-rule'),
      };
      if (used <= rule.requests) return { headers };

      const detail = `Rate limit of ${rule.requests} requests per hour for Table API exceeded`;
      const retryAfter = String(Math.max(1, Math.ceil((resetsAtMs - nowMs) / 1000)));
      const refusal = failure(429, 'Rate limit exceeded', detail, { ...headers, 'Retry-After': retryAfter });
      return { headers, refusal };
    },
  };
}
