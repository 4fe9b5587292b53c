import {
  correctRanges,
  type Correction,
  type OwnedRange,
  type RangeChanges,
} from '../../domain/ownership/correct-ranges.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Day } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { ownersNow, saidBy } from './owners-now.ts';
import { lockOwnership, readOwned } from './read-ownership.ts';

/** Why ownership is corrected, and by whom. */
export interface Corrector {
  readonly by: string;
  readonly reason: string;
  /** The merge or split that it follows from. */
  readonly changeId?: number;
}

/** What a correction did. */
export interface Corrected {
  readonly changes: RangeChanges;
  /** Closed months that it touches, as `2025-07`: the difference is booked in an open month. */
  readonly closedMonths: readonly string[];
}

/**
 * Corrects who owned an application on the days `[from, to)` (R18): ranges that overlap are cut, the corrected days get ranges
 * of source `correction`. No day loses its owner, no day gets two.
 *
 * @throws PolicyError when the correction would begin in the future of the newest run.
 */
export async function correctOwnership(
  tx: Session,
  appId: number,
  correction: Correction,
  corrector: Corrector,
): Promise<Corrected> {
  await lockOwnership(tx);
  const newest = await newestRun(tx);
  if (newest === null || correction.from > newest.date)
    throw new PolicyError(
      `A correction begins in the past; ${correction.from} is after the newest run${newest ? `, ${newest.date}` : ''}.`,
      [],
      'Let the CMDB say what holds from then on.',
    );
  const changes = correctRanges(await readOwned(tx, appId), correction);
  await tx.run('removing corrected ranges', removeRanges, [changes.removed]);
  await tx.run('cutting ranges', cutRanges, [JSON.stringify(changes.cut)]);
  await tx.run('keeping what follows a correction', copyRanges, [JSON.stringify(changes.copied)]);
  await insertCorrections(tx, { appId, runId: newest.runId, corrector, ranges: changes.corrected });
  return { changes, closedMonths: await closedMonthsOf(tx, correction) };
}

interface NewCorrections {
  readonly appId: number;
  readonly runId: number;
  readonly corrector: Corrector;
  readonly ranges: readonly Omit<OwnedRange, 'id'>[];
}

/** Adds ranges of source `correction` on days that nobody owns. */
export async function insertCorrections(
  tx: Session,
  { appId, runId, corrector, ranges }: NewCorrections,
): Promise<void> {
  const { by, reason, changeId } = corrector;
  const values = [appId, runId, by, reason, changeId ?? null, JSON.stringify(ranges)];
  await tx.run('writing corrected ranges', insertRanges, values);
}

/** The newest run by its date; null when there was none. */
export async function newestRun(
  session: Session,
): Promise<{ readonly runId: number; readonly date: Day } | null> {
  const [newest] = await session.rows<{ runId: number; date: Day }>('finding the newest run', readNewestRun);
  return newest ?? null;
}

async function closedMonthsOf(session: Session, { from, to }: Correction): Promise<string[]> {
  const rows = await session.rows<{ month: string }>('finding closed months', closedMonths, [from, to]);
  return rows.map(({ month }) => month);
}

const readNewestRun = `
  select run_id as "runId", logical_date as date from pipeline_runs order by logical_date desc, run_id desc limit 1`;

const removeRanges = 'delete from application_ownership where ownership_id = any($1::integer[])';

const days = 'jsonb_to_recordset($1::jsonb) as d(id integer, "from" date, "to" date)';

const cutRanges = `
  update application_ownership o set valid_from = d."from", valid_to = d."to" from ${days} where o.ownership_id = d.id`;

const copyRanges = `
  insert into application_ownership (app_id, sector_id, owner_id, architecture_id, h_code, cost_center, tier, source, reason,
                                     corrected_by, change_id, cmdb_said, valid_from, valid_to, run_id)
  select o.app_id, o.sector_id, o.owner_id, o.architecture_id, o.h_code, o.cost_center, o.tier, o.source, o.reason,
         o.corrected_by, o.change_id, o.cmdb_said, d."from", d."to", o.run_id
  from   ${days} join application_ownership o on o.ownership_id = d.id`;

const insertRanges = `
  insert into application_ownership (app_id, sector_id, owner_id, architecture_id, h_code, cost_center, source, reason,
                                     corrected_by, change_id, cmdb_said, valid_from, valid_to, run_id)
  select $1, r."sectorId", r."ownerId", r."architectureId", r."hCode", r."costCenter", 'correction', $4, $3, $5,
         case when r."to" is null then (select ${saidBy('n')} from (${ownersNow}) n where n.app_id = $1) end, r."from", r."to", $2
  from   jsonb_to_recordset($6::jsonb) as r("sectorId" integer, "ownerId" integer, "architectureId" integer, "hCode" text,
                                            "costCenter" text, "from" date, "to" date)
  order  by r."from"`;

const closedMonths = `
  select to_char(month_start, 'YYYY-MM') as month from chargeback_periods
  where  state in ('closed', 'restated') and month_start < coalesce($2::date, 'infinity') and month_start + interval '1 month' > $1::date
  order  by 1`;
