import { chargesOf, type ContractCharge } from '../../domain/contract/charges.ts';
import { settledIn, type Commitment, type Span } from '../../domain/contract/commitment.ts';
import { settle } from '../../domain/contract/settle.ts';
import { addMonths } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { hashOfRows, recordSave, type Changes } from '../lineage.ts';
import { approvedContracts, type StoredCommitment } from './read-contracts.ts';
import { readUse } from './read-use.ts';

/**
 * Brings overage and unused commitment of an open month to what approved contracts and its use say (R10): what is settled in
 * the month, by the usage days before `logicalDate`. The same inputs again leave every row as it is. A closed month is left
 * alone.
 */
export async function settleContracts(
  tx: Session,
  runId: number,
  month: Month,
  logicalDate: Day,
): Promise<Changes> {
  await tx.run('locking a month', 'select lock_month($1)', [month]);
  const open = await tx.rows('reading a period', openPeriod, [month]);
  if (open.length === 0) return { inserted: 0, updated: 0, deleted: 0 };
  const values = [month, JSON.stringify(await chargesIn(tx, month, logicalDate))];
  const deleted = await tx.run('removing contract charges', deleteCharges, values);
  const saved = await tx.one<{ inserted: number; updated: number }>('charging contracts', upsertCharges, [
    ...values,
    runId,
  ]);
  const changes = { ...saved, deleted };
  const hashes = await tx.one<{ hashIn: string; hashOut: string; rowsIn: number }>(
    'hashing contract charges',
    hashCharges,
    values,
  );
  if (hashes.rowsIn === 0 && deleted === 0) return changes;
  const save = {
    runId,
    snapshotId: null,
    stage: 'reconcile',
    table: 'contract_charge_fact',
    slice: month,
  } as const;
  await recordSave(tx, { ...save, ...hashes, ...changes });
  return changes;
}

type LineCharge = ContractCharge & { readonly lineId: number; readonly capabilityId: number };

interface Settled extends Span {
  readonly line: StoredCommitment;
  readonly commitment: Commitment;
}

async function chargesIn(tx: Session, month: Month, logicalDate: Day): Promise<LineCharge[]> {
  const contracts = await approvedContracts(tx, month, addMonths(month, 1));
  const settled = contracts.flatMap(({ start, end, lines }) =>
    lines.flatMap((line): Settled[] => {
      const commitment = { ...line, start, end };
      const span = settledIn(commitment, month);
      return span === null ? [] : [{ line, commitment, ...span }];
    }),
  );
  const uses = await readUse(tx, settled);
  return settled.flatMap(({ line: { lineId, capabilityId }, commitment, from, end }) => {
    const settlement = settle(commitment, { from, end }, uses.get(lineId) ?? [], logicalDate);
    return chargesOf(commitment, settlement).map((charge) => ({ ...charge, lineId, capabilityId }));
  });
}

const openPeriod = `select from chargeback_periods where month_start = $1 and state in ('open', 'in_review')`;

/** Charges that other rules of price make stand in the same table. */
const ours = `c.month_start = $1 and c.kind in ('overage', 'unused_commitment')`;

/** Overage waits in __unallocated__ for a rule for OVERAGE; unused commitment has a bucket of its own. */
const wanted = `
  with wanted as (
    select w.kind, w."lineId" as contract_line_id, w."capabilityId" as capability_id, w.units, w."costExact" as cost_exact,
           w."usdCost" as usd_cost, a.app_id, a.sector_id, case w.kind when 'overage' then 'OVERAGE' else 'IDLE' end as h_code
    from   jsonb_to_recordset($2::jsonb) as w(kind text, "lineId" integer, "capabilityId" integer, units numeric(20, 4),
             "costExact" numeric(20, 8), "usdCost" numeric(14, 2))
    join   applications_dim a on a.kind = 'reserved'
           and a.appd_application_name = case w.kind when 'overage' then '__overage__' else '__idle__' end
  )`;

const deleteCharges = `${wanted}
  delete from contract_charge_fact c
  where  ${ours} and not exists (select from wanted w where w.kind = c.kind and w.contract_line_id = c.contract_line_id)`;

const facts = ['app_id', 'sector_id', 'h_code', 'units', 'cost_exact', 'usd_cost'];
const named = (row: string): string => facts.map((fact) => `${row}.${fact}`).join(', ');

const upsertCharges = `${wanted}, saved as (
    insert into contract_charge_fact as c (month_start, kind, capability_id, contract_line_id, run_id, ${facts.join(', ')})
    select $1::date, w.kind, w.capability_id, w.contract_line_id, $3, ${named('w')} from wanted w
    order  by w.contract_line_id, w.kind
    on conflict (month_start, kind, capability_id, (coalesce(contract_line_id, 0)), (coalesce(price_id, 0))) do update
      set ${facts.map((fact) => `${fact} = excluded.${fact}`).join(', ')}, run_id = excluded.run_id
      where (${named('c')}) is distinct from (${named('excluded')})
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

const hash = hashOfRows(['kind', 'capability_id', 'contract_line_id', ...facts]);

const hashCharges = `${wanted}
  select ${hash} as "hashIn", count(*)::integer as "rowsIn",
         (select ${hash} from contract_charge_fact c where ${ours}) as "hashOut"
  from   wanted`;
