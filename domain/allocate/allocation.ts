import type { Decimal } from '../../pipeline/run.ts';

/** What a driver is counted in. */
export type DriverUnit = 'license units' | 'USD' | 'sectors';

/** How a sender's cost is distributed (000-199 to 000-201). */
export interface AllocationRule {
  readonly ruleId: number;
  readonly version: number;
  readonly method: 'proportional_usage' | 'equal' | 'blend';
  /** What proportions follow: the capability's units (the documents' formula), or direct cost. */
  readonly driver: 'units' | 'cost';
  /** Only for `blend`; the two add up to 1. */
  readonly proportionalWeight: Decimal;
  readonly equalWeight: Decimal;
  /** What happens when nobody has any of the driver (R25). */
  readonly fallback: 'equal' | 'unallocated';
}

/** A sector that gets a part, as `activeReceivers` finds it. */
export interface Receiver {
  readonly sectorId: number;
  /** The sector's own direct charge of the month. */
  readonly directCents: bigint;
  /** License units of the month by capability id; an absent capability is 0. */
  readonly unitsByCapability: Readonly<Record<number, Decimal>>;
}

/** One month of one shared service. */
export interface SenderMonth {
  readonly sender: { readonly appId: number };
  readonly costs: readonly { readonly capabilityId: number; readonly cents: bigint }[];
  /** Null when no rule fits: everything goes to the Unallocated bucket. */
  readonly rule: AllocationRule | null;
  readonly receivers: readonly Receiver[];
}

/** One part of a sender's cost, with everything that explains it (R27). */
export interface AllocationLine {
  readonly appId: number;
  readonly capabilityId: number;
  /** Null is the Unallocated bucket. */
  readonly sectorId: number | null;
  readonly cents: bigint;
  readonly ruleId: number | null;
  readonly ruleVersion: number | null;
  /** What was done, which is not always what the rule wished: a zero driver leads to its fallback. */
  readonly method: AllocationRule['method'] | 'equal_fallback' | 'unallocated';
  readonly driver: AllocationRule['driver'] | null;
  readonly driverUnit: DriverUnit | null;
  readonly driverQuantity: Decimal | null;
  readonly driverTotal: Decimal | null;
  /** The receiver's share of `senderTotalCents`, 10 places. For information: the amount comes from the exact split. */
  readonly ratio: Decimal;
  /** The sender's cost of this capability in this month: what the lines of the capability add up to. */
  readonly senderTotalCents: bigint;
}
