import { InvariantError } from '../../pipeline/errors.ts';
import { divideToDecimal } from '../money.ts';
import type { AllocationLine, AllocationRule, Receiver, SenderMonth } from './allocation.ts';
import { blendWeights, equalDriver, readDriver, type DriverReading } from './allocation-weights.ts';
import { splitByWeight } from './split-by-weight.ts';

/**
 * The lines that distribute one month of one sender, ordered by capability and sector. They add up exactly, per capability
 * and so in total, credits included; a capability without cost has no line. Receivers without any weight get no line.
 *
 * Nothing is dropped (R25): without receivers or without a rule the amount goes to the Unallocated bucket, and with a zero
 * driver to the rule's fallback, for `blend` as a whole.
 *
 * @throws InvariantError when the rule's blend makes no sense, or a sector stands among the receivers twice.
 */
export function allocateSender(month: SenderMonth): AllocationLine[] {
  const receivers = month.receivers.toSorted((a, b) => a.sectorId - b.sectorId);
  refuseTwins(receivers);
  return month.costs
    .filter(({ cents }) => cents !== 0n)
    .toSorted((a, b) => a.capabilityId - b.capabilityId)
    .flatMap((cost) => allocateCapability({ ...month, receivers }, cost));
}

interface Plan {
  readonly method: AllocationLine['method'];
  readonly driver: DriverReading;
  readonly weights: readonly bigint[];
}

function allocateCapability(month: SenderMonth, cost: SenderMonth['costs'][number]): AllocationLine[] {
  const known = {
    appId: month.sender.appId,
    capabilityId: cost.capabilityId,
    ruleId: month.rule?.ruleId ?? null,
    ruleVersion: month.rule?.version ?? null,
    driver: month.rule?.method === 'equal' ? null : (month.rule?.driver ?? null),
    senderTotalCents: cost.cents,
  };
  const plan = month.rule && makePlan(month.rule, cost.capabilityId, month.receivers);
  if (!plan) return [{ ...known, ...unallocated, cents: cost.cents }];

  const totalWeight = plan.weights.reduce((sum, weight) => sum + weight, 0n);
  const parts = splitByWeight(
    cost.cents,
    Object.fromEntries(
      month.receivers.map(({ sectorId }, index) => [sectorKey(sectorId), plan.weights[index] ?? 0n]),
    ),
  );
  return month.receivers.flatMap(({ sectorId }, index) => {
    const weight = plan.weights[index] ?? 0n;
    if (weight === 0n) return [];
    return {
      ...known,
      sectorId,
      cents: parts[sectorKey(sectorId)] ?? 0n,
      method: plan.method,
      driverUnit: plan.driver.unit,
      driverQuantity: plan.driver.quantities[index] ?? null,
      driverTotal: divideToDecimal(plan.driver.total, 10n ** BigInt(plan.driver.places), plan.driver.places),
      ratio: divideToDecimal(weight, totalWeight, 10),
    };
  });
}

const unallocated = {
  sectorId: null,
  method: 'unallocated',
  driverUnit: null,
  driverQuantity: null,
  driverTotal: null,
  ratio: '1.0000000000',
} as const;

function refuseTwins(sorted: readonly Receiver[]): void {
  const twin = sorted.find(({ sectorId }, index) => sorted[index + 1]?.sectorId === sectorId);
  if (!twin) return;
  throw new InvariantError(
    `Sector ${twin.sectorId} stands among the receivers twice; expected every sector once.`,
    'Add up the units and direct cost of a sector before allocating.',
  );
}

/** Null when the amount has no receiver. */
function makePlan(rule: AllocationRule, capabilityId: number, receivers: readonly Receiver[]): Plan | null {
  if (receivers.length === 0) return null;
  const equal = equalDriver(receivers);
  if (rule.method === 'equal') return { method: 'equal', driver: equal, weights: equal.integers };

  const driver = readDriver(rule.driver, capabilityId, receivers);
  if (driver.total > 0n) {
    const weights = rule.method === 'blend' ? blendWeights(rule, driver) : driver.integers;
    return { method: rule.method, driver, weights };
  }
  if (rule.fallback === 'unallocated') return null;
  return { method: 'equal_fallback', driver: equal, weights: equal.integers };
}

/** Of equal length, so that text order is number order and a tie goes to the smaller sector id. */
function sectorKey(sectorId: number): string {
  return String(sectorId).padStart(12, '0');
}
