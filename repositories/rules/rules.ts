import { rulesInForce } from '../../domain/allocate/rules-in-force.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { readVersions, type StoredRule } from './read-versions.ts';

export type { StoredRule } from './read-versions.ts';

/** The allocation rules, as the allocation reads them. */
export function createRules(session: Session) {
  return {
    /** The rules by which the month is distributed: approved ones, and seeded ones that nobody has approved yet. */
    async inForce(month: Month): Promise<StoredRule[]> {
      return rulesInForce(await readVersions(session), month);
    },
  };
}
