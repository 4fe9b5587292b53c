import { PolicyError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import type { BillingSettings, PipelineSettings } from '../../pipeline/settings.ts';
import { actingAs, type Actor } from '../acting.ts';
import type { Database, Session } from '../database.ts';
import { readAllocationInputs } from '../rules/allocation-inputs.ts';
import { closeProblems } from './close-problems.ts';
import type { ClosedInputs } from './closing.ts';
import { hashMonth } from './month-content.ts';
import { named, readPeriod, type Period } from './periods.ts';

/** What a close needs to know beside the month. */
export interface CloseSettings {
  readonly today: string;
  readonly billing: BillingSettings;
  readonly sharedServices: PipelineSettings['sharedServices'];
  /** The code that closes: stands in the record. */
  readonly codeVersion: string;
}

/** What of a month keeps it from being closed; nothing is changed. */
export function tryClose(
  database: Database,
  actor: Actor,
  month: Month,
  settings: CloseSettings,
): Promise<string[]> {
  return actingAs(database, actor, async (tx, who) =>
    closeProblems(tx, await readPeriod(tx, month), { month, closer: who.name, ...settings }),
  );
}

/**
 * Closes a month in review: freezes its owners, keeps what a rebuild needs, hashes everything, and from then on no statement
 * changes a byte of it (R12 to R14). A second close at the same moment waits, and is refused.
 *
 * @throws PolicyError with everything that is missing (R13).
 */
export function closeMonth(
  database: Database,
  actor: Actor,
  month: Month,
  settings: CloseSettings,
): Promise<Period> {
  return actingAs(database, actor, async (tx, who) => {
    await tx.run('locking a month', 'select lock_month($1)', [month]);
    const period = await readPeriod(tx, month, 'lock');
    refuseState(period);
    const problems = await closeProblems(tx, period, { month, closer: who.name, ...settings });
    if (problems.length > 0)
      throw new PolicyError(
        `${named(month)} cannot be closed by ${who.name}; ${problems.length} thing(s) are missing:`,
        problems,
        'Do what the lines say and close again; nothing was changed.',
      );
    await freeze(tx, period, who.name, settings);
    return readPeriod(tx, month);
  });
}

function refuseState({ month, state, closedBy, closedAt }: Period): void {
  if (state === 'in_review') return;
  const what =
    state === 'open'
      ? `${named(month)} is open; it must be in review before it can be closed.`
      : `${named(month)} was closed already, by ${closedBy ?? '?'} on ${closedAt ?? '?'}.`;
  throw new PolicyError(
    what,
    [],
    state === 'open' ? 'Open the review first: "periods review".' : 'Nothing to do.',
  );
}

async function freeze(
  tx: Session,
  { month, closingNo }: Period,
  closer: string,
  settings: CloseSettings,
): Promise<void> {
  await tx.run('freezing owners', freezeOwnership, [month]);
  const hash = await hashMonth(tx, month);
  const inputs: ClosedInputs = {
    allocation: await readAllocationInputs(tx, month),
    sharedServices: settings.sharedServices,
    licensedMetrics: await licensedMetrics(tx),
    billing: settings.billing,
    tables: hash.tables,
  };
  await tx.run('recording the close', insertClosing, [
    month,
    closingNo + 1,
    closer,
    hash.all,
    settings.codeVersion,
    JSON.stringify(inputs),
  ]);
  await tx.run('closing a month', markClosed, [month, closer, hash.all]);
  await tx.run('closing a month', 'select weld_month($1)', [month]);
}

async function licensedMetrics(tx: Session): Promise<Record<string, string>> {
  const rows = await tx.rows<{ id: number; metric: string }>(
    'reading licensed metrics',
    'select capability_id as id, licensed_metric as metric from capabilities_dim order by 1',
  );
  return Object.fromEntries(rows.map(({ id, metric }) => [String(id), metric]));
}

const freezeOwnership = `
  insert into closed_ownership (month_start, app_id, sector_id, owner_id, architecture_id, h_code, cost_center, valid_from, valid_to)
  select $1::date, app_id, sector_id, owner_id, architecture_id, h_code, cost_center, greatest(valid_from, $1::date),
         least(coalesce(valid_to, 'infinity'), ($1::date + interval '1 month')::date)
  from   application_ownership
  where  valid_from < $1::date + interval '1 month' and (valid_to is null or valid_to > $1::date)
  order  by app_id, valid_from`;

/** The run is the one that published the bill last. */
const insertClosing = `
  insert into period_closings (month_start, closing_no, run_id, prepared_by, closed_by, closed_hash, code_version, inputs, closed_at)
  select p.month_start, $2, coalesce((select max(run_id) from chargeback_fact where month_start = $1), (select max(run_id) from pipeline_runs)),
         p.prepared_by, $3, $4, $5, $6::jsonb, now()
  from   chargeback_periods p
  where  p.month_start = $1`;

const markClosed = `
  update chargeback_periods
  set    state = 'closed', closed_by = $2, closed_hash = $3, closing_no = closing_no + 1, needs_restatement = false, closed_at = now()
  where  month_start = $1`;
