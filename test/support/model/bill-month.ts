import { allocateMonth } from '../../../domain/allocate/allocate-month.ts';
import type { AllocationLine, DraftLine, SendingRule } from '../../../domain/allocate/allocation.ts';
import { toCents } from '../../../domain/money.ts';
import type { Month } from '../../../pipeline/run.ts';
import type { CostRow } from './cost-rows.ts';
import { buckets, shared } from './world.ts';

export type Cycle = 'direct' | 'allocated_shared_service' | 'shared_service_offset';

/** One charged line. */
export interface ChargeLine {
  /** The month in which it is charged. */
  readonly month: Month;
  /** The month of the usage: an earlier one makes it an adjustment. */
  readonly chargeMonth: Month;
  readonly appId: number;
  readonly sectorId: number;
  readonly cycle: Cycle;
  readonly cents: bigint;
}

/** What there is to bill, and by which draft receivers are found and weighed: the same, but for a correction. */
export interface BillQuestion {
  readonly month: Month;
  readonly chargeMonth: Month;
  readonly draft: readonly DraftLine[];
  readonly receiversFrom: readonly DraftLine[];
  readonly rules: readonly SendingRule[];
}

/** Lines of a month, and the allocation behind them. */
export interface Bill {
  readonly lines: readonly ChargeLine[];
  readonly allocated: readonly AllocationLine[];
}

/** A month as it was billed last: open ones are billed anew by every run, closed ones keep this for ever (R14). */
export interface BilledMonth extends Bill {
  readonly month: Month;
  readonly isClosed: boolean;
  readonly rows: readonly CostRow[];
  readonly contract: readonly DraftLine[];
  readonly draft: readonly DraftLine[];
  readonly rules: readonly SendingRule[];
}

/** Direct cost, parts of shared services, and the offset on who sends them: what is given away is what is received (R26). */
export function billMonth({ month, chargeMonth, draft, receiversFrom, rules }: BillQuestion): Bill {
  const allocated = allocateMonth({
    month: chargeMonth,
    senders: draft,
    receiversFrom,
    rules,
    drivers: [],
    shared,
  }).lines;
  const sums = new Map<string, ChargeLine>();
  const add = (appId: number, sectorId: number, cycle: Cycle, cents: bigint): void => {
    const key = `${appId}/${sectorId}/${cycle}`;
    const sum = (sums.get(key)?.cents ?? 0n) + cents;
    sums.set(key, { month, chargeMonth, appId, sectorId, cycle, cents: sum });
  };
  for (const { appId, sectorId, amount } of draft) add(appId, sectorId, 'direct', toCents(amount));
  for (const { appId, senderSectorId, sectorId, bucket, cents } of allocated) {
    const receiver = sectorId ?? (bucket === '__corporate__' ? buckets.corporate : buckets.unallocated);
    add(appId, receiver, 'allocated_shared_service', cents);
    add(appId, senderSectorId, 'shared_service_offset', -cents);
  }
  return { lines: [...sums.values()], allocated };
}
