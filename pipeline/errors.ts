/** Whose turn it is after an error. */
export type Turn = 'operator' | 'wait' | 'vendor' | 'data owner' | 'us' | 'database administrator';

interface ErrorFacts {
  readonly name: string;
  readonly turn: Turn;
  /** False: the same attempt would fail again, so Temporal must not repeat it. */
  readonly retryable: boolean;
}

/** Every error of ours: what it is called, whose turn it is, whether a retry may cure it. */
const catalogue = {
  ConfigError: { name: 'ConfigError', turn: 'operator', retryable: false },
  AuthError: { name: 'AuthError', turn: 'operator', retryable: false },
  RateLimitedError: { name: 'RateLimitedError', turn: 'wait', retryable: true },
  UpstreamError: { name: 'UpstreamError', turn: 'vendor', retryable: true },
  ContractError: { name: 'ContractError', turn: 'us', retryable: false },
  TooManyRejectsError: { name: 'TooManyRejectsError', turn: 'data owner', retryable: false },
  InvariantError: { name: 'InvariantError', turn: 'us', retryable: false },
  PolicyError: { name: 'PolicyError', turn: 'operator', retryable: false },
  StorageError: { name: 'StorageError', turn: 'database administrator', retryable: true },
} as const satisfies Record<string, ErrorFacts>;

export type PipelineErrorName = keyof typeof catalogue;

/** Names of the errors that Temporal must not retry. */
export const finalErrorNames: readonly PipelineErrorName[] = Object.values(catalogue)
  .filter((facts) => !facts.retryable)
  .map((facts) => facts.name);

/**
 * The root of our errors. The message says what happened, where, and what was expected; `remedy` is one sentence to whoever's
 * turn it is. Secrets and whole payloads never stand in either.
 */
export abstract class PipelineError extends Error {
  abstract override readonly name: PipelineErrorName;
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }

  get turn(): Turn {
    return catalogue[this.name].turn;
  }

  /** May the same attempt succeed later? A class may know better for one case, as StorageError does for constraints. */
  get retryable(): boolean {
    return catalogue[this.name].retryable;
  }
}

/** A setting is missing or makes no sense. Found at start; nothing has been done yet. */
export class ConfigError extends PipelineError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(
    problems: readonly string[],
    remedy = 'Correct these settings and start again.',
    what = `${problems.length} setting(s) cannot be used`,
  ) {
    super([`${what}:`, ...problems.map((line) => `  - ${line}`)].join('\n'), remedy);
    this.problems = problems;
  }
}

/** A vendor refused our credentials (401) or our rights (403). No retry can cure it. */
export class AuthError extends PipelineError {
  override readonly name = 'AuthError';
}

/** A vendor asked us to wait (429). */
export class RateLimitedError extends PipelineError {
  override readonly name = 'RateLimitedError';
  /** How long the vendor asked us to wait, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, 'Wait; the next attempt starts by itself.', options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Network trouble, a timeout, or a 5xx answer. */
export class UpstreamError extends PipelineError {
  override readonly name = 'UpstreamError';
}

/** An answer does not have the shape that we know. */
export class ContractError extends PipelineError {
  override readonly name = 'ContractError';
}

/** More rows were unusable, or hidden from us, than the limit allows; the last good data stays in force. */
export class TooManyRejectsError extends PipelineError {
  override readonly name = 'TooManyRejectsError';
}

/** Parts do not add up, or a state that cannot be: a defect of ours. */
export class InvariantError extends PipelineError {
  override readonly name = 'InvariantError';
}

/** A rule of money forbids it: a closed month, a second person, an approval. Nothing was changed. */
export class PolicyError extends PipelineError {
  override readonly name = 'PolicyError';
  /** What is missing, a line each. */
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[], remedy: string, options?: ErrorOptions) {
    super([what, ...problems.map((line) => `  - ${line}`)].join('\n'), remedy, options);
    this.problems = problems;
  }
}

/** The database refused. Connection and serialization troubles pass; a broken constraint does not. */
export class StorageError extends PipelineError {
  override readonly name = 'StorageError';
  readonly passing: boolean;

  constructor(message: string, remedy: string, passing: boolean, options?: ErrorOptions) {
    super(message, remedy, options);
    this.passing = passing;
  }

  override get retryable(): boolean {
    return this.passing;
  }
}

/** One line for logs, progress and people: `Name: what happened. Turn: who. Remedy.` */
export function describeError(error: unknown): string {
  if (error instanceof PipelineError) {
    // What is a list ends with its last line.
    const end = error.message.includes('\n') ? '\n' : ' ';
    return `${error.name}: ${error.message}${end}Turn: ${error.turn}. ${error.remedy}`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
