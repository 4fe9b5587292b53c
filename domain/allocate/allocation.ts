import type { Decimal, Month } from '../../pipeline/run.ts';

/** What proportions follow. */
export type DriverName = 'units' | 'cost' | 'capability_units' | 'nodes' | 'servers' | 'table';

/** A driver with what it needs to be read. */
export interface Driver {
  /** `units` are those of the sender's own capability, the documents' formula; `cost` is direct cost. */
  readonly driver: DriverName;
  /** The capability whose units count, for `capability_units`. */
  readonly driverCapabilityId: number | null;
  /** The name of the imported table, for `table`. */
  readonly driverTable: string | null;
}

/** A way to weigh receivers that a blend may be made of (R23). */
export type ShareMethod = 'proportional_usage' | 'equal' | 'fixed';

/** One part of a blend; the weights of a blend add up to 1. */
export interface BlendPart extends Driver {
  readonly method: ShareMethod;
  readonly weight: Decimal;
}

/** A sector that a rule names, with its percentage where the method is `fixed`. */
export interface NamedReceiver {
  readonly sectorId: number;
  readonly sectorName: string;
  readonly percent: Decimal | null;
}

/** How a sender's cost is distributed (000-199 to 000-201, R23). */
export interface AllocationRule extends Driver {
  readonly ruleId: number;
  readonly version: number;
  /** Steps go in order; a sender closes after its step (R24). */
  readonly step: number;
  /** `keep_central` is a decision too: the cost stays, in the bucket `__corporate__`. */
  readonly method: ShareMethod | 'blend' | 'keep_central';
  /** Only for `blend`. */
  readonly parts: readonly BlendPart[];
  /** Exactly these receive; none named means every active sector. */
  readonly receivers: readonly NamedReceiver[];
  /** What happens when nobody has any of the driver (R25). */
  readonly fallback: 'equal' | 'unallocated';
}

/** A rule with what decides whom it distributes. */
export interface SendingRule extends AllocationRule {
  readonly ruleName: string;
  /** Whole segments of an H-code; null on a default rule and on a rule for a sector. */
  readonly hCodePattern: string | null;
  /** Every service of this sector, and what the sector received in earlier steps. */
  readonly senderSectorId: number | null;
  readonly senderSectorName: string | null;
  /** The lowest number wins. */
  readonly priority: number;
}

/** Direct cost of one month, application, sector, H-code and capability. */
export interface DraftLine {
  readonly month: Month;
  readonly appId: number;
  readonly sectorId: number;
  readonly sectorName: string;
  readonly isChargeable: boolean;
  readonly capabilityId: number;
  readonly hCode: string;
  readonly units: Decimal;
  readonly amount: Decimal;
}

/** How much of a driver that no draft line tells a sector had in a month. */
export interface DriverLine {
  readonly driver: 'nodes' | 'servers' | 'table';
  readonly driverTable: string | null;
  readonly sectorId: number;
  readonly sectorName: string;
  /** Of the applications counted, so that shared services do not count; null in an imported table. */
  readonly hCode: string | null;
  readonly quantity: Decimal;
  /** What it is counted in, e.g. `seats`. */
  readonly unit: string;
}

/** An amount of something with its unit. */
export interface Quantity {
  readonly quantity: Decimal;
  readonly unit: string;
}

/** A sector that may get a part. */
export interface Receiver {
  readonly sectorId: number;
  /** The sector's own direct charge of the month. */
  readonly directCents: bigint;
  /** License units of the month by capability id; an absent capability is 0. */
  readonly unitsByCapability: Readonly<Record<number, Decimal>>;
  /** `nodes`, `servers` and imported tables as `table/NAME`; what is absent is 0. */
  readonly others: Readonly<Record<string, Quantity>>;
}

/** Who gets what no sector gets: nobody could receive it, or it stays central (R28). */
export type Bucket = '__unallocated__' | '__corporate__';

/** One part of a sender's cost, with everything that explains it (R27). */
export interface AllocationLine {
  readonly appId: number;
  /** The sector that sends: the application's, or one that received it in an earlier step and passes it on. */
  readonly senderSectorId: number;
  readonly capabilityId: number;
  /** Null when a bucket gets it. */
  readonly sectorId: number | null;
  readonly bucket: Bucket | null;
  readonly cents: bigint;
  readonly ruleId: number | null;
  readonly ruleVersion: number | null;
  readonly step: number;
  /** What was done, which is not always what the rule wished: a zero driver leads to its fallback. */
  readonly method: AllocationRule['method'] | 'equal_fallback' | 'unallocated';
  readonly driver: DriverName | null;
  readonly driverUnit: string | null;
  readonly driverQuantity: Decimal | null;
  readonly driverTotal: Decimal | null;
  /** The receiver's share of `senderTotalCents`, 10 places. For information: the amount comes from the exact split. */
  readonly ratio: Decimal;
  /** The sender's cost of this capability in this month: what the lines of the capability add up to. */
  readonly senderTotalCents: bigint;
}

/** The allocated lines of one month, ready to be published. */
export interface MonthAllocation {
  readonly month: Month;
  readonly lines: readonly AllocationLine[];
  /** The names of the active sectors, in order. */
  readonly receivers: readonly string[];
  readonly senders: number;
  /** What shared services cost: what reached its last receiver, without what was only passed on in between. */
  readonly sentCents: bigint;
}
