import type { Decimal } from '../../pipeline/run.ts';
import { fromCents, scaleDecimals } from '../money.ts';
import type { Driver, NamedReceiver, Receiver, ShareMethod } from './allocation.ts';

/** What a receiver's share follows, and how much of it each one has; same order as the receivers. */
export interface DriverReading {
  readonly unit: string;
  readonly quantities: readonly Decimal[];
  /** The quantities as integers over one power of ten: exact proportions. */
  readonly integers: readonly bigint[];
  readonly total: bigint;
  readonly places: number;
}

/** What a share is read from. */
export interface Readable {
  readonly capabilityId: number;
  readonly receivers: readonly Receiver[];
  /** Those that the rule names, with percentages where it fixes them. */
  readonly named: readonly NamedReceiver[];
}

/**
 * How the receivers weigh by one method. A negative quantity (a month of credits) counts as 0: it earns no share of somebody
 * else's cost, and no negative one either.
 */
export function readShare(
  share: Driver & { readonly method: ShareMethod },
  { capabilityId, receivers, named }: Readable,
): DriverReading {
  if (share.method === 'equal') return equalShares(receivers);
  if (share.method === 'fixed') {
    const percents = new Map(named.map(({ sectorId, percent }) => [sectorId, percent]));
    return reading(
      'percent',
      receivers.map(({ sectorId }) => percents.get(sectorId) ?? '0'),
    );
  }
  return readDriver(share, capabilityId, receivers);
}

/** One sector, one part. */
export function equalShares(receivers: readonly Receiver[]): DriverReading {
  return reading(
    'sectors',
    receivers.map(() => '1'),
  );
}

/** Adding up units of different capabilities would mean nothing (C23), so `units` are those of the sender's own capability. */
function readDriver(driver: Driver, capabilityId: number, receivers: readonly Receiver[]): DriverReading {
  switch (driver.driver) {
    case 'cost':
      return reading(
        'USD',
        receivers.map(({ directCents }) => fromCents(directCents)),
      );
    case 'units':
      return unitsOf(capabilityId, receivers);
    case 'capability_units':
      return unitsOf(driver.driverCapabilityId ?? capabilityId, receivers);
    case 'nodes':
    case 'servers':
    case 'table':
      return othersOf(otherKey(driver.driver, driver.driverTable), receivers);
  }
}

/** Under which name a receiver's quantity of such a driver stands. */
export function otherKey(driver: 'nodes' | 'servers' | 'table', table: string | null): string {
  return driver === 'table' ? `table/${table ?? ''}` : driver;
}

function unitsOf(capabilityId: number, receivers: readonly Receiver[]): DriverReading {
  return reading(
    'license units',
    receivers.map(({ unitsByCapability }) => unitsByCapability[capabilityId] ?? '0'),
  );
}

function othersOf(key: string, receivers: readonly Receiver[]): DriverReading {
  const found = receivers.map(({ others }) => others[key]);
  const unit = found.find((one) => one !== undefined)?.unit ?? key;
  return reading(
    unit,
    found.map((one) => one?.quantity ?? '0'),
  );
}

function reading(unit: string, quantities: readonly Decimal[]): DriverReading {
  const scaled = scaleDecimals(quantities);
  const integers = scaled.integers.map((quantity) => (quantity < 0n ? 0n : quantity));
  const total = integers.reduce((sum, quantity) => sum + quantity, 0n);
  return { unit, quantities, integers, total, places: scaled.places };
}
