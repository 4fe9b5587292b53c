import type { Session } from '../database.ts';
import { addChanges, noChanges, type Changes } from '../lineage.ts';
import {
  createExpected,
  deleteCost,
  dropExpected,
  expectedPerUnit,
  insertCost,
  missingCost,
  unexpectedCost,
  updateCost,
} from './cost-statements.ts';
import { expectCost, expectRatedMonths } from './expect-cost.ts';

/**
 * Inserts the cost of usage that has none yet into `table`, where `usage` is a table or subquery with the columns of
 * license_usage_fact. Usage without a price gets no cost row; a blocking check finds it (R6). Prices that look at a whole
 * month are left to {@link rateMonths}. $1 is the run.
 */
export function insertPriced(table: string, usage: string): string {
  return insertCost(table, expectedPerUnit(usage));
}

/** Brings every month of a rated price that `usage` touches in line with it: as a whole, since each row has a part of it (R9). */
export async function rateMonths(tx: Session, runId: number, usage: string): Promise<Changes> {
  await tx.run('pricing usage', createExpected);
  await expectRatedMonths(tx, { usage });
  return saveExpected(tx, runId);
}

/**
 * Brings the cost of `usage` in line with prices and units, and of `gone` (keys of removed usage) to nothing. Every row that
 * changes is kept with its old and new value; what is right already is left alone.
 */
export async function repriceUsage(
  tx: Session,
  runId: number,
  usage: string,
  gone: string | null,
): Promise<Changes> {
  await expectCost(tx, { usage, gone });
  const deleted = await tx.run('removing cost', deleteCost(unexpectedCost(usage, gone)), [runId]);
  return { ...(await saveExpected(tx, runId)), deleted };
}

/** Prices months that are not closed anew whose prices changed since they were priced last (R21). */
export async function repriceFlaggedMonths(tx: Session, runId: number): Promise<Changes> {
  const flagged = await tx.rows<{ month_start: string }>('finding repriced months', flaggedMonths);
  let total = noChanges;
  for (const { month_start: month } of flagged) {
    await tx.run('locking a month', 'select lock_month($1)', [month]);
    const usage = `(select * from license_usage_fact where ts >= date '${month}' and ts < date '${month}' + interval '1 month')`;
    total = addChanges(total, await repriceUsage(tx, runId, usage, null));
  }
  const months = flagged.map((row) => row.month_start);
  await tx.run('clearing the repricing flag', clearFlags, [months]);
  return total;
}

async function saveExpected(tx: Session, runId: number): Promise<Changes> {
  const updated = await tx.run('updating cost', updateCost, [runId]);
  const inserted = await tx.run('inserting cost', insertCost('license_cost_fact', missingCost), [runId]);
  await tx.run('pricing usage', dropExpected);
  return { inserted, updated, deleted: 0 };
}

const flaggedMonths = `
  select month_start from chargeback_periods
  where  needs_recost and state in ('open', 'in_review') order by 1 for update`;

const clearFlags = `update chargeback_periods set needs_recost = false where month_start = any($1::date[])`;
