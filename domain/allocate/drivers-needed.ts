import type { BlendPart, SendingRule } from './allocation.ts';

/** Drivers that no draft line tells. */
export interface DriversNeeded {
  readonly nodes: boolean;
  readonly servers: boolean;
  readonly tables: readonly string[];
}

/** What the rules ask for beyond units and cost, so that nothing is read that nobody needs. */
export function driversNeeded(rules: readonly SendingRule[]): DriversNeeded {
  const followed = rules
    .flatMap((rule): readonly (SendingRule | BlendPart)[] => (rule.method === 'blend' ? rule.parts : [rule]))
    .filter(({ method }) => method === 'proportional_usage');
  return {
    nodes: followed.some(({ driver }) => driver === 'nodes'),
    servers: followed.some(({ driver }) => driver === 'servers'),
    tables: [...new Set(followed.flatMap(({ driverTable }) => driverTable ?? []))].sort(),
  };
}
