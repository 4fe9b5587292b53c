import { createHash, randomBytes } from 'node:crypto';
import { PolicyError } from '../pipeline/errors.ts';
import type { Session } from './database.ts';

/** What an actor may do. Preparing, closing and posting of one month are never one person's (R32). */
export const actorRoles = ['preparer', 'approver', 'closer', 'poster', 'steward', 'administrator'] as const;

export type ActorRole = (typeof actorRoles)[number];

/** A person or program that may act. */
export interface KnownActor {
  readonly name: string;
  readonly roles: readonly ActorRole[];
  /** How it proves who it is: `token`, or the role of the database. */
  readonly proof: string;
  readonly isActive: boolean;
  /** ISO 8601. */
  readonly since: string;
}

/** Who would act now, and how that is known. */
export interface WhoAmI {
  readonly name: string;
  readonly isProven: boolean;
  readonly roles: readonly ActorRole[];
  readonly databaseRole: string;
  readonly profile: 'development' | 'production';
}

/** Everybody who may act or might once. */
export async function listActors(session: Session): Promise<KnownActor[]> {
  return session.rows<KnownActor>('listing actors', allActors);
}

/** Who acts in this transaction. */
export async function whoAmI(tx: Session): Promise<WhoAmI> {
  return tx.one<WhoAmI>('asking who acts', askWho);
}

/**
 * Lets somebody act. Without a role of the database a token proves who it is; it is given back once, and only its hash is kept.
 * A revoked name gets a new proof.
 *
 * @throws PolicyError when the name acts already, or the database has no such role.
 */
export async function addActor(
  tx: Session,
  {
    name,
    roles,
    dbRole,
  }: { readonly name: string; readonly roles: readonly ActorRole[]; readonly dbRole: string | null },
): Promise<string | null> {
  await refuseTaken(tx, name);
  if (dbRole !== null) await refuseUnknownRole(tx, dbRole);
  const token = dbRole === null ? `appd_${randomBytes(32).toString('base64url')}` : null;
  await tx.run('adding an actor', upsertActor, [name, token && hashOf(token), dbRole, roles]);
  return token;
}

/** Takes the right to act. The name stays: the audit names it. @throws PolicyError when nobody of that name acts. */
export async function revokeActor(tx: Session, name: string): Promise<void> {
  const revoked = await tx.run('revoking an actor', revoke, [name]);
  if (revoked === 0)
    throw new PolicyError(
      `There is no actor called "${name}" who may act.`,
      [],
      '"actors list" shows who may.',
    );
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

async function refuseTaken(tx: Session, name: string): Promise<void> {
  const taken = await tx.rows('looking for the name', activeActor, [name]);
  if (taken.length > 0)
    throw new PolicyError(
      `"${name}" may act already.`,
      [],
      'Revoke it first to give it another proof or other roles.',
    );
}

async function refuseUnknownRole(tx: Session, dbRole: string): Promise<void> {
  const roles = await tx.rows('looking for the role', databaseRole, [dbRole]);
  if (roles.length === 0)
    throw new PolicyError(
      `The database has no role "${dbRole}" that may log in.`,
      [],
      `Create it first: create role "${dbRole}" login.`,
    );
}

const allActors = `
  select actor_name as name, roles, case when db_role is null then 'token' else 'role ' || db_role end as proof,
         is_active as "isActive", to_json(created_at) #>> '{}' as since
  from   actors order by is_active desc, actor_name`;

const askWho = `
  select who.actor as name, who.is_proven as "isProven", session_user::text as "databaseRole",
         (select profile from deployment) as profile,
         coalesce((select roles from actors a where who.is_proven and a.actor_name = who.actor and a.is_active), '{}') as roles
  from   acting() as who`;

const activeActor = 'select 1 from actors where actor_name = $1 and is_active';

const databaseRole = 'select 1 from pg_roles where rolname = $1 and rolcanlogin';

const upsertActor = `
  insert into actors (actor_name, token_hash, db_role, roles) values ($1, $2, $3, $4)
  on conflict (actor_name) do update
    set token_hash = excluded.token_hash, db_role = excluded.db_role, roles = excluded.roles, is_active = true, created_at = now()`;

const revoke = 'update actors set is_active = false where actor_name = $1 and is_active';
