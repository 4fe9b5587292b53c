import type { Database, Session } from './database.ts';

/** Who wants to act: by a token that proves it, by a name (development only), or as the role of the connection. */
export interface Actor {
  readonly name: string | null;
  readonly token: string | null;
  /** Why; stands in the audit log. */
  readonly reason: string | null;
}

/** Who acts, as the database knows it. */
export interface Acting {
  readonly name: string;
  /** By a token or a role of the database (R32). */
  readonly isProven: boolean;
}

/**
 * One transaction in which `actor` acts: triggers write the name and reason into the audit log (R30) and refuse what needs a
 * proven actor.
 *
 * @throws PolicyError when the token belongs to nobody.
 */
export async function actingAs<Result>(
  database: Database,
  { name, token, reason }: Actor,
  work: (tx: Session, who: Acting) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (tx) => {
    await tx.rows('saying who acts', setActor, [name ?? '', token ?? '', reason ?? '']);
    const who = await tx.one<Acting>('asking who acts', whoActs);
    return work(tx, who);
  });
}

const setActor = `
  select set_config('app.actor', $1, true), set_config('app.token', $2, true), set_config('app.reason', $3, true)`;

/** The name stands in the transaction from then on: a change with a name was made by a person, not by a run. */
const whoActs = `
  select who.actor as name, who.is_proven as "isProven", set_config('app.actor', who.actor, true) as "setName" from acting() as who`;
