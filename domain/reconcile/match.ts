import { defaultEnvironments, defaultRegions } from './name-words.ts';

/** What a person said about an application. */
export interface MatchDecision {
  /**
   * `override` links, or with no service keeps it without link, whatever the names say; `approve` accepts a proposal;
   * `reject` forbids a pair, or with no service every pair.
   */
  readonly kind: 'override' | 'approve' | 'reject';
  readonly appId: number;
  readonly serviceId: number | null;
}

/** Where the bands lie, on the score of 0 to 100: [autoMatchAt, 100], [reviewAt, autoMatchAt), [0, reviewAt) (C15). */
export interface MatchSettings {
  readonly autoMatchAt: number;
  readonly reviewAt: number;
  /** How far ahead of every rival a fuzzy match must be to be linked without a person. */
  readonly marginAt: number;
  /** Lower-case word -> environment. */
  readonly environments: Readonly<Record<string, string>>;
  /** Lower-case word -> region. */
  readonly regions: Readonly<Record<string, string>>;
}

/** 80 and 50 as the documents say (000-172, 000-176); the margin is ours. */
export const defaultMatchSettings: MatchSettings = {
  autoMatchAt: 80,
  reviewAt: 50,
  marginAt: 4,
  environments: defaultEnvironments,
  regions: defaultRegions,
};

/** Everything that matching looks at. No order of any list matters. */
export interface MatchQuestion {
  readonly applications: readonly { readonly appId: number; readonly name: string }[];
  readonly services: readonly { readonly serviceId: number; readonly name: string }[];
  /** The decisions in force. */
  readonly decisions: readonly MatchDecision[];
  readonly settings: MatchSettings;
}

/** Similarities of two names as they are written, 0 to 100, shown beside our own score so that it can be judged (C16). */
export interface ComponentScores {
  /** The documents' measure: the larger one of both argument orders. */
  readonly sequenceMatcher: number;
  readonly jaroWinkler: number;
  readonly dice: number;
  readonly levenshtein: number;
}

/** `needs_review` and `unmatched` are not linked, nor is `overridden` without a service: count links by `serviceId`. */
export type MatchStatus = 'auto_matched' | 'needs_review' | 'unmatched' | 'overridden' | 'approved';

/** The rule that linked or proposed; `none` when there is no proposal. */
export type MatchMethod = 'override' | 'approval' | 'exact' | 'normalized' | 'fuzzy' | 'none';

/** A service that a person may choose; score 0 to 100 with 2 decimals. */
export interface MatchCandidate {
  readonly serviceId: number;
  readonly score: number;
}

/** What is decided about one application. */
export interface MatchResult {
  readonly appId: number;
  /** The linked service; null when there is no link. What review proposes is the first of `candidates`. */
  readonly serviceId: number | null;
  readonly status: MatchStatus;
  readonly method: MatchMethod;
  /** Score of the linked, proposed or closest service on normalized names, 0 to 100 with 2 decimals; 0 without any. */
  readonly score: number;
  /** Of the same service; all 0 without any. */
  readonly scores: ComponentScores;
  /** `PROD`, `DEV`, `UAT2` ..., null when the name says none. */
  readonly environment: string | null;
  /** The normalized name without environment: what variants of one application share. */
  readonly baseName: string;
  /** One per linked service, and one per base name without link: no environment, then PROD, then first by name. */
  readonly isProduction: boolean;
  /** A sentence for the license manager that names the rule. */
  readonly reason: string;
  /** Up to 3: the linked or proposed one, then the closest others. */
  readonly candidates: readonly MatchCandidate[];
}
