import type { Decimal } from '../../pipeline/run.ts';
import { compareDecimals, multiplyDecimals, roundDecimal, toCents } from '../money.ts';
import type { PriceTerms, RatedPeriod } from './rate-period.ts';

/** A month that is over, as a price sees it. */
export interface FinishedMonth {
  readonly units: Decimal;
  /** US dollars for one unit of the currency. */
  readonly exchangeRate: Decimal;
  /** What usage of the month was charged by this price, in cents of US dollars. */
  readonly chargedCents: bigint;
}

/** What a price charges beside usage once the month is over. */
export interface MonthCharge {
  readonly kind: 'flat_fee' | 'minimum_true_up';
  /** US dollars, above zero. */
  readonly cents: bigint;
}

/**
 * The flat fee of a month without usage, and what the month lacks of its minimum (R9). With usage the flat fee stands in the
 * usage already.
 */
export function monthCharges(
  { model }: Pick<PriceTerms, 'model'>,
  { amount, minimum }: RatedPeriod,
  { units, exchangeRate, chargedCents }: FinishedMonth,
): MonthCharge[] {
  const centsOf = (value: Decimal): bigint => toCents(roundDecimal(multiplyDecimals(value, exchangeRate), 2));
  const isUnused = compareDecimals(units, '0') === 0;
  const fee = model === 'flat' && isUnused ? centsOf(amount) : 0n;
  const lacking = minimum === null ? 0n : centsOf(minimum) - chargedCents - fee;
  const charges: MonthCharge[] = [
    { kind: 'flat_fee', cents: fee },
    { kind: 'minimum_true_up', cents: lacking },
  ];
  return charges.filter(({ cents }) => cents > 0n);
}
