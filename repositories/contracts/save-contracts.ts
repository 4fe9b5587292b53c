import type { ContractRow } from '../../imports/contract-file.ts';
import { ConfigError, PolicyError } from '../../pipeline/errors.ts';
import type { Acting } from '../acting.ts';
import type { Session } from '../database.ts';
import { approvalProblems } from './contract-problems.ts';
import { findContract, type StoredContract } from './read-contracts.ts';

/** How many contracts came, changed and were as they are. */
export interface ContractsSaved {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** One contract changes at a time, so that two of the same use cannot be approved at the same moment. */
export function lockContracts(tx: Session): Promise<number> {
  return tx.run('locking contracts', 'lock table contracts in share row exclusive mode');
}

/**
 * Brings drafts to what the rows say; a row is a commitment, rows of one name are one contract. Whoever changes a draft has made
 * it. An approved contract that the rows do not change is left alone.
 *
 * @throws PolicyError when the rows would change an approved contract.
 */
export async function saveContracts(
  tx: Session,
  who: Acting,
  rows: readonly ContractRow[],
): Promise<ContractsSaved> {
  const values = [JSON.stringify(rows)];
  const planned = await tx.rows<Planned>('comparing contracts', `${listed} ${compare}`, values);
  refuseApproved(planned.filter(({ status, isSame }) => status === 'approved' && !isSame));
  const changed = planned.filter(({ isSame }) => !isSame).map(({ name }) => name);
  const known = planned.filter(({ isSame, status }) => !isSame && status !== null).length;
  if (changed.length > 0) {
    await tx.run('removing contract lines', deleteLines, [changed]);
    await tx.run('saving contracts', `${listed} ${upsertContracts}`, [...values, changed, who.name]);
    await tx.run('saving contract lines', `${listed} ${insertLines}`, [...values, changed]);
  }
  return { inserted: changed.length - known, updated: known, unchanged: planned.length - changed.length };
}

/**
 * Makes a draft charge from the next run on.
 *
 * @throws ConfigError when there is no such contract, PolicyError when the same person made it, it is approved already, or
 *   approved contracts commit the same use.
 */
export async function approveContract(tx: Session, who: Acting, name: string): Promise<StoredContract> {
  await lockContracts(tx);
  const contract = await requireContract(tx, name);
  if (contract.status === 'approved')
    throw new PolicyError(
      `Contract "${name}" was approved already, by ${contract.approvedBy ?? '?'}.`,
      [],
      'Nothing to do.',
    );
  if (contract.createdBy === who.name)
    throw new PolicyError(
      `Contract "${name}" was made by ${who.name}; another person must approve it (R32).`,
      [],
      'Ask somebody else to approve it.',
    );
  const problems = await approvalProblems(tx, contract);
  if (problems.length > 0)
    throw new PolicyError(
      `Contract "${name}" cannot be approved:`,
      problems,
      'Change its lines with "contracts import"; a draft may be changed as often as needed.',
    );
  await tx.run('approving a contract', markApproved, [contract.contractId, who.name]);
  return { ...contract, status: 'approved', approvedBy: who.name };
}

/** @throws ConfigError when there is no such contract. */
export async function requireContract(session: Session, name: string): Promise<StoredContract> {
  const contract = await findContract(session, name);
  if (contract) return contract;
  throw new ConfigError(
    [`There is no contract "${name}".`],
    '"contracts list" shows them.',
    'The contract cannot be used',
  );
}

interface Planned {
  readonly name: string;
  /** Null when it is new. */
  readonly status: 'draft' | 'approved' | null;
  readonly isSame: boolean;
}

function refuseApproved(contracts: readonly Planned[]): void {
  if (contracts.length === 0) return;
  throw new PolicyError(
    'What is approved stays:',
    contracts.map(({ name }) => `contract "${name}" is approved and would be changed`),
    'Import the change as a contract of another name; nothing of it was used.',
  );
}

const listed = `
  with listed as (
    select l.contract as name, l.vendor, l."startDate" as start_date, l."endDate" as end_date, c.capability_id, l.tier, l.basis,
           l."settledPer" as settled_per, l.committed, l."unusedRate" as unused_rate, l."overageRate" as overage_rate, place
    from   rows from (jsonb_to_recordset($1::jsonb) as (contract text, vendor text, "startDate" date, "endDate" date,
             capability text, tier text, basis text, "settledPer" text, committed numeric(20, 4), "unusedRate" numeric(18, 8),
             "overageRate" numeric(18, 8))) with ordinality
             as l(contract, vendor, "startDate", "endDate", capability, tier, basis, "settledPer", committed, "unusedRate",
                  "overageRate", place)
    join   capabilities_dim c on c.capability_code = l.capability or c.tool || '/' || c.capability_code = l.capability
  )`;

const line = 'capability_id, tier, basis, settled_per, committed, unused_rate, overage_rate';
const content = `jsonb_agg(jsonb_build_array(vendor, start_date, end_date, ${line}) order by ${line})`;

const compare = `
  , said as (
    select name, ${content} as content from listed group by 1
  ), stored as (
    select c.contract_name as name, c.status, ${content} as content
    from   contracts c left join contract_lines l using (contract_id)
    group  by 1, 2
  )
  select s.name, t.status, t.content is not distinct from s.content as "isSame"
  from   said s left join stored t using (name)
  order  by s.name`;

const deleteLines = `
  delete from contract_lines where contract_id in (select contract_id from contracts where contract_name = any($1))`;

const upsertContracts = `
  insert into contracts as c (contract_name, vendor, created_by, start_date, end_date)
  select name, min(vendor), $3, min(start_date), min(end_date) from listed where name = any($2) group by name order by min(place)
  on conflict (contract_name) do update
    set vendor = excluded.vendor, created_by = excluded.created_by, start_date = excluded.start_date, end_date = excluded.end_date`;

const insertLines = `
  insert into contract_lines (contract_id, ${line})
  select c.contract_id, ${line} from listed l join contracts c on c.contract_name = l.name
  where  l.name = any($2) order by l.place`;

const markApproved = `
  update contracts set status = 'approved', approved_by = $2, approved_at = now() where contract_id = $1`;
