import type { Command } from 'commander';
import type { Config } from '../config/env.ts';
import type { Actor } from '../repositories/acting.ts';
import { UsageError } from './exit-codes.ts';

/** What a person says of who acts and why. */
export interface ActingOptions {
  readonly as?: string;
  readonly reason?: string;
}

/** The options of every command that changes something. */
export function withActing(command: Command): Command {
  return command
    .option('--as <name>', 'who acts; development profile only (default: ETL_USER)')
    .option('--reason <text>', 'why; stands in the audit log');
}

/**
 * Who acts: whoever ACTOR_TOKEN belongs to, else the registered role of the database connection; in the development profile
 * `--as`, else ETL_USER.
 *
 * @throws UsageError when a mere name is given in production.
 */
export function actorOf(config: Config, { as, reason }: ActingOptions): Actor {
  const token = config.actorToken?.reveal() ?? null;
  const isDevelopment = config.profile === 'development';
  if (as !== undefined && !isDevelopment)
    throw new UsageError(['--as is for the development profile; in production ACTOR_TOKEN proves who acts.']);
  return {
    name: isDevelopment ? (as ?? config.etlUser) : null,
    token: as === undefined ? token : null,
    reason: reason ?? null,
  };
}
