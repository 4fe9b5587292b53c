import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal } from '../../pipeline/run.ts';
import {
  addDecimals,
  compareDecimals,
  divideToDecimal,
  multiplyDecimals,
  scaleDecimals,
  sumDecimals,
} from '../money.ts';
import type { Price, PriceSlice } from './price.ts';

/** What a price says of amounts, in its own currency. */
export type PriceTerms = Pick<
  Price,
  'model' | 'unitRate' | 'packageSize' | 'minimumAmount' | 'maximumAmount' | 'slices'
>;

/** What was used of a price in a month, by all applications together. */
export interface PeriodUse {
  /** License units, summed over the days. */
  readonly units: Decimal;
  /** Days of the month on which the price holds. */
  readonly days: number;
  readonly daysOfMonth: number;
}

/** What a month costs by one price, in its currency, unrounded. */
export interface RatedPeriod {
  /** By the model alone. */
  readonly base: Decimal;
  /** After the maximum: what is distributed over the usage. */
  readonly amount: Decimal;
  /** The least that the month costs, null without a minimum. What usage lacks of it is charged once the month is over. */
  readonly minimum: Decimal | null;
}

/**
 * What the units of a month cost by a price: first the base price, then the maximum; the minimum stands beside it and counts
 * only when the month is over (R9). Amounts per month (flat, minimum, maximum) count by the days on which the price holds,
 * rounded to 8 places; all else is exact.
 *
 * @throws InvariantError when the terms lack what their model needs.
 * @example ratePeriod(graduated 0:1.25|1000:1.10, { units: '1500', days: 31, daysOfMonth: 31 }) // amount 1800.00
 */
export function ratePeriod(terms: PriceTerms, use: PeriodUse): RatedPeriod {
  const base = baseOf(terms, use);
  const maximum = terms.maximumAmount === null ? null : byDays(terms.maximumAmount, use);
  return {
    base,
    amount: maximum !== null && compareDecimals(base, maximum) > 0 ? maximum : base,
    minimum: terms.minimumAmount === null ? null : byDays(terms.minimumAmount, use),
  };
}

function baseOf(terms: PriceTerms, use: PeriodUse): Decimal {
  switch (terms.model) {
    case 'per_unit':
      return multiplyDecimals(use.units, terms.unitRate);
    case 'flat':
      return byDays(terms.unitRate, use);
    case 'package':
      return multiplyDecimals(String(packagesOf(use.units, terms.packageSize)), terms.unitRate);
    case 'graduated':
      return graduated(slicesOf(terms), use.units);
    case 'volume':
      return volume(slicesOf(terms), use.units);
  }
}

/** The share of a monthly amount that falls on the days of the price. */
function byDays(amount: Decimal, { days, daysOfMonth }: PeriodUse): Decimal {
  if (days === daysOfMonth) return amount;
  const { integers, places } = scaleDecimals([amount]);
  return divideToDecimal((integers[0] ?? 0n) * BigInt(days), BigInt(daysOfMonth) * 10n ** BigInt(places), 8);
}

/** A package that is begun counts whole. */
function packagesOf(units: Decimal, size: Decimal | null): bigint {
  if (size === null || compareDecimals(size, '0') <= 0)
    throw new InvariantError('A package price lacks the size of its package.', 'Correct the price.');
  const { integers } = scaleDecimals([units, size]);
  const [used = 0n, whole = 1n] = integers;
  return (used + whole - 1n) / whole;
}

function slicesOf({ model, slices }: PriceTerms): readonly PriceSlice[] {
  if (slices.length === 0)
    throw new InvariantError(`A ${model} price lacks its slices.`, 'Correct the price.');
  return slices.toSorted((a, b) => compareDecimals(a.fromUnits, b.fromUnits));
}

function graduated(slices: readonly PriceSlice[], units: Decimal): Decimal {
  return sumDecimals(
    slices.flatMap(({ fromUnits, unitRate, flatAmount }, index) => {
      if (compareDecimals(units, fromUnits) <= 0) return [];
      const next = slices[index + 1]?.fromUnits;
      const until = next !== undefined && compareDecimals(next, units) < 0 ? next : units;
      return [multiplyDecimals(addDecimals(until, negated(fromUnits)), unitRate), flatAmount];
    }),
  );
}

function volume(slices: readonly PriceSlice[], units: Decimal): Decimal {
  const reached = slices.findLast(({ fromUnits }) => compareDecimals(units, fromUnits) > 0);
  return reached ? addDecimals(multiplyDecimals(units, reached.unitRate), reached.flatAmount) : '0';
}

function negated(value: Decimal): Decimal {
  return multiplyDecimals(value, '-1');
}
