import type { Month } from '../pipeline/run.ts';
import type { Session } from './database.ts';
import {
  changedChanges,
  changedMonths,
  clearChange,
  clearMonth,
  renewSectorsToday,
  rollUpApplications,
  rollUpBill,
  rollUpCapabilities,
  rollUpChange,
  rollUpMonth,
  rollUpSectors,
  signChange,
  sumForecast,
  totalMonth,
} from './roll-up-statements.ts';

/** One at a time, to the end of the transaction. */
export const lockRollUps = 'select pg_advisory_xact_lock(7306)';

interface ChangedMonth {
  readonly month: Month;
  /** Null when the month has nothing any more, or no month before it to compare with. */
  readonly signature: string | null;
}

/**
 * Brings the roll-ups of dashboards in step with the facts: months whose facts, owners, charges or bill changed since they were
 * rolled up, and no others. What readers see changes with the commit. Gives the months.
 */
export async function rollUp(tx: Session, runId: number): Promise<Month[]> {
  const changed = await tx.rows<ChangedMonth>('looking for changed months', changedMonths);
  for (const { month, signature } of changed) {
    for (const statement of clearMonth) await tx.run(`clearing the roll-up of ${month}`, statement, [month]);
    if (signature === null) continue;
    await tx.run(`rolling up ${month}`, rollUpMonth, [month]);
    await tx.run(`rolling up the applications of ${month}`, rollUpApplications, [month]);
    await tx.run(`rolling up the sectors of ${month}`, rollUpSectors, [month]);
    await tx.run(`rolling up the capabilities of ${month}`, rollUpCapabilities, [month]);
    await tx.run(`rolling up the bill of ${month}`, rollUpBill, [month]);
    await tx.run(`adding up ${month}`, totalMonth, [month, signature, runId]);
  }
  await rollUpChanges(tx);
  await tx.run('clearing owners of today', 'delete from sector_today');
  await tx.run('noting owners of today', renewSectorsToday);
  await rollUpForecast(tx);
  return changed.map(({ month }) => month);
}

/** Explains again why a month costs more or less than the one before, where either was rolled up or what continues what was told anew. */
async function rollUpChanges(tx: Session): Promise<void> {
  const changed = await tx.rows<ChangedMonth>('looking for changed bridges', changedChanges);
  for (const { month, signature } of changed) {
    await tx.run(`clearing the change of ${month}`, clearChange, [month]);
    if (signature !== null) await tx.run(`rolling up the change of ${month}`, rollUpChange, [month]);
    await tx.run(`signing the change of ${month}`, signChange, [month, signature]);
  }
}

/** Adds up the forecast in force: when another one is, and when it was made again for its date. */
export async function rollUpForecast(tx: Session): Promise<void> {
  await tx.run('locking the roll-ups', lockRollUps);
  await tx.run('clearing the forecast', 'delete from forecast_by_month');
  await tx.run('rolling up the forecast', sumForecast);
}
