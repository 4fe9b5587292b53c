import { matchesHCode, type ServiceIdentity } from './h-code.ts';

/** What decides which rule a sender falls under. */
export interface RuleKey {
  readonly ruleId: number;
  /** Whole segments of an H-code; null makes it a default rule. */
  readonly hCodePattern: string | null;
  /** The lowest number wins. */
  readonly priority: number;
}

/**
 * The rule that a sender falls under, or null when there is none (its cost then goes to the Unallocated bucket, R28).
 * A rule whose pattern matches the H-code comes before every default rule, whatever their priorities; among equals the
 * lowest priority number wins, then the lowest id. Services that were found by their sector's name have no pattern of their
 * own and fall to the default (C23). `*` and empty text mean a default rule too.
 */
export function chooseRule<Rule extends RuleKey>(
  sender: ServiceIdentity,
  rules: readonly Rule[],
): Rule | null {
  const byPattern = rules.filter(
    (rule) => !isDefault(rule) && matchesHCode(sender.hCode, rule.hCodePattern ?? ''),
  );
  return first(byPattern) ?? first(rules.filter(isDefault));
}

function isDefault(rule: RuleKey): boolean {
  return ['', '*'].includes(rule.hCodePattern?.trim() ?? '');
}

function first<Rule extends RuleKey>(rules: readonly Rule[]): Rule | null {
  return rules.toSorted((a, b) => a.priority - b.priority || a.ruleId - b.ruleId)[0] ?? null;
}
