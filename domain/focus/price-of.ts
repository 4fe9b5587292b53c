import type { Decimal } from '../../pipeline/run.ts';
import { multiplyDecimals } from '../money.ts';
import type { FocusCharge } from './charge.ts';

/** How a charge is priced: `quantity` times `each` is `cost`, in the currency of the bill. */
export interface FocusPrice {
  readonly cost: Decimal;
  /** Null where nothing is priced. */
  readonly each: Decimal | null;
  readonly quantity: Decimal | null;
  /** By the license unit; else one lump. */
  readonly isByUnit: boolean;
}

/** By the unit where a unit has a price, else as one lump. What corrects or moves other charges has a cost and no price. */
export function priceOf({ kind, units, unitRate, exchangeRate, costExact, billed }: FocusCharge): FocusPrice {
  if (kind === 'correction' || kind === 'allocation')
    return { cost: plain(costExact), each: null, quantity: null, isByUnit: false };
  if (kind === 'usage' && units !== null && unitRate !== null) {
    const each = plain(multiplyDecimals(unitRate, exchangeRate ?? '1'));
    const quantity = plain(units);
    return { cost: plain(multiplyDecimals(quantity, each)), each, quantity, isByUnit: true };
  }
  const cost = plain(kind === 'invoice' ? billed : costExact);
  // A price is never below zero; a credit is minus one of it.
  return cost.startsWith('-')
    ? { cost, each: cost.slice(1), quantity: '-1', isByUnit: false }
    : { cost, each: cost, quantity: '1', isByUnit: false };
}

/** Without zeros that say nothing: `1.2500` is `1.25`. */
export function plain(value: Decimal): Decimal {
  const text = value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  return text === '-0' ? '0' : text;
}
