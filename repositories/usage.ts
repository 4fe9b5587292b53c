import type { SourceName } from '../connectors/connector.ts';
import type { Day, Decimal } from '../pipeline/run.ts';
import { monthsBetween } from '../pipeline/days.ts';
import type { CopyRow } from './copy-rows.ts';
import { settlePriceCharges } from './costs/price-charges.ts';
import { insertPriced, rateMonths, repriceFlaggedMonths, repriceUsage } from './costs/reprice.ts';
import type { Database, Session } from './database.ts';
import { fillPartition, monthsToFill } from './fill-partition.ts';
import { addChanges, recordSave, type Changes } from './lineage.ts';
import {
  anyUsage,
  closedMonths,
  costHash,
  createStagedDays,
  createStagedUsage,
  createStagedView,
  createLateStaged,
  createTouched,
  deleteUsage,
  dropLate,
  dropStaging,
  fillLateStaged,
  flagLateMonths,
  insertMissingUsage,
  insertUsage,
  refuseHistory,
  stagedColumns,
  stagedHash,
  updateUsage,
  upsertDays,
  upsertLate,
  usageHash,
} from './usage-statements.ts';

/** One day of usage in the warehouse's own ids. */
export interface UsageRow {
  readonly appId: number;
  readonly capabilityId: number;
  readonly tier: string;
  readonly day: Day;
  readonly units: Decimal;
  readonly unitsAverage: Decimal | null;
  readonly nodeCount: number | null;
}

/** What is known of one application's day; see UsageDay of the connectors. */
export interface KnownDay {
  readonly appId: number;
  readonly day: Day;
  readonly missing: readonly string[];
}

/** What one application brings. */
export interface UsageBatch {
  readonly rows: readonly UsageRow[];
  readonly days: readonly KnownDay[];
}

/** The slice of usage that one extraction owns: one source, one window of days. */
export interface UsageSave {
  readonly source: SourceName;
  readonly runId: number;
  readonly from: Day;
  readonly to: Day;
  /** Asked when every batch is staged: the extraction that the rows come from. */
  readonly snapshot: () => Promise<number | null>;
  /** Runs inside the transaction, for rows that belong to the same save. */
  readonly alongside?: (tx: Session, snapshotId: number | null) => Promise<void>;
}

/** What a save of usage did. */
export interface UsageSaved {
  readonly usage: Changes;
  readonly cost: Changes;
  readonly usageRows: number;
  readonly costRows: number;
  /** Rows of closed months that differ from what was billed; they become adjustments in an open month. */
  readonly late: number;
}

/** Daily usage and its cost, saved together. */
export function createUsage(database: Database) {
  return {
    /**
     * Replaces the usage of the slice by `rows`, and its cost, in one transaction: doing it twice changes nothing. A row that
     * was there and is gone is removed only where the day is known and its series is not missing: a gap keeps the last good
     * data. Closed months keep what they hold; what would have changed them is kept beside them as late usage (R14, R19).
     */
    async replace(
      save: UsageSave,
      batches: AsyncIterable<UsageBatch> | Iterable<UsageBatch>,
    ): Promise<UsageSaved> {
      return database.connection(async (session, transaction) => {
        try {
          await stage(session, batches);
          const snapshotId = await save.snapshot();
          return await transaction((tx) => saveStaged(tx, save, snapshotId));
        } finally {
          await session.run('clearing the staging tables', dropStaging);
        }
      });
    },

    /** Makes planner statistics right after a stage that changed the partitioned parents. */
    async analyze(): Promise<void> {
      await database.run('analyzing usage and cost', 'analyze license_usage_fact, license_cost_fact');
    },
  };
}

/** Staged batch by batch: an extraction may take hours, and no transaction should. */
async function stage(
  session: Session,
  batches: AsyncIterable<UsageBatch> | Iterable<UsageBatch>,
): Promise<void> {
  await session.run('clearing the staging tables', dropStaging);
  await session.run('staging usage', createStagedUsage);
  await session.run('staging usage', createStagedDays);
  for await (const { rows, days } of batches) {
    await session.copy('staging usage', 'staged_usage', stagedColumns, rows.map(toUsageRow));
    await session.copy('staging days', 'staged_days', ['app_id', 'day', 'missing'], days.map(toKnownRow));
  }
  await session.run('staging usage', 'analyze staged_usage, staged_days');
}

async function saveStaged(tx: Session, save: UsageSave, snapshotId: number | null): Promise<UsageSaved> {
  for (const month of monthsBetween(save.from, save.to))
    await tx.run('locking a month', 'select lock_month($1)', [month]);
  await save.alongside?.(tx, snapshotId);
  const late = await keepLateUsage(tx, save);
  await saveKnownDays(tx, save);
  const changes = await apply(tx, save);
  const cost = addChanges(changes.cost, await repriceFlaggedMonths(tx, save.runId));
  await settlePriceCharges(tx, save.runId);
  const usageRows = await record(tx, save, snapshotId, 'license_usage_fact', usageHash, changes.usage);
  const costRows = await record(tx, save, snapshotId, 'license_cost_fact', costHash, cost);
  return { usage: changes.usage, cost, usageRows, costRows, late };
}

const toUsageRow = (row: UsageRow): CopyRow => [
  row.appId,
  row.capabilityId,
  row.tier,
  row.day,
  row.units,
  row.unitsAverage,
  row.nodeCount,
];
const toKnownRow = (row: KnownDay): CopyRow => [row.appId, row.day, row.missing];

