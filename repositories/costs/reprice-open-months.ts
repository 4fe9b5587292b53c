import type { Database } from '../database.ts';
import { addChanges, type Changes } from '../lineage.ts';
import { settlePriceCharges } from './price-charges.ts';
import { repriceFlaggedMonths } from './reprice.ts';

/** Prices every month that is not closed and whose prices or rates changed anew (R21), in one transaction. */
export function repriceOpenMonths(database: Database, runId: number): Promise<Changes> {
  return database.transaction(async (tx) =>
    addChanges(await repriceFlaggedMonths(tx, runId), await settlePriceCharges(tx, runId)),
  );
}
