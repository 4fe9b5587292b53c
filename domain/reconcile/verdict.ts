import type { MatchCandidate, MatchMethod, MatchStatus } from './match.ts';

/** What is decided about one application, before it is written down. */
export interface Verdict {
  readonly status: MatchStatus;
  readonly method: MatchMethod;
  /** The linked service, the proposed or closest one otherwise; null without any. */
  readonly about: MatchCandidate | null;
  readonly reason: string;
  /** `about` first, then the closest others. */
  readonly candidates: readonly MatchCandidate[];
}

/** Does this status mean that the application has a service? An override to no service is no link. */
export function isLinked({ status, about }: Pick<Verdict, 'status' | 'about'>): boolean {
  return about !== null && status !== 'needs_review' && status !== 'unmatched';
}

/** A verdict without any service. */
export function without(status: MatchStatus, method: MatchMethod, reason: string): Verdict {
  return { status, method, about: null, reason, candidates: [] };
}
