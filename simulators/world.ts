import { assembleWorld } from './worlds/assemble.ts';
import { planDesign } from './worlds/design.ts';
import { planEnterprise } from './worlds/enterprise.ts';
import type { World, WorldName, WorldPlan } from './worlds/shape.ts';

export type { World, WorldName } from './worlds/shape.ts';

const plans: Readonly<Record<WorldName, (seed: number) => WorldPlan>> = {
  design: planDesign,
  enterprise: planEnterprise,
};

/** The names of all worlds, for help texts. */
export const worldNames = Object.keys(plans) as readonly WorldName[];

/** Is `text` the name of a world? For words that people type. */
export function isWorldName(text: string): text is WorldName {
  return (worldNames as readonly string[]).includes(text);
}

/** A simulated world; the same name and seed give the same world, whose clock stands at the day after its last. */
export function createWorld(name: WorldName, seed = 20_251_028): World {
  return assembleWorld(plans[name](seed));
}
