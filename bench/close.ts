import { addMonths, daysIn } from '../pipeline/days.ts';
import type { BillingSettings } from '../pipeline/settings.ts';
import type { Database } from '../repositories/database.ts';
import { closeMonth } from '../repositories/periods/close.ts';
import { hashMonth } from '../repositories/periods/month-content.ts';
import { startReview } from '../repositories/periods/review.ts';
import type { Bench } from './bench.ts';
import { measure, type Measure } from './measure.ts';
import { startWarehouse } from './support/bench-warehouse.ts';
import { billMonth, sharedServices } from './support/bill-month.ts';
import { fillMonths, openBooks, tellDays } from './support/money-history.ts';
import { longest, timeStatements, type Times } from './support/time-statements.ts';
import { capabilityCodes } from './support/usage-plan.ts';

const month = '2025-10-01';
/** A tenth of what `--rows` says: the goal is for 100,000 cost rows. */
const share = 10;

/**
 * The close of a month in review: every question that a close asks, owners frozen, everything hashed, the month sealed. The floor
 * is to hash the same rows in one statement and to seal the partitions. Each takes its turn on a copy of the same database.
 */
export async function close(bench: Bench): Promise<readonly Measure[]> {
  const { sizes, say } = bench;
  const perApplication = daysIn(month) * capabilityCodes.length;
  const applications = Math.ceil(sizes.rows / share / perApplication);
  const warehouse = await startWarehouse(bench, (database) => prepare(database, applications));
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 1; round <= sizes.rounds; round += 1) {
    floors.push(
      await warehouse.onCopy('bench_floor', ({ database }) => seconds(() => hashAndSeal(database))),
    );
    const times: Times = new Map();
    values.push(
      await warehouse.onCopy('bench_close', ({ database }) =>
        seconds(() => closeOurs(timeStatements(database, times))),
      ),
    );
    say(
      `round ${round}: ${values.at(-1)?.toFixed(2)} s, floor ${floors.at(-1)?.toFixed(2)} s: ${longest(times)}`,
    );
  }
  return [measure({ id: 'close-a-month', unit: 's', values, floors, goal: { limit: 3, on: 'value' } })];
}

async function prepare(database: Database, applications: number): Promise<void> {
  const books = await openBooks(database, applications, month);
  await fillMonths(database, books, [month]);
  await tellDays(database, books, month);
  await billMonth(database, books.run, month);
  await startReview(database, as('ana'), { month, today: addMonths(month, 1), acceptanceDays: 5 });
  await database.run('looking at the tables', 'analyze');
}

async function closeOurs(database: Database): Promise<void> {
  const settings = { today: '2025-11-20', billing, sharedServices, codeVersion: 'bench' };
  const { state } = await closeMonth(database, as('ben'), month, settings);
  if (state !== 'closed') throw new Error(`The month is ${state}, expected it to be closed.`);
}

async function hashAndSeal(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await hashMonth(tx, month);
    await tx.rows('welding a month', 'select weld_month($1)', [month]);
  });
}

const as = (name: string) => ({ name, token: null, reason: 'bench' });

const billing: BillingSettings = {
  cutOffDays: 5,
  acceptanceDays: 5,
  disputeAnswerDays: 5,
  disputeDecideDays: 15,
  invoiceTolerancePct: '2',
  isInvoiceRequired: false,
  methodologyChanges: 'quarterly',
  ledger: { expenseAccount: '610500', recoveryAccount: '690500', centralCostCenter: 'CC-CENTRAL' },
};

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
