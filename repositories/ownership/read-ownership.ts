import type { OwnedRange } from '../../domain/ownership/correct-ranges.ts';
import type { Day } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** Who paid for an application on the days `[from, to)`, with names. */
export interface OwnershipLine {
  readonly from: Day;
  /** First day no longer; null while in force. */
  readonly to: Day | null;
  readonly sector: string;
  readonly owner: string | null;
  readonly department: string | null;
  /** The owner's manager. */
  readonly manager: string | null;
  readonly architecture: string | null;
  readonly hCode: string | null;
  readonly costCenter: string | null;
  readonly source: 'cmdb' | 'correction';
  readonly correctedBy: string | null;
  readonly reason: string | null;
}

/** Every range of an application, in order. */
export async function readOwnership(session: Session, appId: number): Promise<OwnershipLine[]> {
  return session.rows<OwnershipLine>('reading ownership', namedRanges, [appId]);
}

/** The same with ids, for changing them. */
export async function readOwned(session: Session, appId: number): Promise<OwnedRange[]> {
  return session.rows<OwnedRange>('reading ownership', ownedRanges, [appId]);
}

/** Holds off runs and people who would change ownership as well, until the transaction ends. */
export async function lockOwnership(tx: Session): Promise<void> {
  await tx.run('locking the links', 'select pg_advisory_xact_lock(7303)');
}

const namedRanges = `
  select o.valid_from as "from", o.valid_to as "to", s.sector_name as sector, w.owner_name as owner, w.department,
         m.owner_name as manager, a.pattern_name as architecture, o.h_code as "hCode", o.cost_center as "costCenter", o.source,
         o.corrected_by as "correctedBy", o.reason
  from   application_ownership o
  join   sectors_dim s using (sector_id)
  left join owners_dim w on w.owner_id = o.owner_id
  left join owners_dim m on m.owner_id = w.parent_owner_id
  left join architecture_dim a on a.architecture_id = o.architecture_id
  where  o.app_id = $1
  order  by o.valid_from`;

const ownedRanges = `
  select ownership_id as id, valid_from as "from", valid_to as "to", sector_id as "sectorId", owner_id as "ownerId",
         architecture_id as "architectureId", h_code as "hCode", cost_center as "costCenter"
  from   application_ownership
  where  app_id = $1
  order  by valid_from`;
