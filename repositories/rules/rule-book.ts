import { rulesInForce } from '../../domain/allocate/rules-in-force.ts';
import { ConfigError, PolicyError } from '../../pipeline/errors.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import { actingAs, type Actor } from '../acting.ts';
import type { Database, Session } from '../database.ts';
import { readVersions, type StoredRule } from './read-versions.ts';
import { draftOf, resolveDraft, type RuleDraft } from './rule-draft.ts';
import { approvalProblems, refuseRule, savingProblems, type RulePolicy } from './rule-policy.ts';
import { insertVersion } from './write-version.ts';

/** A draft, and where it stands when it came from a file, e.g. `rules.csv:3`. */
export interface PlacedDraft {
  readonly draft: RuleDraft;
  readonly place: string | null;
}

/** A version with whether the allocation of a month would use it. */
export type ListedRule = StoredRule & { readonly isInForce: boolean };

/** What came of an approval. */
export interface Approved {
  readonly approved: readonly StoredRule[];
  /** Drafts of the same person, who may not approve them (R32). */
  readonly own: readonly StoredRule[];
}

/** The versions of the allocation rules, and what people do with them (R29). */
export function createRuleBook(database: Database) {
  return {
    /** Every version, by name and version; `month` says what is in force. */
    async list(month: Month): Promise<ListedRule[]> {
      const versions = await readVersions(database);
      const inForce = new Set(rulesInForce(versions, month).map(({ ruleId }) => ruleId));
      return versions.map((version) => ({ ...version, isInForce: inForce.has(version.ruleId) }));
    },

    /** What the newest version of a rule says; null when nobody made one. */
    async newest(ruleName: string): Promise<RuleDraft | null> {
      const rule = (await readVersions(database, ruleName)).at(-1);
      return rule ? draftOf(rule) : null;
    },

    /**
     * Saves the drafts as next versions of their names, all or none. They count for nothing until somebody else approves them.
     *
     * @throws ConfigError for what makes no sense, PolicyError for what a rule of money forbids.
     */
    async save(drafts: readonly PlacedDraft[], actor: Actor, policy: RulePolicy): Promise<StoredRule[]> {
      return actingAs(database, actor, async (tx, { name }) => {
        await tx.run('waiting for other changes of rules', oneAtATime);
        const rules = await resolveAll(tx, drafts, { createdBy: name, reason: actor.reason });
        const ids = new Set<number>();
        for (const rule of rules) ids.add(await insertVersion(tx, rule));
        const versions = await readVersions(tx);
        const saved = versions.filter(({ ruleId }) => ids.has(ruleId));
        for (const rule of saved) refuseRule(rule, 'saved', await savingProblems(tx, rule, versions, policy));
        return saved;
      });
    },

    /** Approves the newest draft of a rule, or the version given. @throws PolicyError when its maker asks. */
    async approve(
      ruleName: string,
      version: number | null,
      actor: Actor,
      shared: RulePolicy['shared'],
    ): Promise<Approved> {
      return actingAs(database, actor, async (tx, { name }) => {
        const versions = await versionsOf(tx, ruleName);
        const wanted = versions
          .filter((one) => one.status === 'draft')
          .filter((one) => version === null || one.version === version);
        const draft = wanted.at(-1);
        if (!draft) throw nothingToApprove(ruleName, version, versions);
        return { approved: await approveDrafts(tx, [draft], name, shared), own: [] };
      });
    },

    /** Approves every draft that waits, but those of the approver. */
    async approveAll(actor: Actor, shared: RulePolicy['shared']): Promise<Approved> {
      return actingAs(database, actor, async (tx, { name }) => {
        const drafts = pendingOf(await readVersions(tx));
        const others = drafts.filter(({ createdBy }) => createdBy !== name);
        const own = drafts.filter(({ createdBy }) => createdBy === name);
        return { approved: await approveDrafts(tx, others, name, shared), own };
      });
    },

    /** Ends a rule: from `day` on no version of it counts. @throws PolicyError when a version begins later, or a month is closed. */
    async end(ruleName: string, day: Day, actor: Actor): Promise<StoredRule[]> {
      return actingAs(database, actor, async (tx) => {
        await tx.run('waiting for other changes of rules', oneAtATime);
        const versions = await versionsOf(tx, ruleName);
        refuseEnd(versions, day, await lastClosedMonth(tx));
        await tx.run('ending a rule', endVersions, [ruleName, day]);
        return (await readVersions(tx, ruleName)).filter(({ endDate }) => endDate === day);
      });
    },
  };
}

/** Drafts that wait: those that no newer version of the rule stands in the way of. */
export function pendingOf(versions: readonly StoredRule[]): StoredRule[] {
  return versions.filter(
    (draft) =>
      draft.status === 'draft' &&
      !versions.some(
        ({ ruleName, version, startDate }) =>
          ruleName === draft.ruleName && version > draft.version && startDate <= draft.startDate,
      ),
  );
}

