import type { DraftLine, MonthAllocation } from '../domain/allocate/allocation.ts';
import type { Month } from '../pipeline/run.ts';
import type { Database, Session } from './database.ts';
import { recordSave, type Changes } from './lineage.ts';
import {
  billHash,
  createStagedLines,
  deleteBill,
  deleteDraft,
  deleteLines,
  draftHash,
  expectedBill,
  expectedDraft,
  insertLines,
  openMonths,
  readDraft,
  upsertAllocationRun,
  upsertBill,
  upsertDraft,
} from './chargebacks-statements.ts';

export type { DraftLine, MonthAllocation } from '../domain/allocate/allocation.ts';

/** Direct charges are drafted by stage 3 and published by stage 5, together with what was allocated. */
export function createChargebacks(database: Database) {
  return {
    /** Periods that may be rebuilt: open ones with cost or a draft, limited to `months` when given. */
    async openMonths(months?: readonly Month[]): Promise<Month[]> {
      const rows = await database.rows<{ month_start: Month }>('finding open months', openMonths, [
        months ?? null,
      ]);
      return rows.map((row) => row.month_start);
    },

    /** Replaces the draft of a month by its cost per sector in force on each usage day. The published bill stays. */
    async draft(runId: number, month: Month): Promise<Changes> {
      return database.transaction(async (tx) => {
        await tx.run('locking a month', 'select lock_month($1)', [month]);
        await tx.run('reading direct cost', expectedDraft(month));
        const deleted = await tx.run('removing draft lines', deleteDraft, [month]);
        const changed = await tx.one<{ inserted: number; updated: number }>(
          'drafting the chargeback',
          upsertDraft,
          [month, runId],
        );
        const changes = { ...changed, deleted };
        await recordSave(tx, {
          runId,
          snapshotId: null,
          stage: 'reconcile',
          table: 'chargeback_draft',
          slice: month,
          ...(await hashed(tx, 'expected_draft', 'chargeback_draft', draftHash, month)),
          ...changes,
        });
        return changes;
      });
    },

    /** The draft of a month, in a fixed order. */
    async readDraft(month: Month): Promise<DraftLine[]> {
      return readDraftOf(database, month);
    },

    /**
     * Publishes a month: direct charges from the draft, allocated parts and the senders' offsets, in one transaction. The sum
     * of the month does not move: what a sender gives away is what receivers get.
     */
    async publish(runId: number, allocation: MonthAllocation): Promise<Changes> {
      const { month } = allocation;
      return database.transaction(async (tx) => {
        await tx.run('locking a month', 'select lock_month($1)', [month]);
        await replaceAllocation(tx, { runId, booking: month, allocation });
        await tx.run('noting receivers', upsertAllocationRun, [
          month,
          runId,
          allocation.receivers,
          allocation.senders,
        ]);
        await tx.run('building the bill', expectedBill(month));
        const deleted = await tx.run('removing charges', deleteBill, [month]);
        const changed = await tx.one<{ inserted: number; updated: number }>(
          'publishing the bill',
          upsertBill,
          [month, runId],
        );
        const changes = { ...changed, deleted };
        await recordSave(tx, {
          runId,
          snapshotId: null,
          stage: 'allocate',
          table: 'chargeback_fact',
          slice: month,
          ...(await hashed(tx, 'expected_bill', published, billHash, month)),
          ...changes,
        });
        return changes;
      });
    },
  };
}

/** The draft of a month, in a fixed order; for a closed month as it was closed. */
export function readDraftOf(session: Session, month: Month): Promise<DraftLine[]> {
  return session.rows<DraftLine>('reading the draft', readDraft, [month]);
}

const published = `(select * from chargeback_fact where chargeback_cycle <> 'adjustment') published`;

/** The lines of an allocation, as part of the month in which they are booked; a correction is booked later than its month. */
export async function replaceAllocation(
  tx: Session,
  { runId, booking, allocation }: { runId: number; booking: Month; allocation: MonthAllocation },
): Promise<void> {
  await stageLines(tx, allocation);
  await tx.run('replacing allocation lines', deleteLines, [allocation.month, booking]);
  await tx.run('replacing allocation lines', insertLines('allocation_fact'), [
    allocation.month,
    booking,
    runId,
  ]);
  await tx.run('replacing allocation lines', 'drop table staged_lines');
}

async function hashed(
  tx: Session,
  expected: string,
  table: string,
  hash: string,
  month: Month,
): Promise<{ hashIn: string; hashOut: string; rowsIn: number }> {
  return tx.one(
    'hashing the month',
    `select ${hash} as "hashIn", count(*)::integer as "rowsIn",
            (select ${hash} from ${table} where month_start = $1) as "hashOut"
     from   ${expected}`,
    [month],
  );
}

/** Stages the lines of an allocation in `staged_lines`, which must not exist. */
export async function stageLines(tx: Session, { lines }: MonthAllocation): Promise<void> {
  await tx.run('staging allocation lines', createStagedLines);
  const columns = [
    'app_id',
    'sender_sector_id',
    'sector_id',
    'bucket',
    'capability_id',
    'rule_id',
    'rule_version',
    'step',
    'method',
    'driver',
    'driver_unit',
    'driver_quantity',
    'driver_total',
    'ratio',
    'sender_total',
    'cents',
  ];
  await tx.copy(
    'staging allocation lines',
    'staged_lines',
    columns,
    lines.map((line) => [
      line.appId,
      line.senderSectorId,
      line.sectorId,
      line.bucket,
      line.capabilityId,
      line.ruleId,
      line.ruleVersion,
      line.step,
      line.method,
      line.driver ?? 'none',
      line.driverUnit ?? 'none',
      line.driverQuantity ?? '0',
      line.driverTotal ?? '0',
      line.ratio,
      String(line.senderTotalCents),
      String(line.cents),
    ]),
  );
  await tx.run('staging allocation lines', 'analyze staged_lines');
}
