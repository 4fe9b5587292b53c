const longestMs = 3_600_000;

/**
 * How long the vendor asks us to wait, in milliseconds; null when it does not say so in a readable way.
 * `Retry-After` is seconds or an HTTP date; `X-RateLimit-Reset` (ServiceNow) is a Unix time in seconds and counts only
 * without the former. An hour at most: quotas are per hour, and a longer wish is more likely a mistake.
 */
export function retryAfterMs(header: (name: string) => string | null, nowMs: number): number | null {
  const wish = fromRetryAfter(header('retry-after'), nowMs) ?? fromReset(header('x-ratelimit-reset'), nowMs);
  return wish === null ? null : Math.min(Math.max(0, wish), longestMs);
}

function fromRetryAfter(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/[a-z]{3}/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isFinite(at) ? at - nowMs : null;
}

function fromReset(text: string | null, nowMs: number): number | null {
  return text !== null && /^\d{9,11}$/.test(text.trim()) ? Number(text) * 1000 - nowMs : null;
}
