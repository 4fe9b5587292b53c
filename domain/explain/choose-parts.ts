import { toCents } from '../money.ts';
import type { Decimal } from '../../pipeline/run.ts';

/**
 * The parts that make `whole`: all of them where they do, else some that do. All of them where none do, so that the difference
 * shows. Parts are few: the H-codes of one application in one month.
 */
export function chooseParts<Part extends { readonly amount: Decimal }>(
  parts: readonly Part[],
  whole: Decimal,
): readonly Part[] {
  const wanted = toCents(whole);
  const sumOf = (chosen: readonly Part[]): bigint =>
    chosen.reduce((sum, { amount }) => sum + toCents(amount), 0n);
  if (sumOf(parts) === wanted || parts.length > 12) return parts;
  for (let choice = 0; choice < 2 ** parts.length; choice += 1) {
    const chosen = parts.filter((_, index) => Math.floor(choice / 2 ** index) % 2 === 1);
    if (sumOf(chosen) === wanted) return chosen;
  }
  return parts;
}
