import type { StageId } from '../pipeline/stages.ts';
import type { Session } from './database.ts';

/** How many rows of a slice a save changed. */
export interface Changes {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** One save, as the lineage keeps it (R31). */
export interface Save extends Changes {
  readonly runId: number;
  readonly snapshotId: number | null;
  readonly stage: StageId;
  readonly table: string;
  /** What was replaced, e.g. `2025-10-26..2025-10-28`. */
  readonly slice: string;
  readonly rowsIn: number;
  readonly hashIn: string;
  readonly hashOut: string;
}

/** Writes where the rows of a slice came from, inside the transaction that saves them. */
export async function recordSave(session: Session, save: Save): Promise<void> {
  await session.run('recording lineage', insertLineage, [
    save.runId,
    save.snapshotId,
    save.stage,
    save.table,
    save.slice,
    save.hashIn,
    save.hashOut,
    save.rowsIn,
    save.inserted,
    save.updated,
    save.deleted,
  ]);
}

export const noChanges: Changes = { inserted: 0, updated: 0, deleted: 0 };

export function addChanges(a: Changes, b: Changes): Changes {
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    deleted: a.deleted + b.deleted,
  };
}

/** How many rows a save changed in all. */
export function changedRows(changes: Changes): number {
  return changes.inserted + changes.updated + changes.deleted;
}

/**
 * An SQL expression that hashes a set of rows whatever their order: equal sets give equal text, and adding rows needs no sort.
 * `columns` are SQL expressions of one row.
 */
export function hashOfRows(columns: readonly string[]): string {
  const hash = (seed: number): string =>
    `sum(hash_record_extended(row(${columns.join(', ')}), ${seed})::numeric)`;
  return `md5(concat_ws(':', count(*), ${hash(0)}, ${hash(1)}))`;
}

const insertLineage = `
  insert into data_lineage (run_id, snapshot_id, stage, target_table, slice, hash_in, hash_out, rows_in, inserted, updated, deleted)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
