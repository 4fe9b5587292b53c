import { explainAllocation } from '../../domain/explain/explain-allocation.ts';
import type { AllocationFacts, LineFacts } from '../../domain/explain/evidence.ts';
import { explained, type Explanation } from '../../domain/explain/explanation.ts';
import { chooseParts } from '../../domain/explain/choose-parts.ts';
import { fromCents, toCents } from '../../domain/money.ts';
import type { Decimal } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { explainCost } from './explain-cost.ts';
import { readHCodes, readReceived } from './explain-statements.ts';

interface SenderQuestion {
  readonly line: LineFacts;
  /** Any part of the sender's cost. */
  readonly part: AllocationFacts;
  readonly allRows: boolean;
}

/**
 * What a sender distributed of one capability: its own cost, and what it received in earlier steps. Where the application has
 * several H-codes, the rule may have taken only some of them.
 */
export async function explainSender(session: Session, question: SenderQuestion): Promise<Explanation> {
  const { line, part, allRows } = question;
  const { senderSectorId: sectorId, capabilityId, senderTotal } = part;
  const { appId, month, chargeMonth } = line;
  const key = [appId, sectorId, chargeMonth, month];
  const received = await session.rows<AllocationFacts>('reading what was received before', readReceived, [
    ...key,
    capabilityId,
    part.step,
  ]);
  const passedOn = received.reduce((sum, { amount }) => sum + toCents(amount), 0n);
  const costs = await session.rows<{ hCode: string; amount: Decimal }>('reading H-codes', readHCodes, [
    appId,
    sectorId,
    chargeMonth,
    capabilityId,
    month,
  ]);
  const hCodes = chooseParts(costs, fromCents(toCents(senderTotal) - passedOn)).map(({ hCode }) => hCode);
  const own =
    hCodes.length === 0
      ? []
      : await explainCost(session, { appId, sectorId, month, chargeMonth, capabilityId, hCodes, allRows });
  const before: Explanation[] = [];
  for (const earlier of received)
    before.push(explainAllocation(earlier, await explainSender(session, { line, part: earlier, allRows })));
  return explained({
    kind: 'sender',
    title: `what ${line.app} cost ${part.senderSector} of ${part.capability}`,
    amount: senderTotal,
    isMadeOfParts: true,
    facts: { sector: part.senderSector, capability: part.capability },
    children: [...own, ...before],
  });
}
