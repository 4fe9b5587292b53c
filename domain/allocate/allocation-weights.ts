import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal } from '../../pipeline/run.ts';
import { fromCents, scaleDecimals } from '../money.ts';
import type { AllocationRule, DriverUnit, Receiver } from './allocation.ts';

/** What a receiver's share follows, and how much of it each one has; same order as the receivers. */
export interface DriverReading {
  readonly unit: DriverUnit;
  readonly quantities: readonly Decimal[];
  /** The quantities as integers over one power of ten: exact proportions. */
  readonly integers: readonly bigint[];
  readonly total: bigint;
  readonly places: number;
}

/**
 * The driver of a rule for one capability: the capability's own units (adding up units of different capabilities would mean
 * nothing, C23), or the sector's direct cost of the month. A negative quantity (a month of credits) counts as 0: it earns no
 * share of somebody else's cost, and no negative one either.
 */
export function readDriver(
  driver: AllocationRule['driver'],
  capabilityId: number,
  receivers: readonly Receiver[],
): DriverReading {
  const quantities = receivers.map((receiver) =>
    driver === 'cost' ? fromCents(receiver.directCents) : (receiver.unitsByCapability[capabilityId] ?? '0'),
  );
  return reading(driver === 'cost' ? 'USD' : 'license units', quantities);
}

/** One sector, one part. */
export function equalDriver(receivers: readonly Receiver[]): DriverReading {
  return reading(
    'sectors',
    receivers.map(() => '1'),
  );
}

/**
 * Integer weights of `proportionalWeight x driver share + equalWeight x 1/n`, exactly: the fractions are brought to one
 * denominator, so that nothing is rounded before the cents are (R4).
 *
 * @throws InvariantError when the two weights are negative or do not add up to 1.
 */
export function blendWeights(rule: AllocationRule, driver: DriverReading): bigint[] {
  const { integers, places } = scaleDecimals([rule.proportionalWeight, rule.equalWeight]);
  const [proportional = 0n, equal = 0n] = integers;
  if (proportional < 0n || equal < 0n || proportional + equal !== 10n ** BigInt(places)) {
    throw new InvariantError(
      `Rule ${rule.ruleId} version ${rule.version} blends ${rule.proportionalWeight} proportional with ` +
        `${rule.equalWeight} equal; expected two weights of 0 or more that add up to 1.`,
      'Correct the weights of the rule.',
    );
  }
  const count = BigInt(driver.integers.length);
  return driver.integers.map((quantity) => proportional * quantity * count + equal * driver.total);
}

function reading(unit: DriverUnit, quantities: readonly Decimal[]): DriverReading {
  const scaled = scaleDecimals(quantities);
  const integers = scaled.integers.map((quantity) => (quantity < 0n ? 0n : quantity));
  const total = integers.reduce((sum, quantity) => sum + quantity, 0n);
  return { unit, quantities, integers, total, places: scaled.places };
}
