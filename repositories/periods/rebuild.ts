import { allocateMonth } from '../../domain/allocate/allocate-month.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import { expectedBill, insertBill, insertLines } from '../chargebacks-statements.ts';
import { stageLines, type DraftLine } from '../chargebacks.ts';
import type { Database, Session } from '../database.ts';
import { expectCost } from '../costs/expect-cost.ts';
import { hashOfRows } from '../lineage.ts';
import { readClosing, type Closing } from './closing.ts';
import { hashMonth, monthContent, type MonthTable } from './month-content.ts';
import { named, readPeriod } from './periods.ts';
import { pricingAsClosed } from './pricing-as-closed.ts';
import { likeTable, readRebuiltDraft, rebuiltDraft } from './rebuild-statements.ts';

/** How one table of a month compares with what its stored inputs make of it. */
export interface RebuiltTable {
  readonly table: MonthTable;
  readonly rows: number;
  readonly rebuiltRows: number;
  /** Rows that only one side has. */
  readonly different: number;
  readonly hash: string;
  readonly rebuiltHash: string;
}

/** A closed month against its rebuild. */
export interface Rebuilt {
  readonly month: Month;
  readonly closingNo: number;
  readonly closedHash: string;
  /** The hash of the month as it stands now. */
  readonly hash: string;
  readonly tables: readonly RebuiltTable[];
  /** Nothing differs: neither the rebuild from the stored month, nor the stored month from what was closed. */
  readonly isEqual: boolean;
}

/**
 * Rebuilds a closed month from its stored inputs (usage, the price versions and owners of its close, its rules and drivers) in
 * temporary tables, and compares every row with what was closed (R20, R31). Nothing is changed.
 *
 * @throws PolicyError when the month is not closed, or was taken over from history.
 */
export function rebuildMonth(database: Database, month: Month): Promise<Rebuilt> {
  return database.transaction(async (tx) => {
    await tx.run('reading one moment', 'set transaction isolation level repeatable read');
    const period = await readPeriod(tx, month);
    const closing = await readClosing(tx, month);
    if (!closing || period.closedHash === null || period.origin === 'history')
      throw new PolicyError(
        `${named(month)} is ${period.state}${period.origin === 'history' ? ' and came from history' : ''}; there is nothing to rebuild.`,
        [],
        'Only a month that was closed here keeps the inputs of its bill.',
      );
    await rebuild(tx, month, closing);
    const tables = await compareAll(tx, month);
    const { all: hash } = await hashMonth(tx, month);
    const isEqual = hash === closing.closedHash && tables.every((table) => table.hash === table.rebuiltHash);
    return { month, closingNo: closing.closingNo, closedHash: closing.closedHash, hash, tables, isEqual };
  });
}

async function rebuild(tx: Session, month: Month, { inputs }: Closing): Promise<void> {
  const usage = `(select * from license_usage_fact where ts >= date '${month}' and ts < date '${month}' + interval '1 month')`;
  await pricingAsClosed(tx, month, 'prices of the close', () => expectCost(tx, { usage, all: usage }));
  await tx.run('rebuilding the draft', rebuiltDraft(month));
  const draft = await tx.rows<DraftLine>('reading the rebuilt draft', readRebuiltDraft, [month]);
  const allocation = allocateMonth({
    month,
    senders: draft,
    receiversFrom: draft,
    ...inputs.allocation,
    shared: inputs.sharedServices,
  });
  await stageLines(tx, allocation);
  await tx.run('rebuilding allocation', likeTable('rebuilt_allocation', 'allocation_fact'));
  await tx.run('rebuilding allocation', insertLines('rebuilt_allocation'), [month, month, 0]);
  await tx.run(
    'rebuilding the bill',
    expectedBill(month, { draft: 'rebuilt_draft', allocation: 'rebuilt_allocation' }),
  );
  await tx.run('rebuilding the bill', likeTable('rebuilt_bill', 'chargeback_fact'));
  await tx.run('rebuilding the bill', insertBill('rebuilt_bill'), [month, 0]);
}

/** The tables that are made of others; usage, owners and contract charges are inputs. */
const rebuiltTables = {
  license_cost_fact: 'expected_cost',
  chargeback_draft: 'rebuilt_draft',
  allocation_fact: 'rebuilt_allocation',
  chargeback_fact: 'rebuilt_bill',
} as const satisfies Partial<Record<MonthTable, string>>;

/** Adjustments of other months that are booked here are inputs too. */
const ownRows: Readonly<Record<keyof typeof rebuiltTables, string>> = {
  license_cost_fact: 'true',
  chargeback_draft: 'true',
  allocation_fact: 'charge_month = month_start',
  chargeback_fact: `chargeback_cycle <> 'adjustment'`,
};

async function compareAll(tx: Session, month: Month): Promise<RebuiltTable[]> {
  const compared: RebuiltTable[] = [];
  for (const table of Object.keys(rebuiltTables) as (keyof typeof rebuiltTables)[]) {
    const { columns, where } = monthContent[table];
    const list = columns.join(', ');
    const stored = `select ${list} from ${table} where ${where} and ${ownRows[table]}`;
    const rebuilt = `select ${list} from ${rebuiltTables[table]}`;
    const hash = (rows: string): string => `(select ${hashOfRows(columns)} from (${rows}) r)`;
    const count = (rows: string): string => `(select count(*)::integer from (${rows}) r)`;
    const found = await tx.one<Omit<RebuiltTable, 'table'>>(
      `comparing ${table}`,
      `select ${count(stored)} as rows, ${count(rebuilt)} as "rebuiltRows", ${hash(stored)} as hash, ${hash(rebuilt)} as "rebuiltHash",
              ${count(`(${stored} except all ${rebuilt}) union all (${rebuilt} except all ${stored})`)} as different`,
      [month],
    );
    compared.push({ table, ...found });
  }
  return compared;
}
