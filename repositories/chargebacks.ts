import type { AllocationLine } from '../domain/allocate/allocation.ts';
import type { Decimal, Month } from '../pipeline/run.ts';
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

/** Direct cost of one month, application, sector, H-code and capability. */
export interface DraftLine {
  readonly month: Month;
  readonly appId: number;
  readonly sectorId: number;
  readonly sectorName: string;
  readonly isChargeable: boolean;
  readonly capabilityId: number;
  readonly hCode: string;
  readonly units: Decimal;
  readonly amount: Decimal;
}

/** The allocated lines of one month, ready to be published. */
export interface MonthAllocation {
  readonly month: Month;
  /** Each line with the sector that sends it. */
  readonly lines: readonly (AllocationLine & { readonly senderSectorId: number })[];
  readonly receivers: readonly string[];
  readonly senders: number;
}

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
      return database.rows<DraftLine>('reading the draft', readDraft, [month]);
    },

    /**
     * Publishes a month: direct charges from the draft, allocated parts and the senders' offsets, in one transaction. The sum
     * of the month does not move: what a sender gives away is what receivers get.
     */
    async publish(runId: number, allocation: MonthAllocation): Promise<Changes> {
      const { month } = allocation;
      return database.transaction(async (tx) => {
        await tx.run('locking a month', 'select lock_month($1)', [month]);
        await stageLines(tx, allocation);
        await tx.run('replacing allocation lines', deleteLines, [month]);
        await tx.run('replacing allocation lines', insertLines, [month, runId]);
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
          ...(await hashed(tx, 'expected_bill', 'chargeback_fact', billHash, month)),
          ...changes,
        });
        return changes;
      });
    },
  };
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

async function stageLines(tx: Session, { lines }: MonthAllocation): Promise<void> {
  await tx.run('staging allocation lines', createStagedLines);
  const columns = [
    'app_id',
    'sender_sector_id',
    'sector_id',
    'capability_id',
    'rule_id',
    'rule_version',
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
      line.capabilityId,
      line.ruleId,
      line.ruleVersion,
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
}
