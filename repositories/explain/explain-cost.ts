import { explainCharge, explainContract, explainCorrection } from '../../domain/explain/explain-cost.ts';
import type {
  ChargeFacts,
  ContractFacts,
  CorrectionFacts,
  CostFacts,
} from '../../domain/explain/evidence.ts';
import type { Explanation } from '../../domain/explain/explanation.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { readCharges, readContractCharges, readCorrections, readCostRows } from './explain-statements.ts';

/** Whose cost of which month, and where it is booked. */
export interface CostQuestion {
  readonly appId: number;
  readonly sectorId: number;
  readonly month: Month;
  readonly chargeMonth: Month;
  /** Null means every capability. */
  readonly capabilityId?: number | null;
  /** Null means every H-code. */
  readonly hCodes?: readonly string[] | null;
  readonly allRows: boolean;
}

/** The cost of an application that a sector is charged directly; of a month that was closed, its corrections. */
export async function explainCost(session: Session, question: CostQuestion): Promise<Explanation[]> {
  const { month, chargeMonth } = question;
  if (month !== chargeMonth) return explainCorrections(session, question);
  const charges = await charged(session, question);
  const contracts = await session.rows<ContractFacts>(
    'reading contract charges',
    readContractCharges,
    keyOf(question),
  );
  return [...charges.map(explainCharge), ...contracts.map(explainContract)];
}

type FoundRow = CostFacts & Pick<ChargeFacts, 'capability' | 'tier' | 'hCode'> & { readonly priceId: number };

async function charged(session: Session, question: CostQuestion): Promise<ChargeFacts[]> {
  const key = keyOf(question);
  const groups = await session.rows<Omit<ChargeFacts, 'rows'>>('reading charges', readCharges, key);
  const rows = await session.rows<FoundRow>('reading cost rows', readCostRows, [...key, question.allRows]);
  return groups.map((group) => ({
    ...group,
    rows: rows.filter(
      (row) =>
        row.capability === group.capability &&
        row.tier === group.tier &&
        row.hCode === group.hCode &&
        row.priceId === group.price.priceId,
    ),
  }));
}

async function explainCorrections(session: Session, question: CostQuestion): Promise<Explanation[]> {
  const values = [...keyOf(question), question.month];
  const rows = await session.rows<CorrectionFacts>('reading corrections', readCorrections, values);
  return rows.map(explainCorrection);
}

function keyOf({ appId, sectorId, chargeMonth, capabilityId, hCodes }: CostQuestion): unknown[] {
  return [appId, sectorId, chargeMonth, capabilityId ?? null, hCodes ?? null];
}
