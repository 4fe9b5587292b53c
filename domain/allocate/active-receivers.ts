import type { Receiver } from './allocation.ts';

/** A sector as it stands in one month. */
export interface SectorMonth extends Receiver {
  /** False for buckets and for sectors that are never billed. */
  readonly isChargeable: boolean;
}

/**
 * The sectors that share a month's shared cost, by id: those that had a direct charge in the month and are chargeable.
 * Sectors of senders are left out, or a shared sector would receive its own cost back (C22). The list is worth storing with
 * the run: "number of active sectors" is an input of every equal split.
 */
export function activeReceivers(
  sectors: readonly SectorMonth[],
  senderSectorIds: ReadonlySet<number>,
): readonly Receiver[] {
  return sectors
    .filter(({ isChargeable, directCents }) => isChargeable && directCents !== 0n)
    .filter(({ sectorId }) => !senderSectorIds.has(sectorId))
    .map(({ sectorId, directCents, unitsByCapability }) => ({ sectorId, directCents, unitsByCapability }))
    .toSorted((a, b) => a.sectorId - b.sectorId);
}
