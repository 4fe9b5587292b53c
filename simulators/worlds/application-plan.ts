import type { Day } from '../../pipeline/run.ts';
import { uuidOf } from './ids.ts';
import type { ApplicationPlan, DaySeries } from './shape.ts';

interface Monitored {
  readonly name: string;
  readonly index: number;
  readonly listedFrom: Day;
  readonly machines: readonly string[];
  readonly usage: ReadonlyMap<string, DaySeries>;
}

/** An application as the controller numbers it, with a license rule of its own. */
export function planApplication(world: string, monitored: Monitored): ApplicationPlan {
  const { index, ...rest } = monitored;
  return {
    ...rest,
    id: 6187 + index * 13,
    ruleId: uuidOf(world, 'rule', monitored.name),
    licenseKey: uuidOf(world, 'license-key', monitored.name),
  };
}
