import type { Month } from '../../pipeline/run.ts';

/** An estimate and the interval around it, in any unit. */
export interface Band {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The months of one group: application, capability and tier. */
export interface GroupBands {
  readonly months: readonly (Band & { readonly month: Month })[];
}

/** Totals over groups. */
export interface CombinedBands {
  /** One total per month, in the order of time. */
  readonly months: readonly (Band & { readonly month: Month })[];
  /** All groups over all months. It is wider than independent months would give. */
  readonly total: Band;
}

/**
 * The total of forecasts whose errors are independent of each other: half-widths combine as the root of their sum of squares.
 * That is for different groups: each application has its own reasons to use more or less than expected, and the larger part
 * of their errors cancels. An event that hits all of them alike (a price campaign, a migration) is outside of the band.
 */
export function combineBands(parts: readonly Band[]): Band {
  return bandAround(sumOf(parts), Math.sqrt(parts.reduce((sum, part) => sum + halfWidth(part) ** 2, 0)));
}

/**
 * The total of forecasts whose errors go together: half-widths add. That is for the months of one group: they come from one
 * line and one level, so if the first is too high, so are the others.
 */
export function chainBands(parts: readonly Band[]): Band {
  return bandAround(
    sumOf(parts),
    parts.reduce((sum, part) => sum + halfWidth(part), 0),
  );
}

/** Totals per month and over everything: months of a group fully dependent, groups independent. */
export function combineForecasts(groups: readonly GroupBands[]): CombinedBands {
  const byMonth = new Map<Month, Band[]>();
  for (const { month, ...band } of groups.flatMap((group) => group.months)) {
    byMonth.set(month, [...(byMonth.get(month) ?? []), band]);
  }
  const months = [...byMonth].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    months: months.map(([month, bands]) => ({ month, ...combineBands(bands) })),
    total: combineBands(groups.map((group) => chainBands(group.months))),
  };
}

/** The upper half: the lower one may be cut off at zero and would make the total look surer than it is. */
function halfWidth({ value, lower, upper }: Band): number {
  return Math.max(upper - value, value - lower);
}

function sumOf(parts: readonly Band[]): number {
  return parts.reduce((sum, part) => sum + part.value, 0);
}

function bandAround(value: number, half: number): Band {
  return { value, lower: Math.max(0, value - half), upper: value + half };
}