/** The drafts as the versions that they would be. @throws ConfigError with everything that is wrong with them. */
export async function resolveAll(
  tx: Session,
  drafts: readonly PlacedDraft[],
  as: Pick<StoredRule, 'createdBy' | 'reason'>,
): Promise<StoredRule[]> {
  const next = new Map<string, number>();
  for (const { ruleName, version } of await readVersions(tx)) next.set(ruleName, version);
  const problems: string[] = [];
  const rules: StoredRule[] = [];
  for (const [index, { draft, place }] of drafts.entries()) {
    const version = (next.get(draft.ruleName) ?? 0) + 1;
    next.set(draft.ruleName, version);
    const found = await resolveDraft(tx, draft, { ...as, ruleId: -1 - index, version });
    if ('rule' in found) rules.push(found.rule);
    else problems.push(...found.problems.map((what) => `${place ?? `rule ${draft.ruleName}:`} ${what}`));
  }
  if (problems.length === 0) return rules;
  throw new ConfigError(
    problems,
    'Correct what the lines name; nothing was saved.',
    `${problems.length} problem(s) with the rules`,
  );
}

async function versionsOf(tx: Session, ruleName: string): Promise<StoredRule[]> {
  const versions = await readVersions(tx, ruleName);
  if (versions.length > 0) return versions;
  const names = [...new Set((await readVersions(tx)).map((rule) => rule.ruleName))];
  throw new ConfigError(
    [`there is no rule "${ruleName}"; expected one of ${names.join(', ')}`],
    '"rules list" shows them.',
    'The rule is unknown',
  );
}

async function approveDrafts(
  tx: Session,
  drafts: readonly StoredRule[],
  approver: string,
  shared: RulePolicy['shared'],
): Promise<StoredRule[]> {
  await tx.run('waiting for other changes of rules', oneAtATime);
  const ids = new Set(drafts.map(({ ruleId }) => ruleId));
  const versions = (await readVersions(tx)).map((version) =>
    ids.has(version.ruleId) ? { ...version, status: 'approved' as const, approvedBy: approver } : version,
  );
  const approved = versions.filter(({ ruleId }) => ids.has(ruleId));
  for (const rule of approved) {
    refuseRule(rule, `approved by ${approver}`, makerProblems(rule, approver));
    refuseRule(rule, 'approved', await approvalProblems(tx, rule, versions, shared));
    await tx.run('approving a rule', approveVersion, [rule.ruleId, approver]);
  }
  return approved;
}

function makerProblems({ createdBy }: StoredRule, approver: string): string[] {
  return createdBy === approver ? [`${approver} made it; approving takes another person (R29, R32)`] : [];
}

function nothingToApprove(
  ruleName: string,
  version: number | null,
  versions: readonly StoredRule[],
): PolicyError {
  const which = version === null ? '' : ` version ${version}`;
  const known = versions.map((one) => `version ${one.version} is ${one.status}`);
  return new PolicyError(
    `Rule ${ruleName}${which} is no draft that could be approved.`,
    known,
    'Nothing was changed.',
  );
}

function refuseEnd(versions: readonly StoredRule[], day: Day, lastClosed: Month | null): void {
  const [first] = versions;
  const later = versions.filter(
    ({ startDate, endDate }) => startDate >= day && (endDate === null || endDate > day),
  );
  const problems = [
    ...later.map(
      (one) => `version ${one.version} (${one.status}) begins on ${one.startDate}; end the rule after that`,
    ),
    ...(lastClosed !== null && day <= lastClosed
      ? [`${lastClosed.slice(0, 7)} is closed; end the rule with a later month`]
      : []),
    ...(versions.some(({ endDate }) => endDate === null || endDate > day) ? [] : ['it has ended already']),
  ];
  if (problems.length > 0 && first)
    throw new PolicyError(
      `Rule ${first.ruleName} cannot be ended on ${day}:`,
      problems,
      'Nothing was changed.',
    );
}

async function lastClosedMonth(tx: Session): Promise<Month | null> {
  const { last } = await tx.one<{ last: Month | null }>('looking for closed months', lastClosed);
  return last;
}

/** Two changes at once could be right each and wrong together. */
const oneAtATime = 'select pg_advisory_xact_lock(7304)';

const lastClosed = `
  select max(month_start) as last from chargeback_periods where state in ('closed', 'restated') and origin = 'pipeline'`;

const approveVersion = `
  update allocation_rules set status = 'approved', approved_by = $2, approved_at = now() where rule_id = $1`;

const endVersions = `
  update allocation_rules set end_date = $2
  where  rule_name = $1 and start_date < $2 and (end_date is null or end_date > $2)`;
