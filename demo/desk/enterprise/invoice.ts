import { addDays, addMonths, daysBetween } from '../../../pipeline/days.ts';
import type { Day, Month } from '../../../pipeline/run.ts';
import type { World } from '../../../simulators/world.ts';
import { peakEntitlement } from './contracts.ts';
import { named } from './months.ts';

const header = 'tool,invoice_number,invoice_date,currency,month,capability,tier,units,amount,description';

/** US dollars that the vendor takes too much for a capability of a month, and will give back. */
export type Mistakes = Readonly<Record<string, number>>;

/** The vendor's invoices of some months, by what the vendor counts now: a file with a line per capability and tier. */
export function invoiceLines(world: World, months: readonly Month[], mistakes: Mistakes = {}): string[] {
  return [header, ...months.flatMap((month) => invoiceOf(world, month, mistakes))];
}

function invoiceOf(world: World, month: Month, mistakes: Mistakes): string[] {
  const days = daysBetween(month, addDays(addMonths(month, 1), -1));
  const head = `appdynamics,INV-${named(month)},${addDays(addMonths(month, 1), 4)},USD,${named(month)}`;
  const lines = pricedPackages.flatMap(([capability, tier]) => {
    const used = days.map((day) => ({ day, units: unitsOn(world, `${capability}_${tier}`, day) }));
    const units = used.reduce((sum, one) => sum + one.units, 0);
    const amount = used.reduce((sum, one) => sum + one.units * rateOn(world, capability, tier, one.day), 0);
    const mistake = tier === 'PEAK' ? (mistakes[`${named(month)} ${capability}`] ?? 0) : 0;
    return [`${head},${capability},${tier},${units},${(amount + mistake).toFixed(2)},usage of the month`];
  });
  const surplus = overage(world, days);
  if (surplus === 0) return lines;
  const surcharge = (surplus * peakEntitlement.overageRate).toFixed(2);
  return [...lines, `${head},APM,PEAK,${surplus},${surcharge},units above the commitment`];
}

const pricedPackages = [
  ['APM', 'PEAK'],
  ['APM', 'PRO'],
  ['MRUM', 'PEAK'],
  ['MRUM', 'PRO'],
] as const;

function unitsOn(world: World, packageName: string, day: Day): number {
  return world
    .applications()
    .reduce((sum, { id }) => sum + (world.usageOn(id, packageName, day)?.units ?? 0), 0);
}

function rateOn(world: World, capability: string, tier: string, day: Day): number {
  const price = world.prices.find(
    (one) =>
      one.capability === capability &&
      one.tier === tier &&
      one.startDate <= day &&
      (one.endDate === null || day < one.endDate),
  );
  return Number(price?.unitRate ?? 0);
}

function overage(world: World, days: readonly Day[]): number {
  return days
    .filter((day) => day >= peakEntitlement.from)
    .reduce((sum, day) => sum + Math.max(0, unitsOn(world, 'APM_PEAK', day) - peakEntitlement.units), 0);
}
