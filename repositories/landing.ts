import type { RawAnswer, RejectedRow, SourceName } from '../connectors/connector.ts';
import type { StageId } from '../pipeline/stages.ts';
import type { Database, Session } from './database.ts';

/** What a stage of a run takes from one source. */
export interface LandingSlice extends SourceName {
  readonly runId: number;
  readonly stage: StageId;
}

/** What came from outside, as it came: raw answers, rejected rows, and the snapshot that names them. */
export function createLanding(database: Database) {
  return {
    /** Forgets what an earlier attempt of this stage landed. */
    async begin(slice: LandingSlice): Promise<void> {
      await database.transaction(async (tx) => {
        await tx.run(
          'clearing raw answers',
          'delete from raw_source_answers where run_id = $1 and stage = $2',
          key(slice),
        );
        await clearRejected(tx, slice);
      });
    },

    /** Keeps one answer as received. */
    async keep(slice: LandingSlice, answer: RawAnswer): Promise<void> {
      await database.run('keeping a raw answer', keepAnswer, [
        slice.runId,
        slice.stage,
        slice.tool,
        slice.instance,
        answer.path,
        answer.slice,
        JSON.stringify(answer.body),
      ]);
    },

    /** Names all that landed; the id stands in the lineage of every save. Doing it twice gives the same id. */
    async snapshot(slice: LandingSlice): Promise<number> {
      const row = await database.one<{ snapshot_id: number }>('taking a snapshot', takeSnapshot, [
        slice.runId,
        slice.stage,
        slice.tool,
        slice.instance,
      ]);
      return row.snapshot_id;
    },

    /** Replaces the rejected rows of this stage, inside the save that they belong to. */
    async reject(session: Session, slice: LandingSlice, rows: readonly RejectedRow[]): Promise<void> {
      await session.run('keeping rejected rows', keepRejected, [
        slice.runId,
        slice.stage,
        slice.tool,
        slice.instance,
        JSON.stringify(rows),
      ]);
    },
  };
}

export type Landing = ReturnType<typeof createLanding>;

async function clearRejected(session: Session, slice: LandingSlice): Promise<void> {
  await session.run(
    'clearing rejected rows',
    'delete from rejected_rows where run_id = $1 and stage = $2',
    key(slice),
  );
}

function key(slice: LandingSlice): [number, StageId] {
  return [slice.runId, slice.stage];
}

const keepAnswer = `
  insert into raw_source_answers (run_id, stage, tool, instance, path, slice, body, body_hash)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, md5($7::text))`;

const takeSnapshot = `
  insert into source_snapshots (run_id, stage, tool, instance, answers, hash)
  select $1, $2, $3, $4, count(*), md5(coalesce(string_agg(body_hash, '' order by path, slice, body_hash), ''))
  from   raw_source_answers
  where  run_id = $1 and stage = $2 and tool = $3 and instance = $4
  on conflict (run_id, stage, tool, instance)
  do update set answers = excluded.answers, hash = excluded.hash
  returning snapshot_id`;

const keepRejected = `
  insert into rejected_rows (run_id, stage, tool, instance, entity, source_key, reason, detail, "row")
  select $1, $2, $3, $4, r.entity, r."sourceKey", r.reason, r.detail, coalesce(r."row", 'null'::jsonb)
  from   jsonb_to_recordset($5::jsonb) as r(entity text, "sourceKey" text, reason text, detail text, "row" jsonb)`;
