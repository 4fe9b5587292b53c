import type { AllocationLine } from './allocation.ts';
import type { RulePlan } from './plan-rule.ts';
import { splitInOrder } from './split-by-weight.ts';

/** One month of one shared service. */
export interface SenderMonth {
  readonly appId: number;
  readonly sectorId: number;
  readonly costs: readonly { readonly capabilityId: number; readonly cents: bigint }[];
  /** What its rule does. */
  readonly plan: RulePlan;
}

/**
 * The lines that distribute one month of one sender, ordered by capability and sector. They add up exactly, per capability
 * and so in total, credits included (R3); a capability without cost has no line.
 */
export function allocateSender({
  appId,
  sectorId: senderSectorId,
  costs,
  plan,
}: SenderMonth): AllocationLine[] {
  const ruleId = plan.rule?.ruleId ?? null;
  const ruleVersion = plan.rule?.version ?? null;
  const step = plan.rule?.step ?? 1;
  const lines: AllocationLine[] = [];
  for (const { capabilityId, cents: senderTotalCents } of costs.toSorted(byCapability)) {
    if (senderTotalCents === 0n) continue;
    const { method, driver, driverUnit, driverTotal, weights, shares } = plan.forCapability(capabilityId);
    const parts = splitInOrder(senderTotalCents, weights);
    for (const [index, { sectorId, bucket, driverQuantity, ratio }] of shares.entries()) {
      lines.push({
        appId,
        senderSectorId,
        capabilityId,
        sectorId,
        bucket,
        cents: parts[index] ?? 0n,
        ruleId,
        ruleVersion,
        step,
        method,
        driver,
        driverUnit,
        driverQuantity,
        driverTotal,
        ratio,
        senderTotalCents,
      });
    }
  }
  return lines;
}

function byCapability(left: { capabilityId: number }, right: { capabilityId: number }): number {
  return left.capabilityId - right.capabilityId;
}
