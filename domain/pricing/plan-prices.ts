import { addDays } from '../../pipeline/days.ts';
import type { Decimal } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { compareDecimals } from '../money.ts';
import {
  completePrice,
  describeTerms,
  seriesOf,
  type Price,
  type PriceRow,
  type PriceSlice,
  type StoredPrice,
} from './price.ts';

/** A stored price and what it shall be. */
export interface PriceChange {
  readonly before: StoredPrice;
  readonly after: Price;
}

/** What has to be done so that the prices in force are as wanted. */
export interface PricePlan {
  readonly added: readonly Price[];
  readonly changed: readonly PriceChange[];
  readonly unchanged: number;
}

/**
 * What `wanted` means for the prices in force. A price is known by tool, capability, tier and first day; one that nobody
 * mentions stays.
 */
export function planPrices(stored: readonly StoredPrice[], wanted: readonly PriceRow[]): PricePlan {
  const known = new Map(stored.map((price) => [keyOf(price), price]));
  const pairs = wanted.map((row) => ({ before: known.get(keyOf(row)), after: completePrice(row) }));
  const added = pairs.flatMap(({ before, after }) => (before ? [] : [after]));
  const changed = pairs.flatMap(({ before, after }) =>
    before && !(hasSameTerms(before, after) && before.endDate === after.endDate) ? [{ before, after }] : [],
  );
  return { added, changed, unchanged: wanted.length - added.length - changed.length };
}

/** Does only the end differ? Such a change needs a new version only where days were charged already (R7). */
export function movesOnlyTheEnd({ before, after }: PriceChange): boolean {
  return hasSameTerms(before, after);
}

/**
 * Every overlap and every gap that `wanted` would leave in a series, with both ranges and their lines (R6). A gap that was
 * there before, between prices that stay, is not new and not told.
 */
export function rangeProblems(stored: readonly StoredPrice[], wanted: readonly PriceRow[]): string[] {
  const replaced = new Set(wanted.map(keyOf));
  const kept = stored.filter((price) => !replaced.has(keyOf(price)));
  const bySeries = groupBy([...kept.map(fromStore), ...wanted.map(fromList)], ({ price }) => seriesOf(price));
  return [...bySeries].flatMap(([series, ranges]) => {
    const sorted = ranges.toSorted((a, b) => (a.price.startDate < b.price.startDate ? -1 : 1));
    return sorted.slice(1).flatMap((range, index) => problemBetween(series, sorted[index] ?? range, range));
  });
}

interface Range {
  readonly price: Price;
  readonly place: string;
  readonly isWanted: boolean;
}

const fromStore = (price: StoredPrice): Range => ({
  price,
  place: ` (price ${price.priceId})`,
  isWanted: false,
});
const fromList = (row: PriceRow): Range => ({
  price: completePrice(row),
  place: row.line === undefined ? '' : ` (line ${row.line})`,
  isWanted: true,
});

function problemBetween(series: string, earlier: Range, later: Range): string[] {
  const [end, start] = [earlier.price.endDate, later.price.startDate];
  const ranges = [describe(earlier), describe(later)] as const;
  if (end === null || end > start)
    return [`${series}: ${ranges[0]} overlaps ${ranges[1]}. An end date is the first day no longer valid.`];
  if (end === start || !(earlier.isWanted || later.isWanted)) return [];
  return [
    `${series}: ${ranges[0]} and ${ranges[1]} leave ${end} to ${addDays(start, -1)} without a price: usage of these days would cost nothing.`,
  ];
}

function describe({ price, place }: Range): string {
  return `${describeTerms(price)} for [${price.startDate}, ${price.endDate ?? 'open'})${place}`;
}

function keyOf(price: Pick<Price, 'tool' | 'capability' | 'tier' | 'startDate'>): string {
  return JSON.stringify([price.tool, price.capability, price.tier, price.startDate]);
}

function hasSameTerms(a: Price, b: Price): boolean {
  return (
    a.model === b.model &&
    a.currency === b.currency &&
    isSame(a.unitRate, b.unitRate) &&
    isSame(a.packageSize, b.packageSize) &&
    isSame(a.minimumAmount, b.minimumAmount) &&
    isSame(a.maximumAmount, b.maximumAmount) &&
    a.slices.length === b.slices.length &&
    a.slices.every((slice, index) => isSameSlice(slice, b.slices[index]))
  );
}

function isSameSlice(a: PriceSlice, b: PriceSlice | undefined): boolean {
  return (
    b !== undefined &&
    isSame(a.fromUnits, b.fromUnits) &&
    isSame(a.unitRate, b.unitRate) &&
    isSame(a.flatAmount, b.flatAmount)
  );
}

function isSame(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : compareDecimals(a, b) === 0;
}
