import type { SendingRule } from './allocation.ts';

/** What is to be distributed of one application, in one sector, by one rule. */
export interface PooledSender {
  readonly appId: number;
  readonly sectorId: number;
  /** Null when none fits. */
  readonly rule: SendingRule | null;
  /** Cents by capability. */
  readonly costs: Map<number, bigint>;
}

/** An amount that comes into the pool: cost of a service, or what a sector received and passes on. */
export interface Pooled {
  readonly appId: number;
  readonly sectorId: number;
  readonly capabilityId: number;
  readonly cents: bigint;
}

/**
 * What waits to be distributed. One sender per application, sector and rule: an H-code that changes within the month may
 * change the rule with it, and what a sector received of an application joins that application's own cost in the sector.
 */
export interface SenderPool {
  add(amount: Pooled, rule: SendingRule | null): void;
  /** The senders of a step, in an order that does not depend on how they came; a sender without a rule goes with step 1. */
  take(step: number): PooledSender[];
  /** Cents that came in so far, taken or not. */
  total(): bigint;
}

/** An empty pool. */
export function createSenderPool(): SenderPool {
  const senders = new Map<string, PooledSender>();
  let total = 0n;
  return {
    add({ appId, sectorId, capabilityId, cents }, rule) {
      const key = `${appId}/${sectorId}/${rule?.ruleId ?? ''}`;
      const sender = senders.get(key) ?? { appId, sectorId, rule, costs: new Map<number, bigint>() };
      sender.costs.set(capabilityId, (sender.costs.get(capabilityId) ?? 0n) + cents);
      senders.set(key, sender);
      total += cents;
    },
    take: (step) => [...senders.values()].filter(({ rule }) => (rule?.step ?? 1) === step).sort(byKey),
    total: () => total,
  };
}

function byKey(a: PooledSender, b: PooledSender): number {
  return a.appId - b.appId || a.sectorId - b.sectorId || (a.rule?.ruleId ?? 0) - (b.rule?.ruleId ?? 0);
}
