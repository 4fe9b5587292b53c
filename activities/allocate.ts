import { allocateMonth } from '../domain/allocate/allocate-month.ts';
import type { MonthAllocation } from '../domain/allocate/allocation.ts';
import { fromCents } from '../domain/money.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { createChargebacks } from '../repositories/chargebacks.ts';
import { changedRows } from '../repositories/lineage.ts';
import { createCorrections, type AllocateCorrection } from '../repositories/corrections/corrections.ts';
import { readAllocationInputs } from '../repositories/rules/allocation-inputs.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

/**
 * Stage 5: shared services give their cost to the sectors that use them, and every open month is published. What came for closed
 * months is booked as adjustments in an open one.
 */
export function createAllocate({ database, settings }: ActivityDependencies) {
  const chargebacks = createChargebacks(database);
  const corrections = createCorrections(database);

  return async function allocate({ runId, months }: RunSlice): Promise<StageReport> {
    const summary = { months: 0, senders: 0, lines: 0, changed: 0, read: 0 };
    let sentCents = 0n;
    let keptCents = 0n;
    for (const month of await chargebacks.openMonths(months)) {
      const draft = await chargebacks.readDraft(month);
      const inputs = await readAllocationInputs(database, month);
      const shared = settings.sharedServices;
      const allocation = allocateMonth({ month, senders: draft, receiversFrom: draft, ...inputs, shared });
      summary.changed += changedRows(await chargebacks.publish(runId, allocation));
      summary.months += 1;
      summary.read += draft.length;
      summary.senders += allocation.senders;
      summary.lines += allocation.lines.length;
      sentCents += allocation.sentCents;
      keptCents += keptCentral(allocation);
    }
    const pending = await corrections.pending();
    for (const correction of pending)
      summary.changed += changedRows(await corrections.book(runId, correction, allocateCorrection));
    return report({
      read: summary.read,
      written: summary.changed,
      facts: {
        months: summary.months,
        sharedServiceMonths: summary.senders,
        allocationLines: summary.lines,
        allocatedUsd: fromCents(sentCents),
        ...(pending.length === 0
          ? {}
          : { correctedMonths: pending.map(({ month }) => month.slice(0, 7)).join(', ') }),
        ...(keptCents === 0n ? {} : { keptCentralUsd: fromCents(keptCents) }),
      },
    });
  };
}

/** The keys of a closed month stand: only what came for it is distributed, by what it was closed with. */
const allocateCorrection: AllocateCorrection = ({ month, corrections, closedDraft, closed }) =>
  allocateMonth({
    month,
    senders: corrections,
    receiversFrom: closedDraft,
    ...closed.allocation,
    shared: closed.sharedServices,
  });

function keptCentral({ lines }: MonthAllocation): bigint {
  return lines.reduce((sum, { bucket, cents }) => (bucket === '__corporate__' ? sum + cents : sum), 0n);
}
