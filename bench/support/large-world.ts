import { planApplication } from '../../simulators/worlds/application-plan.ts';
import { assembleWorld } from '../../simulators/worlds/assemble.ts';
import { planDesign } from '../../simulators/worlds/design.ts';
import type { DaySeries, World } from '../../simulators/worlds/shape.ts';
import { capabilityCodes, tiers, type UsagePlan } from './usage-plan.ts';

/** World `design` with as many applications and days as the plan has: every day one tier of each capability is used. */
export function largeWorld({ applications, days }: UsagePlan): World {
  const plan = planDesign(1);
  const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)];
  const usages = Array.from({ length: tiers.length * 20 }, (_, index) => usageOf(index, days.length));
  return assembleWorld({
    ...plan,
    firstDay,
    lastDay,
    prices: plan.prices.map((price) => ({ ...price, startDate: firstDay })),
    demoRuns: [],
    applications: Array.from({ length: applications }, (_, index) => {
      const name = `application ${index + 1}`;
      const usage = usages[index % usages.length] ?? new Map<string, DaySeries>();
      return planApplication('large', { name, index, listedFrom: firstDay, machines: [], usage });
    }),
  });
}

function usageOf(index: number, days: number): ReadonlyMap<string, DaySeries> {
  return new Map(
    capabilityCodes.flatMap((code, place) =>
      tiers.map((tier, turn): [string, DaySeries] => {
        const isUsed = (day: number): boolean => (day + index + place) % tiers.length === turn;
        const amounts = (most: number): number[] =>
          Array.from({ length: days }, (_, day) => (isUsed(day) ? 1 + ((day * 17 + index * 31) % most) : 0));
        return [`${code}_${tier}`, { units: amounts(400), nodes: amounts(40) }];
      }),
    ),
  );
}
