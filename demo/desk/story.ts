import type { Day } from '../../pipeline/run.ts';
import type { WorldName } from '../../simulators/world.ts';
import type { Scene } from './desk.ts';
import { closing, closingAugust, reviewing } from './enterprise/closing.ts';
import { badMorning, earlierRun } from './enterprise/days.ts';
import { october } from './enterprise/october.ts';
import { setUp } from './enterprise/set-up.ts';

/** What happens around the runs of a world, by their dates. */
export interface Story {
  /** Before the first run. */
  readonly before: readonly Scene[];
  readonly after: Readonly<Record<Day, readonly Scene[]>>;
}

/** World `design` is the document's own: nobody does anything there. */
export const stories: Readonly<Record<WorldName, Story>> = {
  design: { before: [], after: {} },
  enterprise: {
    before: earlierRun,
    after: {
      '2025-09-15': [...setUp, ...badMorning],
      '2025-09-16': [...reviewing, ...closing],
      '2025-10-29': [...closingAugust, ...october],
    },
  },
};

/** All of them in order. */
export function scenesOf({ before, after }: Story): Scene[] {
  return [...before, ...Object.values(after).flat()];
}
