import { addDays, daysBetween } from '../../pipeline/days.ts';
import type { Day, Decimal } from '../../pipeline/run.ts';

/** One day of a series; null when nobody knows what was used. */
export interface SeriesPoint {
  readonly day: Day;
  readonly units: number | null;
}

/** A daily grid, and how many usage rows it stands on. */
export interface Series {
  readonly points: readonly SeriesPoint[];
  /** Days with a usage row; the rule of 30 data points counts these (C12). */
  readonly observedRows: number;
}

/** What is known of one group: application, capability and tier. */
export interface SeriesSource {
  readonly rows: readonly { readonly day: Day; readonly units: Decimal }[];
  /** Days that the source has delivered in full for the application. */
  readonly completeDays: ReadonlySet<Day>;
  /** Days on which this series had a gap, although other series of the application may be complete. */
  readonly missingDays: ReadonlySet<Day>;
  /** Last day of the look-back window, inclusive. */
  readonly lastDay: Day;
  /** Length of the window, 90 by the documents (000-188). */
  readonly lookBackDays: number;
}

/**
 * The daily grid of one group over its look-back window (C12f). A day without a row is 0 units when its source day is
 * complete, and unknown when it is not: where tiers change from day to day, leaving such days out would double the forecast.
 * Rows outside of the window do not count; several rows of one day add up. Units become numbers here, as a forecast is an
 * estimate and no money.
 */
export function buildSeries(source: SeriesSource): Series {
  const unitsByDay = new Map<Day, number>();
  for (const { day, units } of source.rows) unitsByDay.set(day, (unitsByDay.get(day) ?? 0) + Number(units));

  const days = daysBetween(addDays(source.lastDay, 1 - source.lookBackDays), source.lastDay);
  const points = days.map((day) => ({ day, units: unitsByDay.get(day) ?? unitsWithoutRow(source, day) }));
  return { points, observedRows: days.filter((day) => unitsByDay.has(day)).length };
}

function unitsWithoutRow(source: SeriesSource, day: Day): number | null {
  return source.completeDays.has(day) && !source.missingDays.has(day) ? 0 : null;
}
