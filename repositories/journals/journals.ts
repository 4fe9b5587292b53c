import type { JournalLine } from '../../domain/journal/build-journal.ts';
import { ConfigError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

export type JournalStatus = 'exported' | 'posted' | 'reversed';

/** A batch for the general ledger, without its lines. */
export interface JournalHead {
  readonly journalId: number;
  readonly batchId: string;
  readonly month: Month;
  readonly fiscalYear: number;
  readonly fiscalPeriod: number;
  readonly status: JournalStatus;
  /** The batch that this one takes back. */
  readonly reverses: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly postedBy: string | null;
  readonly postedAt: string | null;
  readonly reason: string | null;
  readonly lineCount: number;
  /** Equal to what it credits. */
  readonly debit: Decimal;
}

export interface Journal extends JournalHead {
  readonly lines: readonly JournalLine[];
}

/** Every batch, the newest first. */
export async function listJournals(session: Session): Promise<JournalHead[]> {
  return session.rows<JournalHead>('listing journals', `${selectHead} order by j.journal_id desc`);
}

/**
 * A batch with its lines. With `lock`, nobody else changes it until the transaction ends.
 *
 * @throws ConfigError when there is none.
 */
export async function readJournal(session: Session, batchId: string, lock?: 'lock'): Promise<Journal> {
  if (lock)
    await session.rows('locking a journal', 'select 1 from gl_journals where batch_id = $1 for update', [
      batchId,
    ]);
  const [head] = await session.rows<JournalHead>('reading a journal', `${selectHead} where j.batch_id = $1`, [
    batchId,
  ]);
  if (!head)
    throw new ConfigError([`"${batchId}"`], '"journal list" shows all of them.', 'There is no such journal');
  return {
    ...head,
    lines: await session.rows<JournalLine>('reading a journal', selectLines, [head.journalId]),
  };
}

/** A batch as it is made. */
export interface NewJournal {
  readonly month: Month;
  readonly by: string;
  readonly lines: readonly JournalLine[];
  readonly reversal?: { readonly journalId: number; readonly reason: string };
}

/** Saves a batch under the next number of its month. */
export async function saveJournal(tx: Session, { month, by, lines, reversal }: NewJournal): Promise<Journal> {
  const { batchId } = await tx.one<{ batchId: string }>('saving a journal', insertJournal, [
    month,
    by,
    JSON.stringify(lines),
    reversal?.journalId ?? null,
    reversal?.reason ?? null,
  ]);
  return readJournal(tx, batchId);
}

const selectHead = `
  select j.journal_id as "journalId", j.batch_id as "batchId", j.month_start as month, j.fiscal_year as "fiscalYear",
         j.fiscal_period as "fiscalPeriod", j.status, r.batch_id as reverses, j.created_by as "createdBy",
         to_char(j.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt", j.posted_by as "postedBy",
         to_char(j.posted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "postedAt", j.reason,
         l.count as "lineCount", l.debit
  from   gl_journals j
  left join gl_journals r on r.journal_id = j.reverses_journal_id
  cross join lateral (select count(*)::integer as count, coalesce(sum(debit), 0)::numeric(14, 2)::text as debit
                      from gl_journal_lines where journal_id = j.journal_id) l`;

const selectLines = `
  select l.line_no as "lineNo", l.sector_id as "sectorId", s.sector_name as sector, l.cost_center as "costCenter", l.account,
         l.description, l.debit::text as debit, l.credit::text as credit
  from   gl_journal_lines l join sectors_dim s using (sector_id)
  where  l.journal_id = $1
  order  by l.line_no`;

const insertJournal = `
  with batch as (
    insert into gl_journals (batch_id, month_start, fiscal_year, fiscal_period, created_by, reverses_journal_id, reason)
    select 'APPD-' || to_char($1::date, 'YYYY-MM') || '-' || (select count(*) + 1 from gl_journals where month_start = $1),
           $1, t.fiscal_year, t.fiscal_period, $2, $4, $5
    from   time_dim t where t.day = $1
    returning journal_id, batch_id
  ), lines as (
    insert into gl_journal_lines (journal_id, line_no, sector_id, cost_center, account, description, debit, credit)
    select b.journal_id, l."lineNo", l."sectorId", l."costCenter", l.account, l.description, l.debit, l.credit
    from   batch b
    cross join jsonb_to_recordset($3::jsonb) as l("lineNo" integer, "sectorId" integer, "costCenter" text, account text,
                                                  description text, debit numeric, credit numeric)
  )
  select batch_id as "batchId" from batch`;
