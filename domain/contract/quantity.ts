import type { Decimal } from '../../pipeline/run.ts';
import { divideToDecimal, roundDecimal } from '../money.ts';

const places = 4;

/**
 * Units or dollars as ten-thousandths, the precision in which they are stored.
 *
 * @example toQuantity('12.5') // 125000n
 */
export function toQuantity(value: Decimal): bigint {
  return BigInt(roundDecimal(value, places).replace('.', ''));
}

/** Ten-thousandths as a decimal with four places. */
export function fromQuantity(quantity: bigint): Decimal {
  return divideToDecimal(quantity, 10n ** BigInt(places), places);
}
