import type { Decimal } from '../../pipeline/run.ts';
import { multiplyDecimals, roundDecimal } from '../money.ts';

/** What usage costs: kept unrounded beside the amount that is charged (C24). */
export interface Cost {
  /** 8 decimal places, as `cost_exact numeric(20,8)`. */
  readonly exact: Decimal;
  /** 2 decimal places, as `usd_cost numeric(14,2)`: the ledger amount. */
  readonly cents: Decimal;
}

/**
 * The cost of `units` license units at `rate` dollars each, as `ROUND(units * rate, 2)` says (000-164). Both figures are
 * rounded from the full product, half away from zero: rounding to 8 places first could turn a 4 into a 5 and then into a
 * wrong cent.
 *
 * @throws InvariantError when one of the two is no decimal.
 * @example costOf('12.5', '0.123') // { exact: '1.53750000', cents: '1.54' }
 */
export function costOf(units: Decimal, rate: Decimal): Cost {
  const product = multiplyDecimals(units, rate);
  return { exact: roundDecimal(product, 8), cents: roundDecimal(product, 2) };
}
