import type { Month } from '../pipeline/run.ts';
import type { Session } from './database.ts';

/** A fact that is partitioned by month. */
export type PartitionedFact = 'license_usage_fact' | 'license_cost_fact';

/** From this many rows a month on, filling a detached table and attaching it is worth its statements. */
const manyRows = 20_000;

/** Months that hold nothing yet and are about to get many rows from `staging`, a table with a column `ts`. */
export async function monthsToFill(tx: Session, staging: string): Promise<Month[]> {
  const rows = await tx.rows<{ month: Month }>(
    'counting staged rows',
    `select date_trunc('month', ts)::date as month from ${staging} group by 1 having count(*) >= ${manyRows} order by 1`,
  );
  const months: Month[] = [];
  for (const { month } of rows) {
    if ((await isEmpty(tx, 'license_usage_fact', month)) && (await isEmpty(tx, 'license_cost_fact', month)))
      months.push(month);
  }
  return months;
}

/**
 * Fills the empty partition of a month: rows go into a detached table, which gets its keys when it is full, so that foreign
 * keys are proved in one pass instead of row by row, and then takes the place of the empty partition. Readers wait only for
 * that exchange. `insertInto` gives the statement that fills the table it is told.
 */
export async function fillPartition(
  tx: Session,
  fact: PartitionedFact,
  month: Month,
  insertInto: (table: string) => string,
  values: readonly unknown[],
): Promise<number> {
  const partition = partitionOf(fact, month);
  const filling = `${partition}_filling`;
  await tx.run(
    'preparing a partition',
    `create table ${filling} (like ${partition} including defaults including constraints)`,
  );
  const inserted = await tx.run('filling a partition', insertInto(filling), values);
  for (const statement of await keysOf(tx, fact, partition, filling))
    await tx.run('proving the keys of a partition', statement);
  await tx.run('exchanging a partition', `alter table ${fact} detach partition ${partition}`);
  await tx.run('exchanging a partition', `drop table ${partition}`);
  await tx.run('exchanging a partition', `alter table ${filling} rename to ${partition}`);
  const bounds = `from ('${month}') to (date '${month}' + interval '1 month')`;
  await tx.run(
    'exchanging a partition',
    `alter table ${fact} attach partition ${partition} for values ${bounds}`,
  );
  return inserted;
}

function partitionOf(fact: PartitionedFact, month: Month): string {
  return `${fact}_${month.slice(0, 4)}_${month.slice(5, 7)}`;
}

async function isEmpty(tx: Session, fact: PartitionedFact, month: Month): Promise<boolean> {
  const rows = await tx.rows('looking into a partition', `select 1 from ${partitionOf(fact, month)} limit 1`);
  return rows.length === 0;
}

/** Primary key, indexes and foreign keys as the parent has them, in the order in which they are cheapest. */
async function keysOf(
  tx: Session,
  fact: PartitionedFact,
  partition: string,
  filling: string,
): Promise<string[]> {
  const rows = await tx.rows<{ statement: string }>('reading keys', partitionKeys, [
    fact,
    partition,
    filling,
  ]);
  return rows.map((row) => row.statement);
}

const partitionKeys = `
  select format('alter table %I add %s', $3::text, pg_get_constraintdef(oid)) as statement, 1 as place
  from   pg_constraint where conrelid = $2::regclass and contype = 'p'
  union all
  select regexp_replace(pg_get_indexdef(i.indexrelid), ' INDEX .* ON [^ ]+ USING', format(' INDEX ON %I USING', $3::text)), 2
  from   pg_index i where i.indrelid = $2::regclass and not i.indisprimary
  union all
  select format('alter table %I add %s', $3::text, pg_get_constraintdef(oid)), 3
  from   pg_constraint where conrelid = $1::regclass and contype = 'f'
  order  by 2`;
