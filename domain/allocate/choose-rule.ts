import { matchesHCode } from './h-code.ts';

/** What decides which rule a sender falls under. */
export interface RuleKey {
  readonly ruleId: number;
  /** Whole segments of an H-code; null makes it a rule for a sector, or a default rule. */
  readonly hCodePattern: string | null;
  readonly senderSectorId: number | null;
  /** The lowest number wins. */
  readonly priority: number;
}

/** What a rule looks at. */
export interface SenderKey {
  readonly hCode: string | null;
  readonly sectorId: number | null;
}

/**
 * The rule that a sender falls under, or null when there is none (its cost then goes to the Unallocated bucket, R28).
 * A rule whose pattern matches the H-code comes before the rule of the sender's sector, and that before every default rule,
 * whatever their priorities; among equals the lowest priority number wins, then the lowest id. `*` and empty text mean a
 * default rule too.
 */
export function chooseRule<Rule extends RuleKey>(sender: SenderKey, rules: readonly Rule[]): Rule | null {
  return (
    ruleOfPattern(sender.hCode, rules) ??
    ruleOfSector(sender.sectorId, rules) ??
    first(rules.filter((rule) => isDefault(rule)))
  );
}

/** The rule whose pattern stands in the H-code. */
export function ruleOfPattern<Rule extends RuleKey>(
  hCode: string | null,
  rules: readonly Rule[],
): Rule | null {
  return first(rules.filter((rule) => !isDefault(rule) && matchesHCode(hCode, rule.hCodePattern ?? '')));
}

/** The rule that distributes whatever a sector's services cost, and whatever it received. */
export function ruleOfSector<Rule extends RuleKey>(
  sectorId: number | null,
  rules: readonly Rule[],
): Rule | null {
  return first(rules.filter((rule) => rule.senderSectorId !== null && rule.senderSectorId === sectorId));
}

function isDefault({ senderSectorId, hCodePattern }: RuleKey): boolean {
  return senderSectorId === null && ['', '*'].includes(hCodePattern?.trim() ?? '');
}

function first<Rule extends RuleKey>(rules: readonly Rule[]): Rule | null {
  return rules.toSorted((a, b) => a.priority - b.priority || a.ruleId - b.ruleId)[0] ?? null;
}
