import type { Decimal } from '../../pipeline/run.ts';
import { compareDecimals, multiplyDecimals, roundDecimal } from '../money.ts';
import type { Commitment } from './commitment.ts';
import type { Settlement } from './settle.ts';

/** A charge that no usage row carries. */
export interface ContractCharge {
  readonly kind: 'overage' | 'unused_commitment';
  /** In the measure of the basis. */
  readonly units: Decimal;
  /** US dollars, eight places. */
  readonly costExact: Decimal;
  /** US dollars, rounded once to the cent. */
  readonly usdCost: Decimal;
}

/**
 * What a settlement costs beyond the price of what was used: overage at once, unused commitment when the settlement is over.
 * Without a rate there is no charge, except that unused dollars of a committed amount are due as they are.
 */
export function chargesOf(
  { basis, unusedRate, overageRate }: Commitment,
  { isOver, overage, unused }: Settlement,
): ContractCharge[] {
  const unusedAt = unusedRate ?? (basis === 'amount' ? '1' : null);
  return [
    ...charge('overage', overage, overageRate),
    ...(isOver ? charge('unused_commitment', unused, unusedAt) : []),
  ];
}

function charge(kind: ContractCharge['kind'], units: Decimal, rate: Decimal | null): ContractCharge[] {
  if (rate === null) return [];
  const costExact = roundDecimal(multiplyDecimals(units, rate), 8);
  if (compareDecimals(costExact, '0') <= 0) return [];
  return [{ kind, units, costExact, usdCost: roundDecimal(costExact, 2) }];
}
