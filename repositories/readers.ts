import { randomBytes } from 'node:crypto';
import { ConfigError, PolicyError } from '../pipeline/errors.ts';
import { actingAs, type Actor } from './acting.ts';
import type { Database, Session } from './database.ts';
import { findSector, type Found } from './find-by-name.ts';
import { nameProblems, passwordProblems, passwordVerifier } from './reader-password.ts';

/** A login that may look, and at what. */
export interface ReaderWish {
  /** The login role of PostgreSQL. */
  readonly name: string;
  /** Null makes a random one. */
  readonly password: string | null;
  /** No sector means everything. */
  readonly sectors: readonly string[];
}

/** What was made. */
export interface MadeReader {
  readonly name: string;
  readonly password: string;
  readonly sectors: readonly string[];
  /** False: it stood already, and was set to this. */
  readonly isNew: boolean;
}

/** A login that may look. */
export interface KnownReader {
  readonly name: string;
  /** Null: every sector. */
  readonly sectors: readonly string[] | null;
  readonly connections: number;
}

const nobodySaid: Actor = { name: null, token: null, reason: null };

/**
 * Makes a login that reads dashboards and changes nothing, in a transaction of its own; see `saveReader`.
 *
 * @throws PolicyError in production, unless `actor` is a proven administrator.
 */
export async function createReader(
  database: Database,
  wish: ReaderWish,
  actor: Actor = nobodySaid,
): Promise<MadeReader> {
  return actingAs(database, actor, (tx, { name }) => saveReader(tx, wish, name));
}

/**
 * Makes the login, or sets the one that stands to this password and these sectors. It is a member of license_reader and sees
 * everything, or with sectors of license_sector_reader and sees their rows only.
 *
 * @throws ConfigError for a name, password or sector that cannot be used; PolicyError when the name is a role of another kind, or
 *   whoever acts may not make readers.
 */
export async function saveReader(tx: Session, wish: ReaderWish, by: string): Promise<MadeReader> {
  const password = wish.password ?? randomBytes(24).toString('base64url');
  refuseProblems([...nameProblems(wish.name), ...passwordProblems(password)]);
  await tx.run('asking for the right', mayMakeReaders);
  const sectors = await knownSectors(tx, wish.sectors);
  const isNew = await refuseOtherRoles(tx, wish.name);
  await tx.run('closing the database to temporary tables', 'select let_readers_only_read()');
  await mayFail(async () => {
    const [ours, other] =
      sectors.length === 0
        ? ['license_reader', 'license_sector_reader']
        : ['license_sector_reader', 'license_reader'];
    if (isNew) await quoted(tx, 'making the reader', 'create role %I login', wish.name);
    await quoted(tx, 'setting the password', limits, wish.name, passwordVerifier(password));
    for (const setting of settings) await quoted(tx, 'setting limits', setting, wish.name);
    await quoted(tx, 'taking rights', `revoke ${other} from %I`, wish.name);
    await quoted(tx, 'giving rights', `grant ${ours} to %I`, wish.name);
  });
  const ids = sectors.map(({ id }) => id);
  const names = sectors.map(({ name }) => name);
  await tx.run('clearing scopes', deleteScopes, [wish.name, ids]);
  await tx.run('noting scopes', insertScopes, [wish.name, ids, by]);
  await tx.run('writing the audit', auditReader, [wish.name, isNew ? 'insert' : 'update', names]);
  return { name: wish.name, password, sectors: names, isNew };
}

/** Takes the login away. @throws PolicyError when it is no reader, or whoever acts may not. */
export async function removeReader(tx: Session, name: string): Promise<void> {
  await tx.run('asking for the right', mayMakeReaders);
  if (await refuseOtherRoles(tx, name))
    throw new PolicyError(`There is no reader called "${name}".`, [], '"readers list" shows them.');
  await tx.run('clearing scopes', deleteScopes, [name, []]);
  await mayFail(async () => {
    await quoted(tx, 'removing the reader', 'drop role %I', name);
  });
  await tx.run('writing the audit', auditReader, [name, 'delete', []]);
  await tx.rows('ending its sessions', endSessions, [name]);
}

/** Every login that may look at dashboards. */
export async function listReaders(session: Session): Promise<KnownReader[]> {
  return session.rows<KnownReader>('listing readers', allReaders);
}

