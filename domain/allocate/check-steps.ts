import type { NamedReceiver, SendingRule } from './allocation.ts';
import { judgeSenders, type SenderJudge } from './find-senders.ts';
import type { SharedServiceSettings } from './h-code.ts';

/** A rule that would send to a sector which has nothing left to pass it on with. */
export interface StepConflict {
  /** The rules that do not go together. */
  readonly ruleNames: readonly string[];
  readonly problem: string;
}

/**
 * Where rules that are in force together send to a sender that closed in an earlier or the same step (R24), a cycle named as
 * one. A sector closes with the step of its own rule; a shared sector without one with that of the default rule.
 */
export function stepConflicts(rules: readonly SendingRule[], shared: SharedServiceSettings): StepConflict[] {
  const judge = judgeSenders(rules, shared);
  return rules.flatMap((rule) =>
    rule.receivers.flatMap((receiver) => {
      const closing = judge.ruleOfReceived(receiver);
      if (!closing || closing.step > rule.step) return [];
      return {
        ruleNames: [rule.ruleName, closing.ruleName],
        problem: describe(rule, receiver, closing, cycleOf(rule, receiver, judge)),
      };
    }),
  );
}

function describe(
  rule: SendingRule,
  { sectorName }: NamedReceiver,
  closing: SendingRule,
  cycle: readonly string[] | null,
): string {
  if (cycle)
    return `${cycle.join(' -> ')} is a cycle: what it gives away would come back (rule ${rule.ruleName}).`;
  return (
    `Rule ${rule.ruleName} (step ${rule.step}) sends to ${sectorName}, which closes in step ${closing.step} ` +
    `with rule ${closing.ruleName}; expected a receiver that closes later, or not at all.`
  );
}

/** The way by which what the rule's sector sends returns to it; null when it does not. */
function cycleOf(rule: SendingRule, receiver: NamedReceiver, judge: SenderJudge): string[] | null {
  if (rule.senderSectorId === null || rule.senderSectorName === null) return null;
  const ways: { at: NamedReceiver; names: string[] }[] = [
    { at: receiver, names: [rule.senderSectorName, receiver.sectorName] },
  ];
  const seen = new Set<number>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    if (way.at.sectorId === rule.senderSectorId) return way.names;
    if (seen.has(way.at.sectorId)) continue;
    seen.add(way.at.sectorId);
    for (const next of judge.ruleOfReceived(way.at)?.receivers ?? [])
      ways.push({ at: next, names: [...way.names, next.sectorName] });
  }
  return null;
}
