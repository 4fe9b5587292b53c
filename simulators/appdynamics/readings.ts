import type { Day } from '../../pipeline/run.ts';
import type { DayUsage, World, WorldApplication } from '../worlds/shape.ts';

/** Usage of one package on one day; null when no collector has reported. */
export type Readings = (packageName: string, day: Day) => DayUsage | null;

/** What one application used. */
export function applicationUsage(world: World, application: WorldApplication): Readings {
  return (packageName, day) => world.usageOn(application.id, packageName, day);
}

/** What the account used: the union of its rules, which is less than their sum when they overlap. */
export function accountUsage(world: World, overlapPercent: number): Readings {
  const applications = world.applications();
  return (packageName, day) => {
    const total = addUsages(applications.map((one) => world.usageOn(one.id, packageName, day)));
    return total && { ...total, units: total.units - Math.floor((total.units * overlapPercent) / 100) };
  };
}

/** The sum of what is known; null when nothing is. */
export function addUsages(usages: readonly (DayUsage | null)[]): DayUsage | null {
  return usages.reduce<DayUsage | null>((sum, usage) => {
    if (!usage) return sum;
    return sum ? { units: sum.units + usage.units, nodes: sum.nodes + usage.nodes } : usage;
  }, null);
}
