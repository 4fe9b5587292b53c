import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal } from '../../pipeline/run.ts';
import { divideToDecimal } from '../money.ts';
import type { AllocationLine, AllocationRule, Bucket, DriverName, Receiver } from './allocation.ts';
import { blendWeights, type ReadPart } from './blend-weights.ts';
import { equalShares, readShare, type DriverReading, type Readable } from './read-driver.ts';

/** Who gets which part of whatever amount: the same for every sender under the rule. */
export interface Plan {
  readonly method: AllocationLine['method'];
  readonly driver: DriverName | null;
  readonly driverUnit: string | null;
  readonly driverTotal: Decimal | null;
  readonly weights: readonly bigint[];
  /** One per weight. */
  readonly shares: readonly PlannedShare[];
}

interface PlannedShare {
  readonly sectorId: number | null;
  readonly bucket: Bucket | null;
  readonly driverQuantity: Decimal | null;
  readonly ratio: Decimal;
}

/** What a rule does with the cost of each capability; worked out once per capability. */
export interface RulePlan {
  readonly rule: AllocationRule | null;
  forCapability(capabilityId: number): Plan;
}

/**
 * What a rule does among these receivers, or what happens without one. Receivers without any weight get no part.
 *
 * Nothing is dropped (R25): without receivers or without a rule the amount goes to the Unallocated bucket, and when a driver
 * is zero to the rule's fallback, for a blend as a whole.
 *
 * @throws InvariantError when the rule's blend makes no sense, or a sector stands among the receivers twice.
 */
export function planRule(rule: AllocationRule | null, receivers: readonly Receiver[]): RulePlan {
  const sorted = receivers.toSorted((a, b) => a.sectorId - b.sectorId);
  refuseTwins(sorted);
  const plans = new Map<number, Plan>();
  return {
    rule,
    forCapability(capabilityId) {
      const known = plans.get(capabilityId);
      if (known) return known;
      const plan = rule ? planFor(rule, { capabilityId, receivers: sorted, named: rule.receivers }) : nobody;
      plans.set(capabilityId, plan);
      return plan;
    },
  };
}

function planFor(rule: AllocationRule, readable: Readable): Plan {
  if (rule.method === 'keep_central') return toBucket('keep_central', '__corporate__');
  const { receivers } = readable;
  if (receivers.length === 0) return nobody;
  const parts = partsOf(rule, readable);
  const shown = parts.find(({ driver }) => driver !== null) ?? parts[0];
  if (!shown) throw new InvariantError(`Rule ${rule.ruleId} has no part.`, 'Give the blend its parts.');
  if (parts.some(({ weight, reading }) => reading.total === 0n && Number(weight) !== 0)) {
    if (rule.fallback === 'unallocated') return { ...nobody, driver: shown.driver };
    const equal = equalShares(receivers);
    return planOf('equal_fallback', receivers, { ...shown, reading: equal, weights: equal.integers });
  }
  const name = `Rule ${rule.ruleId} version ${rule.version}`;
  const weights = rule.method === 'blend' ? blendWeights(name, parts) : shown.reading.integers;
  return planOf(rule.method, receivers, { ...shown, weights });
}

/** A line tells the driver of the first part that has one: with it the rule's version tells the rest. */
function partsOf(
  rule: AllocationRule,
  readable: Readable,
): (ReadPart & { readonly driver: DriverName | null })[] {
  const parts = rule.method === 'blend' ? rule.parts : [{ ...rule, method: rule.method, weight: '1' }];
  return parts.flatMap((part) =>
    part.method === 'keep_central'
      ? []
      : {
          weight: part.weight,
          driver: part.method === 'proportional_usage' ? part.driver : null,
          reading: readShare({ ...part, method: part.method }, readable),
        },
  );
}

function planOf(
  method: Plan['method'],
  receivers: readonly Receiver[],
  {
    driver,
    reading,
    weights,
  }: { driver: DriverName | null; reading: DriverReading; weights: readonly bigint[] },
): Plan {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const counted = receivers.flatMap(({ sectorId }, index) => {
    const weight = weights[index] ?? 0n;
    return weight === 0n ? [] : [{ sectorId, weight, quantity: reading.quantities[index] ?? null }];
  });
  return {
    method,
    driver,
    driverUnit: reading.unit,
    driverTotal: divideToDecimal(reading.total, 10n ** BigInt(reading.places), reading.places),
    weights: counted.map(({ weight }) => weight),
    shares: counted.map(({ sectorId, weight, quantity }) => ({
      sectorId,
      bucket: null,
      driverQuantity: quantity,
      ratio: divideToDecimal(weight, total, 10),
    })),
  };
}

function toBucket(method: Plan['method'], bucket: Bucket): Plan {
  return {
    method,
    driver: null,
    driverUnit: null,
    driverTotal: null,
    weights: [1n],
    shares: [{ sectorId: null, bucket, driverQuantity: null, ratio: '1.0000000000' }],
  };
}

const nobody = toBucket('unallocated', '__unallocated__');

function refuseTwins(sorted: readonly Receiver[]): void {
  const twin = sorted.find(({ sectorId }, index) => sorted[index + 1]?.sectorId === sectorId);
  if (!twin) return;
  throw new InvariantError(
    `Sector ${twin.sectorId} stands among the receivers twice; expected every sector once.`,
    'Add up the units and direct cost of a sector before allocating.',
  );
}
