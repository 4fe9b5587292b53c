import { PolicyError } from '../../pipeline/errors.ts';
import type { Session } from '../database.ts';
import { named } from '../periods/periods.ts';
import { readJournal, type Journal } from './journals.ts';

/**
 * Marks a batch as booked in the ledger. Whoever closed the month, or made or approved a rule that it used, may not (R32).
 *
 * @throws PolicyError with everything that is against it.
 */
export async function postJournal(tx: Session, batchId: string, by: string): Promise<Journal> {
  const journal = await readJournal(tx, batchId, 'lock');
  const problems = [...(await stateProblems(tx, journal)), ...(await personProblems(tx, journal, by))];
  if (problems.length > 0)
    throw new PolicyError(
      `${batchId} cannot be posted by ${by}:`,
      problems,
      'Do what the lines say, or let another person post it.',
    );
  await tx.run('posting a journal', markPosted, [batchId, by]);
  return readJournal(tx, batchId);
}

async function stateProblems(
  tx: Session,
  { batchId, status, month, reverses, postedBy }: Journal,
): Promise<string[]> {
  if (status === 'posted') return [`it was posted already, by ${postedBy ?? '?'}`];
  if (status === 'reversed') return ['it was reversed'];
  if (reverses !== null) return [];
  const { isClosed, isOlder } = await tx.one<{ isClosed: boolean; isOlder: boolean }>(
    'reading the close',
    closeOfJournal,
    [batchId],
  );
  if (!isClosed) return [`${named(month)} is open again; reverse the journal, and export it after the close`];
  return isOlder
    ? [`${named(month)} was closed again since it was exported; reverse it, and export the month again`]
    : [];
}

async function personProblems(tx: Session, { batchId }: Journal, by: string): Promise<string[]> {
  const rows = await tx.rows<{ problem: string }>('asking who took part', whoTookPart, [batchId, by]);
  return rows.map(({ problem }) => `${by} ${problem}; another person must post (R32)`);
}

const closeOfJournal = `
  select p.state in ('closed', 'restated') as "isClosed", coalesce(j.created_at < p.closed_at, false) as "isOlder"
  from   gl_journals j join chargeback_periods p using (month_start)
  where  j.batch_id = $1`;

const whoTookPart = `
  with journal as (select month_start from gl_journals where batch_id = $1)
  select 'closed ' || to_char(p.month_start, 'YYYY-MM') as problem
  from   journal join chargeback_periods p using (month_start)
  where  p.closed_by = $2
  union all
  select distinct case $2 when r.created_by then 'made' else 'approved' end || ' rule ' || r.rule_name || ' version ' || r.version
  from   journal join allocation_fact f using (month_start) join allocation_rules r using (rule_id)
  where  $2 in (r.created_by, r.approved_by)
  order  by 1`;

const markPosted = `update gl_journals set status = 'posted', posted_by = $2, posted_at = now() where batch_id = $1`;
