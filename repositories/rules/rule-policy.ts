import { stepConflicts } from '../../domain/allocate/check-steps.ts';
import { rulesInForce, rulesIntended, seedAuthor } from '../../domain/allocate/rules-in-force.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { PipelineSettings } from '../../pipeline/settings.ts';
import type { Session } from '../database.ts';
import type { StoredRule } from './read-versions.ts';

/** What decides whether a version may begin. */
export interface RulePolicy {
  readonly methodologyChanges: 'monthly' | 'quarterly';
  readonly shared: PipelineSettings['sharedServices'];
  /** An exception from the quarter, with its reason (R16). */
  readonly exception: boolean;
}

/** What keeps a version, which stands among `versions`, from being saved; empty when nothing does. */
export async function savingProblems(
  tx: Session,
  candidate: StoredRule,
  versions: readonly StoredRule[],
  { methodologyChanges, shared, exception }: RulePolicy,
): Promise<string[]> {
  const isExempt = methodologyChanges === 'monthly' || exception;
  return [
    ...(isExempt ? [] : quarterProblems(candidate)),
    ...(await closedProblems(tx, candidate)),
    ...conflictsOf(candidate, versions, rulesIntended, shared),
  ];
}

/** What keeps a version from being approved, now that others may have come; it stands among `versions` as approved. */
export async function approvalProblems(
  tx: Session,
  candidate: StoredRule,
  versions: readonly StoredRule[],
  shared: RulePolicy['shared'],
): Promise<string[]> {
  return [
    // A seeded version counts already: approving it changes no closed month.
    ...(candidate.createdBy === seedAuthor ? [] : await closedProblems(tx, candidate)),
    ...conflictsOf(candidate, versions, rulesInForce, shared),
  ];
}

/** @throws PolicyError when there is a problem. */
export function refuseRule(
  { ruleName, version }: Pick<StoredRule, 'ruleName' | 'version'>,
  doing: string,
  problems: readonly string[],
): void {
  if (problems.length === 0) return;
  throw new PolicyError(
    `Rule ${ruleName} version ${version} cannot be ${doing}:`,
    problems,
    'Nothing was changed. Correct what the lines name and do it again.',
  );
}

function quarterProblems({ startDate }: StoredRule): string[] {
  const month = Number(startDate.slice(5, 7));
  if (month % 3 === 1) return [];
  const first = `${startDate.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}`;
  return [
    `it begins in ${startDate.slice(0, 7)}, within the quarter of ${first}; methods change with a quarter (R16). ` +
      'Begin with one, or give --exception and a --reason',
  ];
}

/** Months taken over from history are no reason: they were not made by these rules. */
async function closedProblems(tx: Session, { startDate, endDate }: StoredRule): Promise<string[]> {
  const { last } = await tx.one<{ last: Month | null }>('looking for closed months', lastClosed, [
    startDate,
    endDate,
  ]);
  if (last === null) return [];
  return [
    `it would change ${last.slice(0, 7)}, which is closed; begin with a later month, what a closed month needs is booked as an adjustment`,
  ];
}

/** At every day on which the set of rules changes: there, rules meet that did not know each other. */
function conflictsOf(
  candidate: StoredRule,
  versions: readonly StoredRule[],
  together: (versions: readonly StoredRule[], day: Day) => StoredRule[],
  shared: RulePolicy['shared'],
): string[] {
  const { startDate, endDate } = candidate;
  const days = versions
    .flatMap((version) => [version.startDate, version.endDate ?? startDate])
    .filter((day) => day >= startDate && (endDate === null || day < endDate));
  const problems = [...new Set(days)].sort().flatMap((day) => {
    const rules = together(versions, day);
    if (!rules.some(({ ruleId }) => ruleId === candidate.ruleId)) return [];
    return stepConflicts(rules, shared)
      .filter(({ ruleNames }) => ruleNames.includes(candidate.ruleName))
      .map(({ problem }) => problem);
  });
  return [...new Set(problems)];
}

const lastClosed = `
  select max(month_start) as last from chargeback_periods
  where  state in ('closed', 'restated') and origin = 'pipeline' and month_start >= $1 and ($2::date is null or month_start < $2)`;
