import type { Price, StoredPrice } from './price.ts';

/**
 * The rows that bring `added` into a series: the price before it ends where the new one begins, and holds again where the new
 * one ends, so that neither an overlap nor a gap arises. Without an end the new price lasts until the next one begins.
 * What would still overlap is left to the caller to refuse.
 *
 * @example insertPrice([{ ...price, startDate: '2025-01-01', endDate: null }], { ...price, startDate: '2025-08-15', endDate: null })
 * // [2025-01-01, 2025-08-15) at the old rate, [2025-08-15, open) at the new one
 */
export function insertPrice(series: readonly StoredPrice[], added: Price): Price[] {
  const { startDate } = added;
  const next = series
    .map((price) => price.startDate)
    .toSorted()
    .find((start) => start > startDate);
  const endDate = added.endDate ?? next ?? null;
  const around = series.find(
    (price) => price.startDate <= startDate && (price.endDate === null || price.endDate > startDate),
  );
  if (!around) return [{ ...added, endDate }];
  const before = around.startDate < startDate ? [{ ...around, endDate: startDate }] : [];
  const holdsAgain = endDate !== null && (around.endDate === null || around.endDate > endDate);
  const after = holdsAgain ? [{ ...around, startDate: endDate }] : [];
  return [...before, { ...added, endDate }, ...after];
}