async function keepLateUsage(tx: Session, save: UsageSave): Promise<number> {
  const { tool, instance } = save.source;
  const closed = await tx.rows('looking for closed months', closedMonths, [save.from, save.to]);
  if (closed.length === 0) return 0;
  const slice = [tool, instance, save.from, save.to];
  await tx.run('refusing usage of history', refuseHistory, [tool, instance, save.runId]);
  await tx.run('comparing with closed months', createLateStaged);
  await tx.run('comparing with closed months', fillLateStaged, slice);
  await tx.run(
    'comparing with closed months',
    'create temp table late_months (month_start date) on commit drop',
  );
  await tx.run('keeping late usage', dropLate, slice);
  const late = await tx.run('keeping late usage', upsertLate, [tool, instance, save.runId]);
  await tx.run('flagging closed months', flagLateMonths);
  await tx.run('leaving closed months alone', leaveClosed('staged_usage', 'ts'));
  await tx.run('leaving closed months alone', leaveClosed('staged_days', 'day'));
  return late;
}

const leaveClosed = (staged: string, day: string): string => `
  delete from ${staged} s using chargeback_periods p
  where  p.state in ('closed', 'restated') and p.month_start = date_trunc('month', s.${day})`;

async function saveKnownDays(tx: Session, { source, runId }: UsageSave): Promise<void> {
  await tx.run('saving known days', upsertDays, [source.tool, source.instance, runId]);
}

async function apply(tx: Session, save: UsageSave): Promise<{ usage: Changes; cost: Changes }> {
  const slice = [save.source.tool, save.source.instance, save.from, save.to];
  const [found] = await tx.rows('looking for earlier usage', anyUsage, slice);
  if (found) return applyDifferences(tx, save, slice);
  await tx.run('pricing usage', createStagedView(save.source));
  return insertAll(tx, save);
}

async function insertAll(
  tx: Session,
  { source, runId }: UsageSave,
): Promise<{ usage: Changes; cost: Changes }> {
  const values = [source.tool, source.instance, runId];
  const months = await monthsToFill(tx, 'staged_usage');
  let [usage, cost] = [0, 0];
  for (const month of months) {
    const ofMonth = `ts >= date '${month}' and ts < date '${month}' + interval '1 month'`;
    usage += await fillPartition(
      tx,
      'license_usage_fact',
      month,
      (table) => insertUsage(table, ofMonth),
      values,
    );
    const keyed = `(select * from staged_keys where ${ofMonth})`;
    cost += await fillPartition(tx, 'license_cost_fact', month, (table) => insertPriced(table, keyed), [
      runId,
    ]);
  }
  const others = `date_trunc('month', ts) <> all (array[${months.map((month) => `date '${month}'`).join(', ')}]::date[])`;
  usage += await tx.run('inserting usage', insertUsage('license_usage_fact', others), values);
  cost += await tx.run(
    'pricing usage',
    insertPriced('license_cost_fact', `(select * from staged_keys where ${others})`),
    [runId],
  );
  const rated = await rateMonths(tx, runId, 'staged_keys');
  return {
    usage: { inserted: usage, updated: 0, deleted: 0 },
    cost: addChanges({ inserted: cost, updated: 0, deleted: 0 }, rated),
  };
}

async function applyDifferences(
  tx: Session,
  { runId, source }: UsageSave,
  slice: readonly string[],
): Promise<{ usage: Changes; cost: Changes }> {
  await tx.run('comparing usage', createTouched);
  const deleted = await tx.run('removing usage', deleteUsage, [...slice, runId]);
  const updated = await tx.run('updating usage', updateUsage, [source.tool, source.instance, runId]);
  const inserted = await tx.run('inserting usage', insertMissingUsage, [source.tool, source.instance, runId]);
  const touched = `(select u.* from license_usage_fact u join touched_usage t on t.tool = u.tool and t.instance = u.instance
    and t.app_id = u.app_id and t.capability_id = u.capability_id and t.tier = u.tier and t.ts = u.ts where not t.is_gone)`;
  const cost = await repriceUsage(tx, runId, touched, '(select * from touched_usage where is_gone)');
  return { usage: { inserted, updated, deleted }, cost };
}

async function record(
  tx: Session,
  save: UsageSave,
  snapshotId: number | null,
  table: string,
  hash: string,
  changes: Changes,
): Promise<number> {
  const { hash_in, rows_in } = await tx.one<{ hash_in: string; rows_in: number }>(
    'hashing staged usage',
    stagedHash,
  );
  const { hash_out, rows_out } = await tx.one<{ hash_out: string; rows_out: number }>(
    'hashing saved rows',
    `select ${hash} as hash_out, count(*)::integer as rows_out from ${table}
     where tool = $1 and instance = $2 and ts >= $3::date and ts < $4::date + 1`,
    [save.source.tool, save.source.instance, save.from, save.to],
  );
  await recordSave(tx, {
    runId: save.runId,
    snapshotId,
    stage: 'appdynamics',
    table,
    slice: `${save.source.tool}/${save.source.instance} ${save.from}..${save.to}`,
    rowsIn: rows_in,
    hashIn: hash_in,
    hashOut: hash_out,
    ...changes,
  });
  return rows_out;
}
