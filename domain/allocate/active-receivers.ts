import type { Receiver } from './allocation.ts';

/** A sector as it stands in one month. */
export interface SectorMonth extends Receiver {
  readonly sectorName: string;
  /** False for buckets and for sectors that are never billed. */
  readonly isChargeable: boolean;
}

/**
 * The sectors that share a month's shared cost when a rule names none, by id: those that had a direct charge of their own in
 * the month and are chargeable. A sector whose only cost is shared services sends and does not receive, or it would get its
 * own cost back (C22). The list is worth storing with the run: "number of active sectors" is an input of every equal split.
 */
export function activeReceivers<Sector extends SectorMonth>(sectors: Iterable<Sector>): Sector[] {
  return [...sectors]
    .filter(({ isChargeable, directCents }) => isChargeable && directCents !== 0n)
    .sort((a, b) => a.sectorId - b.sectorId);
}