function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0)
    throw new ConfigError(
      problems,
      'Correct this and try again; nothing was changed.',
      'The reader cannot be made',
    );
}

async function knownSectors(tx: Session, wanted: readonly string[]): Promise<Found[]> {
  const found = new Map<number, Found>();
  const problems: string[] = [];
  for (const name of wanted) {
    const sector = await findSector(tx, name);
    if ('why' in sector) problems.push(sector.why);
    else found.set(sector.id, sector);
  }
  refuseProblems(problems);
  return [...found.values()];
}

interface RoleFacts {
  readonly isReader: boolean;
  readonly isPlain: boolean;
}

/** Is the name still free? A role that is anything but a reader is not touched: to set its password would be to take it over. */
async function refuseOtherRoles(tx: Session, name: string): Promise<boolean> {
  const [role] = await tx.rows<RoleFacts>('looking for the role', roleFacts, [name]);
  if (role && !(role.isReader && role.isPlain))
    throw new PolicyError(
      `"${name}" is a role of the database that is no reader of dashboards.`,
      [],
      'Choose another name.',
    );
  return role === undefined;
}

/** Statements about roles take no parameters: the server quotes name and text itself. */
async function quoted(
  tx: Session,
  doing: string,
  template: string,
  ...words: readonly string[]
): Promise<void> {
  const { statement } = await tx.one<{ statement: string }>(
    doing,
    'select format($1, variadic $2::text[]) as statement',
    [template, words],
  );
  await tx.run(doing, statement);
}

async function mayFail(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PolicyError) || !/permission denied|must have/i.test(error.message)) throw error;
    throw new PolicyError(
      `The role of the database connection may not make or change readers: ${error.message}.`,
      [],
      'Let a superuser say: alter role ... createrole; grant license_reader, license_sector_reader to ... with admin option.',
      { cause: error },
    );
  }
}

const mayMakeReaders = `select require_role('administrator', 'To decide who reads', null)`;

/** Attributes that only a superuser may name are not named: a new role has none of them, and one that has is no reader. */
const limits = 'alter role %I login inherit connection limit 20 password %L';

const settings = [
  'alter role %I set default_transaction_read_only = on',
  `alter role %I set statement_timeout = '30s'`,
  `alter role %I set lock_timeout = '5s'`,
  `alter role %I set idle_in_transaction_session_timeout = '60s'`,
  `alter role %I set search_path = reporting, public`,
  `alter role %I set timezone = 'UTC'`,
  'alter role %I set jit = off',
  // Sums of a year by application would be sorted on disk.
  `alter role %I set work_mem = '16MB'`,
];

/** Plain: owns nothing, is no actor, has no right beyond the two groups. */
const roleFacts = `
  select exists (select from pg_auth_members m where m.member = r.oid
                 and m.roleid in ('license_reader'::regrole, 'license_sector_reader'::regrole)) as "isReader",
         r.rolcanlogin and not (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls)
         and not exists (select from pg_auth_members m where m.member = r.oid
                         and m.roleid not in ('license_reader'::regrole, 'license_sector_reader'::regrole))
         and not exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o')
         and not exists (select from actors a where a.db_role = r.rolname) as "isPlain"
  from   pg_roles r where r.rolname = $1`;

const deleteScopes =
  'delete from reader_scopes where role_name = $1 and not (sector_id = any ($2::integer[]))';

const insertScopes = `
  insert into reader_scopes (role_name, sector_id, created_by) select $1, s, $3 from unnest($2::integer[]) as s
  on conflict (role_name, sector_id) do nothing`;

const auditReader = 'select audit_reader($1, $2, $3)';

const endSessions = `
  select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and pid <> pg_backend_pid()`;

const allReaders = `
  select r.rolname as name,
         case when exists (select from pg_auth_members m where m.member = r.oid and m.roleid = 'license_sector_reader'::regrole)
              then array(select s.sector_name from reader_scopes c join sectors_dim s using (sector_id)
                         where c.role_name = r.rolname order by 1) end as sectors,
         (select count(*)::integer from pg_stat_activity a where a.usename = r.rolname) as connections
  from   pg_roles r
  where  r.rolcanlogin and not r.rolsuper
  and    exists (select from pg_auth_members m where m.member = r.oid
                 and m.roleid in ('license_reader'::regrole, 'license_sector_reader'::regrole)
                 and m.inherit_option)
  order  by 1`;
