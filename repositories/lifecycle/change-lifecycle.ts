import { daysWithoutOwner } from '../../domain/ownership/correct-ranges.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Day } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import type { Found } from '../find-by-name.ts';
import { insertCorrections, newestRun } from '../ownership/correct-ownership.ts';
import { lockOwnership, readOwned } from '../ownership/read-ownership.ts';

/** When, by whom and why. */
export interface Decided {
  readonly on: Day;
  readonly by: string;
  readonly reason: string | null;
}

/** What a change of an application's life did. */
export interface LifecycleChanged {
  readonly changeId: number;
  /** Does the other application now belong to whom this one belonged to, until the CMDB says something? */
  readonly isInherited: boolean;
}

/**
 * Notes that `old` goes on as `into` from a day on. History stays on the old application. Where `into` has no service of its
 * own and nobody owns it, it belongs to the owner of `old` from that day on (G-12).
 *
 * @throws PolicyError when either of them is merged or retired already.
 */
export async function mergeApplications(
  tx: Session,
  { old, into }: { readonly old: Found; readonly into: Found },
  decided: Decided,
): Promise<LifecycleChanged> {
  await lockOwnership(tx);
  refuseSame(old, into, 'be merged into');
  await refuseEnded(tx, old);
  await refuseEnded(tx, into);
  return passOn(tx, { kind: 'merged', subject: old, other: into, giver: old, heir: into }, decided);
}

/**
 * Notes that a part of `old` is monitored as `part` from a day on. `part` inherits as in a merge.
 *
 * @throws PolicyError when `part` was split off already, or one of them is merged or retired.
 */
export async function splitApplication(
  tx: Session,
  { old, part }: { readonly old: Found; readonly part: Found },
  decided: Decided,
): Promise<LifecycleChanged> {
  await lockOwnership(tx);
  refuseSame(old, part, 'be split into');
  await refuseEnded(tx, old);
  await refuseEnded(tx, part);
  const earlier = await standingChange(tx, part.id, ['split']);
  if (earlier) throw taken(part, earlier);
  return passOn(tx, { kind: 'split', subject: part, other: old, giver: old, heir: part }, decided);
}

/**
 * Notes the last day of an application. Its history and owner stay: what is still used afterwards is still charged.
 *
 * @throws PolicyError when it is merged or retired already.
 */
export async function retireApplication(
  tx: Session,
  application: Found,
  decided: Decided,
): Promise<LifecycleChanged> {
  await lockOwnership(tx);
  await refuseEnded(tx, application);
  const changeId = await note(tx, { kind: 'retired', subject: application, other: null }, decided);
  return { changeId, isInherited: false };
}

interface Change {
  readonly kind: 'merged' | 'split' | 'retired';
  readonly subject: Found;
  readonly other: Found | null;
}

async function passOn(
  tx: Session,
  change: Change & { readonly giver: Found; readonly heir: Found },
  decided: Decided,
): Promise<LifecycleChanged> {
  const newest = await newestRun(tx);
  if (newest === null || decided.on > newest.date)
    throw new PolicyError(
      `${decided.on} is after the newest run${newest ? `, ${newest.date}` : ''}.`,
      [],
      'Note the change when the usage has arrived.',
    );
  const changeId = await note(tx, change, decided);
  const isInherited = await inherit(tx, { ...change, changeId, runId: newest.runId }, decided);
  return { changeId, isInherited };
}

async function inherit(
  tx: Session,
  {
    giver,
    heir,
    changeId,
    runId,
  }: { readonly giver: Found; readonly heir: Found; readonly changeId: number; readonly runId: number },
  { on, by, reason }: Decided,
): Promise<boolean> {
  const { has } = await tx.one<{ has: boolean }>('looking for a service', hasService, [heir.id]);
  const covers = (range: { from: Day; to: Day | null }): boolean =>
    range.from <= on && (range.to === null || on < range.to);
  const left = (await readOwned(tx, giver.id)).find(covers);
  if (has || !left) return false;
  const days = daysWithoutOwner(await readOwned(tx, heir.id), on);
  const corrector = { by, reason: reason ?? `goes on from "${giver.name}"`, changeId };
  const ranges = days.map((gap) => ({ ...left, ...gap }));
  await insertCorrections(tx, { appId: heir.id, runId, corrector, ranges });
  return ranges.length > 0;
}

async function note(
  tx: Session,
  { kind, subject, other }: Change,
  { on, by, reason }: Decided,
): Promise<number> {
  const values = [subject.id, other?.id ?? null, kind, reason, by, on];
  const row = await tx.one<{ id: number }>('noting a change', insertChange, values);
  return row.id;
}

interface Standing {
  readonly id: number;
  readonly kind: string;
  readonly other: string | null;
  readonly date: Day;
}

async function refuseEnded(tx: Session, application: Found): Promise<void> {
  const earlier = await standingChange(tx, application.id, ['merged', 'retired']);
  if (earlier) throw taken(application, earlier);
}

async function standingChange(
  tx: Session,
  appId: number,
  kinds: readonly string[],
): Promise<Standing | undefined> {
  const [standing] = await tx.rows<Standing>('looking at earlier changes', readStanding, [appId, kinds]);
  return standing;
}

function taken({ name }: Found, { id, kind, other, date }: Standing): PolicyError {
  const what =
    kind === 'merged'
      ? `merged into "${other ?? ''}"`
      : kind === 'split'
        ? `split from "${other ?? ''}"`
        : 'retired';
  return new PolicyError(
    `"${name}" was ${what} on ${date} already.`,
    [],
    `Undo that first: apps undo ${id}. Or name the application that goes on.`,
  );
}

function refuseSame(a: Found, b: Found, what: string): void {
  if (a.id === b.id)
    throw new PolicyError(`"${a.name}" cannot ${what} itself.`, [], 'Name two applications.');
}

const hasService = `
  select exists (select from application_links where app_id = $1 and valid_to is null) as has`;

const insertChange = `
  insert into application_changes (app_id, other_app_id, kind, reason, created_by, effective_date)
  values ($1, $2, $3, $4, $5, $6) returning change_id as id`;

const readStanding = `
  select c.change_id as id, c.kind, o.appd_application_name as other, c.effective_date as date
  from   application_changes c
  left join applications_dim o on o.app_id = c.other_app_id
  where  c.app_id = $1 and c.kind = any($2::text[]) and c.undone_at is null
  order  by c.change_id desc limit 1`;
