import { countDays } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type { SeriesPoint } from './build-series.ts';

/** The known days of a series by their distance from its first day; gaps are left out, and so keep their width. */
export interface Observations {
  readonly firstDay: Day;
  /** Day index, 0 is `firstDay`. */
  readonly x: readonly number[];
  /** License units. */
  readonly y: readonly number[];
}

/** The known days of a grid in the order of time. Order of the points does not matter. */
export function observe(points: readonly SeriesPoint[]): Observations {
  const known = points.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const firstDay = known[0]?.day ?? '1970-01-01';
  const x: number[] = [];
  const y: number[] = [];
  for (const { day, units } of known) {
    if (units === null) continue;
    x.push(countDays(firstDay, day) - 1);
    y.push(units);
  }
  return { firstDay, x, y };
}

/** The arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
