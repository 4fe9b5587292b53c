import type { Day } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import type { SendingRule } from './allocation.ts';

/** One version of a rule with its life: who made it, who approved it, from when to when. */
export interface RuleVersion extends SendingRule {
  readonly status: 'draft' | 'approved';
  readonly createdBy: string;
  readonly approvedBy: string | null;
  /** Why this version was made. */
  readonly reason: string | null;
  readonly startDate: Day;
  /** First day no longer valid; null means open. */
  readonly endDate: Day | null;
}

/** What the product starts from counts until somebody approves a version of it (C61); a month cannot be closed with it. */
export const seedAuthor = 'seed';

/**
 * The rules by which the month that begins on `day` is distributed, by name: the newest approved version in force, else the
 * newest seeded one. A draft that a person made counts for nothing before it is approved (R29).
 */
export function rulesInForce<Version extends RuleVersion>(versions: readonly Version[], day: Day): Version[] {
  return newestByName(
    versions.filter(
      (version) =>
        isValidOn(version, day) && (version.status === 'approved' || version.createdBy === seedAuthor),
    ),
    (a, b) => Number(b.status === 'approved') - Number(a.status === 'approved') || b.version - a.version,
  );
}

/** The rules as they are meant to be: the newest version of each name, approved or not. */
export function rulesIntended<Version extends RuleVersion>(
  versions: readonly Version[],
  day: Day,
): Version[] {
  return newestByName(
    versions.filter((version) => isValidOn(version, day)),
    (a, b) => b.version - a.version,
  );
}

function isValidOn({ startDate, endDate }: RuleVersion, day: Day): boolean {
  return startDate <= day && (endDate === null || endDate > day);
}

function newestByName<Version extends RuleVersion>(
  versions: readonly Version[],
  bestFirst: (a: Version, b: Version) => number,
): Version[] {
  return [...groupBy(versions, ({ ruleName }) => ruleName).values()]
    .flatMap((same) => same.sort(bestFirst).slice(0, 1))
    .sort((a, b) => (a.ruleName < b.ruleName ? -1 : 1));
}
