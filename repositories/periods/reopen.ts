import { PolicyError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import { actingAs, type Actor } from '../acting.ts';
import type { Database, Session } from '../database.ts';
import { named, readPeriod, type Period } from './periods.ts';

/**
 * Opens a closed month again: the first person asks and says why, a second one confirms (R12). What was issued is kept in the
 * record of the close; late usage takes its place in the facts; adjustments that open months carry of it are taken back, for the
 * month itself will say it now.
 *
 * @throws PolicyError when the month is not closed, came from history, has no reason, or closed months carry adjustments of it.
 */
export function reopenMonth(database: Database, actor: Actor, month: Month): Promise<Period> {
  return actingAs(database, actor, async (tx, who) => {
    await tx.run('locking a month', 'select lock_month($1)', [month]);
    const period = await readPeriod(tx, month, 'lock');
    refuse(period);
    await refuseBooked(tx, month);
    if (period.reopenAskedBy === null) {
      if (actor.reason === null)
        throw new PolicyError('To reopen a month takes a reason.', [], 'Say why with --reason.');
      await tx.run('asking to reopen', askToReopen, [month, who.name, actor.reason]);
    } else if (period.reopenAskedBy === who.name) {
      throw new PolicyError(
        `${who.name} asked to reopen ${named(month)}; another person must confirm.`,
        [],
        'Have a second person give the same command.',
      );
    } else await reopen(tx, period, who.name);
    return readPeriod(tx, month);
  });
}

function refuse({ month, state, origin }: Period): void {
  if (origin === 'history')
    throw new PolicyError(
      `${named(month)} came from history and is read-only.`,
      [],
      'Book the difference in an open month.',
    );
  if (state === 'open' || state === 'in_review')
    throw new PolicyError(`${named(month)} is ${state}, not closed.`, [], 'Nothing to do.');
}

async function refuseBooked(tx: Session, month: Month): Promise<void> {
  const rows = await tx.rows<{ booked: Month }>('looking for booked corrections', closedBookings, [month]);
  if (rows.length === 0) return;
  throw new PolicyError(
    `Adjustments of ${named(month)} were issued with ${rows.map(({ booked }) => named(booked)).join(', ')}.`,
    [],
    'What was issued stays; let further differences be booked in an open month.',
  );
}

async function reopen(
  tx: Session,
  { month, closingNo, reopenReason }: Period,
  confirmer: string,
): Promise<void> {
  await tx.run('keeping what was issued', keepIssued, [month, closingNo, confirmer, reopenReason]);
  await tx.run('reopening a month', markOpen, [month]);
  await tx.run('reopening a month', 'select unweld_month($1)', [month]);
  await tx.run('letting owners go', 'delete from closed_ownership where month_start = $1', [month]);
  const inMonth = `ts >= $1::date and ts < $1::date + interval '1 month'`;
  await tx.run('taking corrections back', `delete from cost_adjustment_fact where ${inMonth}`, [month]);
  await tx.run(
    'taking corrections back',
    'delete from allocation_fact where charge_month = $1 and month_start <> $1',
    [month],
  );
  await tx.run(
    'taking adjustments back',
    `delete from chargeback_fact where charge_month = $1 and chargeback_cycle = 'adjustment'`,
    [month],
  );
  await tx.run('taking late usage over', replaceLate, [month]);
  await tx.run('taking late usage over', insertLate, [month]);
  await tx.run('taking late usage over', `delete from late_usage_fact where ${inMonth}`, [month]);
}

const closedBookings = `
  select distinct f.month_start as booked
  from   chargeback_fact f
  join   chargeback_periods p on p.month_start = f.month_start and p.state in ('closed', 'restated')
  where  f.charge_month = $1 and f.chargeback_cycle = 'adjustment'
  order  by 1`;

const askToReopen = `
  update chargeback_periods set reopen_asked_by = $2, reopen_reason = $3 where month_start = $1`;

const keepIssued = `
  update period_closings c
  set    reopened_by = $3, reopen_reason = $4, reopened_at = now(),
         bill = (select jsonb_agg(to_jsonb(f) order by f.chargeback_id) from chargeback_fact f where f.month_start = $1)
  where  c.month_start = $1 and c.closing_no = $2`;

const markOpen = `
  update chargeback_periods
  set    state = 'open', closed_by = null, closed_at = null, closed_hash = null, prepared_by = null, accept_by = null,
         review_started_at = null, reopen_asked_by = null, reopen_reason = null, needs_restatement = false,
         restatement_causes = '{}', needs_recost = true
  where  month_start = $1`;

const lateOf = `l.tool = u.tool and l.instance = u.instance and l.app_id = u.app_id and l.capability_id = u.capability_id
                and l.tier = u.tier and l.ts = u.ts and l.ts >= $1::date and l.ts < $1::date + interval '1 month'`;

const replaceLate = `
  with changed as (
    select u.usage_id, u.ts, u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.units_consumed as before,
           l.units_consumed, l.units_average, l.node_count, l.run_id
    from   license_usage_fact u join late_usage_fact l on ${lateOf}
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select run_id, 'license_usage_fact', case when units_consumed = 0 then 'delete' else 'update' end,
           jsonb_build_object('tool', tool, 'instance', instance, 'app_id', app_id, 'capability_id', capability_id, 'tier', tier, 'day', ts::date),
           jsonb_build_object('units_consumed', before::text),
           case when units_consumed <> 0 then jsonb_build_object('units_consumed', units_consumed::text) end
    from   changed
  ), gone as (
    delete from license_usage_fact u using changed c where c.units_consumed = 0 and u.usage_id = c.usage_id and u.ts = c.ts
  ), unpriced as (
    delete from license_cost_fact k using changed c
    where  c.units_consumed = 0 and k.tool = c.tool and k.instance = c.instance and k.app_id = c.app_id
    and    k.capability_id = c.capability_id and k.tier = c.tier and k.ts = c.ts
  )
  update license_usage_fact u
  set    units_consumed = c.units_consumed, units_average = c.units_average, node_count = c.node_count, run_id = c.run_id
  from   changed c
  where  c.units_consumed <> 0 and u.usage_id = c.usage_id and u.ts = c.ts`;

const insertLate = `
  insert into license_usage_fact (tool, instance, app_id, capability_id, tier, ts, units_consumed, units_average, node_count, run_id)
  select l.tool, l.instance, l.app_id, l.capability_id, l.tier, l.ts, l.units_consumed, l.units_average, l.node_count, l.run_id
  from   late_usage_fact l
  where  l.ts >= $1::date and l.ts < $1::date + interval '1 month' and l.units_consumed > 0
  and    not exists (select from license_usage_fact u where ${lateOf})`;
