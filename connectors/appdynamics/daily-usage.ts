import type { Day } from '../../pipeline/run.ts';
import { compareExact, meanExact, zero, type Exact } from './decimal.ts';
import type { PackageUsage } from './package-usage.ts';
import type { UsagePoint } from './usage-points.ts';

/** What a package used on a day. */
export interface DayUsage {
  /** The maximum over the day; 0 is a complete day without use. */
  readonly units: Exact;
  readonly average: Exact | null;
  readonly nodes: number | null;
}

/**
 * The usage of one package on each of `days`; null is a gap: fewer points than the granularity promises, or a rejected one.
 * A day's units are the maximum of `used.max`, as the vendor bills (the highest hour of 24), never a sum.
 */
export function dailyUsage(usage: PackageUsage, days: readonly Day[]): ReadonlyMap<Day, DayUsage | null> {
  const byDay = new Map<Day, UsagePoint[]>();
  for (const point of usage.points.values()) {
    const known = byDay.get(point.day);
    if (known) known.push(point);
    else byDay.set(point.day, [point]);
  }
  return new Map(
    days.map((day) => {
      const points = byDay.get(day) ?? [];
      const isGap = points.length < usage.pointsPerDay || usage.spoiled.has(day);
      return [day, isGap ? null : summarize(points)];
    }),
  );
}

function summarize(points: readonly UsagePoint[]): DayUsage {
  const units = points.reduce(
    (most, point) => (compareExact(point.units, most) > 0 ? point.units : most),
    zero,
  );
  const nodes = points.map((point) => point.nodes).filter((count) => count !== null);
  return { units, average: averageOf(points, units), nodes: nodes.length > 0 ? Math.max(...nodes) : null };
}

/** Some accounts always answer an average of 0 beside a real maximum: that is no average. */
function averageOf(points: readonly UsagePoint[], units: Exact): Exact | null {
  const averages = points.map((point) => point.average).filter((average) => average !== null);
  if (averages.length < points.length) return null;
  const isAlwaysZero = averages.every((average) => average.digits === 0n);
  return isAlwaysZero && units.digits > 0n ? null : meanExact(averages);
}
