/** A token comes back this long after it was taken: a minute, and what a connection may need to be set up. */
const tokenReturnsMs = 60_500;

/**
 * A bucket of tokens, one per request of a minute. A token comes back a minute after it was taken, not little by little: so no
 * 60 seconds ever hold more requests than allowed, also not around a burst, and a short job is not slowed down at all.
 * Turns are given out at once and in order, so callers side by side never share one.
 */
export class RequestPace {
  private readonly tokens: number[];
  private turn = 0;

  /** `perMinute` 0 lifts the limit. */
  constructor(perMinute: number) {
    this.tokens = new Array<number>(perMinute).fill(0);
  }

  /** Takes a token and gives back how many milliseconds to wait before using it. */
  take(nowMs: number): number {
    if (this.tokens.length === 0) return 0;
    const readyAt = Math.max(nowMs, this.tokens[this.turn] ?? 0);
    this.tokens[this.turn] = readyAt + tokenReturnsMs;
    this.turn = (this.turn + 1) % this.tokens.length;
    return readyAt - nowMs;
  }
}

const paces = new Map<string, RequestPace>();

/** The one pace of this process for an origin: runs side by side share a vendor's limit. */
export function paceFor(origin: string, perMinute: number): RequestPace {
  const key = `${origin} ${perMinute}`;
  const known = paces.get(key) ?? new RequestPace(perMinute);
  paces.set(key, known);
  return known;
}
