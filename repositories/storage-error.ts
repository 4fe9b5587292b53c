import { PipelineError, PolicyError, StorageError } from '../pipeline/errors.ts';

/** SQLSTATE classes after which the same statement may succeed: connection, resources, rollback, shutdown, timeout. */
const passingStates = /^(08|53|40|57P|55P03|25006|57014)/;

/** Raised by our own triggers: what a rule of money forbids, who is not proven, and who has not got the role. */
const policyRemedies: Readonly<Record<string, string>> = {
  '23001':
    'What was used, approved or closed stays; add a version, or let the difference be booked in an open month.',
  '42501': 'Show who you are: ACTOR_TOKEN, or a role of the database that is registered with "actors".',
  '0P000': 'Let somebody with that role do it; "actors list" shows them.',
};

interface PostgresFault {
  readonly code?: string;
  readonly message: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly detail?: string;
}

/** The database's complaint in our words: what broke, where, and whether waiting helps. Our own errors pass untouched. */
export function toStorageError(error: unknown, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof PipelineError) return error;
  const fault = error as Error & PostgresFault;
  if (typeof fault.code !== 'string') return error;
  const isNetwork = /^E[A-Z]+$/.test(fault.code);
  const isState = /^[0-9A-Z]{5}$/.test(fault.code);
  if (!isNetwork && !isState) return error;
  const remedy = policyRemedies[fault.code];
  if (remedy !== undefined) return new PolicyError(fault.message, [], remedy, { cause: fault });

  const passing = isNetwork || passingStates.test(fault.code);
  const place = [fault.table && `table ${fault.table}`, fault.constraint && `constraint ${fault.constraint}`]
    .filter(Boolean)
    .join(', ');
  return new StorageError(
    `Postgres refused while ${doing}: ${fault.message} (${fault.code}${place && `; ${place}`}).`,
    remedyFor(fault.code, passing),
    passing,
    { cause: error },
  );
}

function remedyFor(code: string, passing: boolean): string {
  if (passing) return 'The next attempt starts by itself; look at the database if it goes on.';
  if (/^(28|3D)/.test(code)) return 'Check DB_HOST, DB_NAME, DB_USER and DB_PASSWORD.';
  if (/^42(P01|703|883)/.test(code)) return 'Run `appd-licensing migrate` with a user that owns the schema.';
  return 'The data breaks a rule of the schema: nothing was written.';
}
