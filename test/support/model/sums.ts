import type { Decimal } from '../../../pipeline/run.ts';
import type { ChargeLine } from './bill-month.ts';
import type { Ledger } from './ledger.ts';
import { linesOf } from './ledger.ts';

/** The cents of anything that has cents. */
export const centsOf = (rows: Iterable<{ readonly cents: bigint }>): bigint => {
  let sum = 0n;
  for (const { cents } of rows) sum += cents;
  return sum;
};

/** The cents per key. */
export function centsBy<Row extends { readonly cents: bigint }>(
  rows: Iterable<Row>,
  key: (row: Row) => string,
): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0n) + row.cents);
  return sums;
}

/**
 * Units with two places times a rate with three, in whole cents, half away from zero: the same amount as the product makes, by
 * other arithmetic.
 */
export function countedCents(units: Decimal, rate: Decimal): bigint {
  const product = BigInt(units.replace('.', '')) * BigInt(rate.replace('.', ''));
  const size = product < 0n ? -product : product;
  const cents = (size + 500n) / 1000n;
  return product < 0n ? -cents : cents;
}

/** The whole bill as text, whatever the order of its lines; lines of nothing are left out. */
export function billText(ledger: Ledger): string {
  return textOf(linesOf(ledger));
}

export function textOf(
  lines: readonly ChargeLine[],
  nameOf: (appId: number) => number | string = String,
): string {
  return lines
    .filter(({ cents }) => cents !== 0n)
    .map(
      ({ month, chargeMonth, appId, sectorId, cycle, cents }) =>
        `${month} ${chargeMonth} ${nameOf(appId)} ${sectorId} ${cycle} ${cents}`,
    )
    .sort()
    .join('\n');
}
