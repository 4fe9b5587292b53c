import type { Day } from '../../pipeline/run.ts';

/** Who pays for an application. */
export interface Owner {
  readonly sectorId: number;
  readonly ownerId: number | null;
  readonly architectureId: number | null;
  readonly hCode: string | null;
  readonly costCenter: string | null;
}

/** The days `[from, to)`; null means without an end. */
export interface Days {
  readonly from: Day;
  readonly to: Day | null;
}

/** A stored range. Ranges of one application do not overlap. */
export interface OwnedRange extends Owner, Days {
  readonly id: number;
}

/** What a person says of the days `[from, to)`. What is not said stays as it was on each day. */
export interface Correction extends Days {
  readonly owner: Pick<Owner, 'sectorId'> & Partial<Owner>;
}

/** What becomes of the stored ranges. */
export interface RangeChanges {
  /** Ranges that lie in the corrected days altogether. */
  readonly removed: readonly number[];
  /** Ranges that keep a part, with their new days. */
  readonly cut: readonly (Days & { readonly id: number })[];
  /** Second parts of ranges that begin before the corrected days and end after them. */
  readonly copied: readonly (Days & { readonly id: number })[];
  /** The corrected days, without gap or overlap, in order. */
  readonly corrected: readonly (Days & Owner)[];
}

/**
 * Puts a correction in force over the ranges of one application (R18). Days outside of it keep their owner; every day inside
 * it has one afterwards, also where there was none.
 *
 * @example
 * // June to open is A; July is corrected to B: A keeps June and is copied from August on.
 */
export function correctRanges(ranges: readonly OwnedRange[], correction: Correction): RangeChanges {
  const { from, to } = correction;
  const touched = ranges
    .filter((range) => isBefore(range.from, to) && isBefore(from, range.to))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const startsBefore = (range: OwnedRange): boolean => range.from < from;
  const endsAfter = (range: OwnedRange): boolean => to !== null && isBefore(to, range.to);
  return {
    removed: touched.filter((range) => !startsBefore(range) && !endsAfter(range)).map(({ id }) => id),
    cut: touched.flatMap((range) => {
      if (startsBefore(range)) return [{ id: range.id, from: range.from, to: from }];
      return endsAfter(range) && to !== null ? [{ id: range.id, from: to, to: range.to }] : [];
    }),
    copied: touched
      .filter((range) => startsBefore(range) && endsAfter(range))
      .map((range) => ({ id: range.id, from: to ?? range.from, to: range.to })),
    corrected: correctedPieces(touched, correction),
  };
}

function correctedPieces(touched: readonly OwnedRange[], { from, to, owner }: Correction): (Days & Owner)[] {
  const pieces: (Days & Owner)[] = [];
  const add = (days: Days, was: Owner): void => {
    const value: Owner = { ...ownerOf(was), ...owner };
    const last = pieces.at(-1);
    if (last && isSame(last, value)) pieces[pieces.length - 1] = { ...last, to: days.to };
    else pieces.push({ ...days, ...value });
  };
  let day: Day | null = from;
  for (const range of touched) {
    if (day !== null && day < range.from) add({ from: day, to: range.from }, nobody(owner.sectorId));
    const end = earlier(range.to, to);
    add({ from: range.from > from ? range.from : from, to: end }, range);
    day = end;
  }
  if (day !== null && isBefore(day, to)) add({ from: day, to }, nobody(owner.sectorId));
  return pieces;
}

/** The days from `from` on that no range covers. */
export function daysWithoutOwner(ranges: readonly Days[], from: Day): Days[] {
  const gaps: Days[] = [];
  let day = from;
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (day < range.from) gaps.push({ from: day, to: range.from });
    if (range.to === null) return gaps;
    if (range.to > day) day = range.to;
  }
  return [...gaps, { from: day, to: null }];
}

const nobody = (sectorId: number): Owner => ({
  sectorId,
  ownerId: null,
  architectureId: null,
  hCode: null,
  costCenter: null,
});

function ownerOf({ sectorId, ownerId, architectureId, hCode, costCenter }: Owner): Owner {
  return { sectorId, ownerId, architectureId, hCode, costCenter };
}

function isSame(a: Owner, b: Owner): boolean {
  return (Object.keys(ownerOf(a)) as (keyof Owner)[]).every((key) => a[key] === b[key]);
}

/** Is `day` before `end`, where null is never reached? */
function isBefore(day: Day, end: Day | null): boolean {
  return end === null || day < end;
}

function earlier(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
