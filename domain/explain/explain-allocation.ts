import { fromCents, toCents } from '../money.ts';
import type { AllocationFacts } from './evidence.ts';
import { explained, type Explanation } from './explanation.ts';
import { figure, rate } from './words.ts';

/** A receiver's part of a sender's cost: the rule, the driver, the ratio, and the sender's cost below it (R27). */
export function explainAllocation(part: AllocationFacts, sender: Explanation): Explanation {
  return explained({
    kind: 'allocation',
    title: `${part.capability} from ${part.senderSector}: ${ruleOf(part)}`,
    amount: part.amount,
    isPart: true,
    facts: factsOf(part),
    children: [explained({ kind: 'share', title: shareOf(part) }), explainSplit(part), sender],
  });
}

/** What a sender gave away of one capability: its receivers, as negative amounts, and its cost. */
export function explainSending(parts: readonly AllocationFacts[], sender: Explanation): Explanation {
  const [first] = parts;
  const total = parts.reduce((sum, { amount }) => sum + toCents(amount), 0n);
  return explained({
    kind: 'sending',
    title: first ? `${first.capability}: ${ruleOf(first)}, to ${parts.length} receivers` : 'nothing',
    amount: fromCents(-total),
    isPart: true,
    facts: first ? { capability: first.capability, rule: first.rule, ruleVersion: first.ruleVersion } : {},
    children: [
      ...parts.map((part) =>
        explained({
          kind: 'allocation',
          title: `to ${part.receiver}: ${shareOf(part)}`,
          amount: fromCents(-toCents(part.amount)),
          isPart: true,
          facts: factsOf(part),
        }),
      ),
      sender,
    ],
  });
}

/** The cents: all receivers of the sender's cost together get exactly the sender's cost (R3). */
function explainSplit({ senderTotal, siblings, amount, receiver }: AllocationFacts): Explanation {
  const others = fromCents(toCents(siblings.amount) - toCents(amount));
  return explained({
    kind: 'split',
    title: `${siblings.count} receivers, whole cents by largest remainder`,
    amount: senderTotal,
    facts: { receivers: siblings.count },
    children: [
      explained({ kind: 'part', title: receiver, amount, isPart: true }),
      ...(siblings.count > 1
        ? [explained({ kind: 'part', title: `${siblings.count - 1} others`, amount: others, isPart: true })]
        : []),
    ],
  });
}

function ruleOf({ rule, ruleVersion, step, method }: AllocationFacts): string {
  const name = rule === null ? 'no rule fits' : `rule "${rule}" version ${ruleVersion ?? 1}, step ${step}`;
  return `${name}, ${method.replaceAll('_', ' ')}`;
}

function shareOf({ driver, driverUnit, quantity, total, ratio, senderTotal }: AllocationFacts): string {
  const share = `${rate(ratio)} of ${rate(senderTotal)}`;
  return driver === 'none' ? share : `${figure(quantity)} of ${figure(total)} ${driverUnit}: ${share}`;
}

function factsOf({ siblings, ...part }: AllocationFacts): Explanation['facts'] {
  return { ...part, receivers: siblings.count };
}
