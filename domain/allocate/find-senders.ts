import { chooseRule, ruleOfPattern, ruleOfSector } from './choose-rule.ts';
import type { SendingRule } from './allocation.ts';
import { isSharedSector, isSharedService, type SharedServiceSettings } from './h-code.ts';

/** What decides whether a cost is distributed, and how. */
export interface Sendable {
  readonly hCode: string;
  readonly sectorId: number;
  readonly sectorName: string;
}

/** The H-codes of reserved applications: what a contract charged beyond usage is everybody's; idle licenses nobody's. */
const contractCodes: readonly string[] = ['OVERAGE', 'CONTRACT'];
const idleCode = 'IDLE';

/** Says of any cost whether it is distributed and by which rule; `undefined` means that it stays where it is. */
export interface SenderJudge {
  ruleOf(cost: Sendable): SendingRule | null | undefined;
  /** The rule by which a sector passes on what it received; null when it keeps it. */
  ruleOfReceived(sector: { readonly sectorId: number; readonly sectorName: string }): SendingRule | null;
}

/**
 * Who sends: services that the settings call shared (000-203, 000-204), what the pattern or the sector of a rule names, and
 * what a contract charged beyond usage. Cost of idle licenses stays in its bucket unless a rule's pattern names it (R28). A
 * shared sector without a rule of its own sends by the default rule.
 */
export function judgeSenders(rules: readonly SendingRule[], shared: SharedServiceSettings): SenderJudge {
  const known = new Map<string, SendingRule | null | undefined>();
  return {
    ruleOf(cost) {
      const key = `${cost.sectorId}/${cost.hCode}`;
      if (!known.has(key)) known.set(key, judge(cost, rules, shared));
      return known.get(key);
    },
    ruleOfReceived({ sectorId, sectorName }) {
      const own = ruleOfSector(sectorId, rules);
      if (own ?? !isSharedSector(sectorName, shared)) return own;
      return chooseRule({ hCode: null, sectorId }, rules);
    },
  };
}

function judge(
  cost: Sendable,
  rules: readonly SendingRule[],
  shared: SharedServiceSettings,
): SendingRule | null | undefined {
  const byPattern = ruleOfPattern(cost.hCode, rules);
  if (byPattern) return byPattern;
  if (cost.hCode === idleCode) return undefined;
  const isSender =
    contractCodes.includes(cost.hCode) ||
    ruleOfSector(cost.sectorId, rules) !== null ||
    isSharedService(cost, shared);
  return isSender ? chooseRule(cost, rules) : undefined;
}
