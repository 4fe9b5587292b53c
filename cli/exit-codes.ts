import {
  AuthError,
  ConfigError,
  PolicyError,
  RateLimitedError,
  StorageError,
  UpstreamError,
} from '../pipeline/errors.ts';
import type { RunStatus } from '../pipeline/run.ts';

/** What the shell is told. */
export const exitCodes = { right: 0, usage: 1, failed: 2, refused: 3, unreachable: 4 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** For help texts and docs. */
export const exitCodeMeanings = [
  '0  it is done and right; a run may be degraded: something beside the money is missing',
  '1  the command or a setting cannot be used; nothing was done',
  '2  the run or the work failed; the last good data stays',
  '3  refused: the same date or range is running already, or a rule of money forbids it; nothing was changed',
  '4  a service cannot be reached: database, Temporal, Parameter Store or a vendor',
] as const;

/** A person typed something that cannot be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The code for what went wrong. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof AuthError)
    return exitCodes.usage;
  if (error instanceof PolicyError) return exitCodes.refused;
  if (error instanceof UpstreamError || error instanceof RateLimitedError) return exitCodes.unreachable;
  return error instanceof StorageError && error.passing ? exitCodes.unreachable : exitCodes.failed;
}

/** The code for how a run ended. */
export function exitCodeOfStatus(status: RunStatus): ExitCode {
  return status === 'failed' ? exitCodes.failed : exitCodes.right;
}
