import { defaultSharedServices } from '../../../domain/allocate/h-code.ts';
import type { SendingRule } from '../../../domain/allocate/allocation.ts';
import type { Commitment } from '../../../domain/contract/commitment.ts';
import type { Day, Decimal, Month } from '../../../pipeline/run.ts';
import type { Days, Timeline } from './timeline.ts';

/**
 * A company small enough to be billed in a millisecond, with everything that makes a bill hard: shared services, moves and prices
 * that change in mid-month, credits, contracts, closed months and what comes for them afterwards. Ids are positions, from 1.
 */
export interface World {
  /** In order. The last one never closes: what comes late needs a month to be booked in. */
  readonly months: readonly Month[];
  /** The days that have any usage, a few of each month. */
  readonly days: readonly Day[];
  readonly sectors: readonly Sector[];
  readonly apps: readonly string[];
  readonly metrics: readonly Metric[];
  readonly usage: readonly UsageRow[];
  /** By application: who pays on which day. */
  readonly owners: readonly Timeline<Owner>[];
  /** By metric: the rate of a unit and day. */
  readonly prices: readonly Timeline<Decimal>[];
  readonly rules: readonly SendingRule[];
  readonly contract: Contract | null;
  /** What happens after the first run. */
  readonly steps: readonly Step[];
}

export interface Sector {
  readonly sectorId: number;
  readonly name: string;
  readonly isBucket: boolean;
}

/** What is counted and priced: a capability at a tier. */
export interface Metric {
  readonly capabilityId: number;
  readonly tier: string;
}

/** One application, metric and day. Below zero it is a credit; 0 takes back what was said before. */
export interface UsageRow {
  readonly appId: number;
  readonly metric: number;
  readonly day: Day;
  readonly units: Decimal;
}

export interface Owner {
  readonly sectorId: number;
  readonly hCode: string;
}

/** Units that are paid for, month by month, in one capability. */
export type Contract = Commitment & { readonly capabilityId: number };

/** What somebody learns later than the bill. */
export type Change =
  | { readonly kind: 'usage'; readonly row: UsageRow }
  | { readonly kind: 'price'; readonly metric: number; readonly days: Days; readonly rate: Decimal }
  | { readonly kind: 'owner'; readonly appId: number; readonly days: Days; readonly owner: Owner };

/** Something becomes known, the pipeline runs, and a month may be closed. */
export interface Step {
  readonly changes: readonly Change[];
  readonly closes: Month | null;
}

export const shared = defaultSharedServices;

export const buckets = { unassigned: 90, unallocated: 91, corporate: 92, idle: 93 } as const;

/** Every sector and bucket, as every world has them. */
export const bucketSectors: readonly Sector[] = Object.entries(buckets).map(([name, sectorId]) => ({
  sectorId,
  name: `__${name}__`,
  isBucket: true,
}));

/** The applications that carry what a contract charges. */
export const reserved = { overage: 900, idle: 901 } as const;

/** The usage rows of a month are told apart by this. */
export const keyOf = ({ appId, metric, day }: Pick<UsageRow, 'appId' | 'metric' | 'day'>): string =>
  `${appId}/${metric}/${day}`;
