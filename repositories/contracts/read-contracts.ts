import type { Basis, SettledPer } from '../../domain/contract/commitment.ts';
import type { Day, Decimal } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** A contract as a list shows it. */
export interface StoredContract {
  readonly contractId: number;
  readonly name: string;
  readonly vendor: string;
  readonly status: 'draft' | 'approved';
  readonly start: Day;
  /** First day no longer covered: the renewal date. */
  readonly end: Day;
  readonly createdBy: string;
  readonly approvedBy: string | null;
  readonly lines: readonly StoredCommitment[];
}

/** A line of a contract. */
export interface StoredCommitment {
  readonly lineId: number;
  readonly capabilityId: number;
  readonly tool: string;
  readonly capability: string;
  /** Null: every tier. */
  readonly tier: string | null;
  readonly basis: Basis;
  readonly settledPer: SettledPer;
  readonly committed: Decimal;
  readonly unusedRate: Decimal | null;
  readonly overageRate: Decimal | null;
}

/** Every contract with its lines, the newest term first. */
export function listContracts(session: Session): Promise<StoredContract[]> {
  return session.rows<StoredContract>(
    'reading contracts',
    `${read} order by c.start_date desc, c.contract_name`,
  );
}

/** One contract by its name. */
export async function findContract(session: Session, name: string): Promise<StoredContract | undefined> {
  const [found] = await session.rows<StoredContract>(
    'reading a contract',
    `${read} where c.contract_name = $1`,
    [name],
  );
  return found;
}

/** The contracts that may charge something for days from `start` to before `end`. */
export function approvedContracts(session: Session, start: Day, end: Day): Promise<StoredContract[]> {
  const approved = `${read} where c.status = 'approved' and c.start_date < $2 and c.end_date > $1 order by c.contract_id`;
  return session.rows<StoredContract>('reading approved contracts', approved, [start, end]);
}

const read = `
  select c.contract_id as "contractId", c.contract_name as name, c.vendor, c.status, c.start_date as start, c.end_date as "end",
         c.created_by as "createdBy", c.approved_by as "approvedBy", coalesce(l.lines, '[]') as lines
  from   contracts c
  left join lateral (
    select jsonb_agg(jsonb_build_object(
             'lineId', l.line_id, 'capabilityId', l.capability_id, 'tool', d.tool, 'capability', d.capability_code, 'tier', l.tier,
             'basis', l.basis, 'settledPer', l.settled_per, 'committed', l.committed::text, 'unusedRate', l.unused_rate::text,
             'overageRate', l.overage_rate::text) order by l.line_id) as lines
    from   contract_lines l join capabilities_dim d using (capability_id)
    where  l.contract_id = c.contract_id) l on true`;
