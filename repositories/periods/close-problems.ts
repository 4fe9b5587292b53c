import { addDays, addMonths } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { BillingSettings, PipelineSettings } from '../../pipeline/settings.ts';
import { expectedDraft } from '../chargebacks-statements.ts';
import type { Session } from '../database.ts';
import { invoiceProblems } from '../invoices/invoice-problems.ts';
import { acceptanceProblems } from '../statements/acceptance.ts';
import { allocationProblems } from './allocation-problems.ts';
import { named, type Period } from './periods.ts';

/** What a close is judged by. */
export interface CloseOrder {
  readonly month: Month;
  /** The day on which it is asked for. */
  readonly today: Day;
  /** Who wants to close. */
  readonly closer: string;
  readonly billing: BillingSettings;
  readonly sharedServices: PipelineSettings['sharedServices'];
}

/** Everything that keeps the month from being closed, a sentence each; empty when it may be (R13). */
export async function closeProblems(tx: Session, period: Period, order: CloseOrder): Promise<string[]> {
  const { month, today, billing, sharedServices } = order;
  return [
    ...personProblems(period, order),
    ...cutOffProblems(order),
    ...(await runProblems(tx, period)),
    ...(await sumProblems(tx, month)),
    ...(await allocationProblems(tx, month, sharedServices)),
    ...(await dayProblems(tx, month)),
    ...(await ruleProblems(tx, month)),
    ...(await invoiceProblems(tx, month, billing)),
    ...(await acceptanceProblems(tx, month, today)),
  ];
}

function personProblems({ preparedBy }: Period, { closer }: CloseOrder): string[] {
  return preparedBy === closer
    ? [`approval: ${closer} opened the review; another person must close (R32)`]
    : [];
}

function cutOffProblems({ month, today, billing }: CloseOrder): string[] {
  const from = addDays(addMonths(month, 1), billing.cutOffDays);
  return today < from
    ? [
        `cut-off: vendors may correct ${named(month)} until ${billing.cutOffDays} days after its end; close from ${from} on (R15)`,
      ]
    : [];
}

interface LastRun {
  readonly runId: number;
  readonly date: Day;
  readonly failed: string[];
}

async function runProblems(tx: Session, period: Period): Promise<string[]> {
  const [last] = await tx.rows<LastRun>('reading the last validation', lastValidation);
  if (!last) return ['checks: no run has validated anything yet'];
  const problems = last.failed.map((check) => `checks: ${check} in run ${last.runId} of ${last.date}`);
  if (last.date < addMonths(period.month, 1))
    problems.push(`checks: the last validated run is of ${last.date}, before the end of the month`);
  if (period.needsRecost)
    problems.push('prices: a price or rate of the month changed since the last run; run the pipeline again');
  return problems;
}

async function sumProblems(tx: Session, month: Month): Promise<string[]> {
  const balance = await tx.one<{ cost: string; charged: string; difference: string }>(
    'proving sums',
    monthSums,
    [month],
  );
  const problems =
    Number(balance.difference) === 0
      ? []
      : [`sums: cost ${balance.cost}, charged ${balance.charged}, difference ${balance.difference}`];
  await tx.run('rebuilding the draft', expectedDraft(month));
  const [{ changed } = { changed: 0 }] = await tx.rows<{ changed: number }>(
    'comparing the draft',
    draftChanges,
    [month],
  );
  await tx.run('rebuilding the draft', 'drop table expected_draft');
  if (changed > 0)
    problems.push(
      `sums: ${changed} direct charges are older than their cost or owners; run reconcile and allocate again`,
    );
  return problems;
}

async function dayProblems(tx: Session, month: Month): Promise<string[]> {
  const rows = await tx.rows<{ source: string; days: number; first: Day; kind: string }>(
    'looking for missing days',
    missingDays,
    [month],
  );
  return rows.map(
    ({ source, days, first, kind }) =>
      `days: ${source} has ${days} ${kind}, the first on ${first}; load them again, or waive incomplete-days with a reason (R22)`,
  );
}

async function ruleProblems(tx: Session, month: Month): Promise<string[]> {
  const rows = await tx.rows<{ rule: string; version: number; by: string }>(
    'reading rules in force',
    unapprovedRules,
    [month],
  );
  return rows.map(
    ({ rule, version, by }) => `rules: ${rule} version ${version} by ${by} is not approved (R29)`,
  );
}

const lastValidation = `
  select r.run_id as "runId", r.logical_date as date,
         coalesce(array_agg(v.check_id || ' ' || replace(v.outcome, '_', ' ') order by v.check_id)
                  filter (where v.severity = 'blocking' and v.outcome in ('fail', 'not_evaluated')), '{}') as failed
  from   pipeline_runs r
  join   validation_results v using (run_id)
  where  r.run_id = (select max(run_id) from validation_results)
  group  by 1, 2`;

const monthSums = `
  with cost as (
    select coalesce((select sum(usd_cost) from license_cost_fact where ts >= $1::date and ts < $1::date + interval '1 month'), 0)
         + coalesce((select sum(usd_cost) from contract_charge_fact where month_start = $1), 0)
         + coalesce((select sum(usd_cost) from cost_adjustment_fact where month_start = $1), 0) as cost
  ), bill as (
    select coalesce(sum(usd_amount), 0) as charged from chargeback_fact where month_start = $1
  )
  select cost::numeric(14, 2)::text as cost, charged::numeric(14, 2)::text as charged, (cost - charged)::numeric(14, 2)::text as difference
  from   cost, bill`;

const draftChanges = `
  select count(*)::integer as changed
  from   expected_draft e
  full join (select * from chargeback_draft where month_start = $1) d using (app_id, sector_id, h_code, capability_id)
  where  (e.units, e.usd_amount, e.amount_exact) is distinct from (d.units, d.usd_amount, d.amount_exact)`;

/** Days of the month that a source did not tell at all, and days of single applications with gaps; none once waived. */
const missingDays = `
  with told as (
    select tool || '/' || instance as source, day, app_id, is_complete from source_days
    where  day >= $1::date and day < $1::date + interval '1 month'
  ), absent as (
    select s.source, d.day
    from   (select distinct tool || '/' || instance as source from source_days) s
    cross join (select generate_series($1::date, $1::date + interval '1 month' - interval '1 day', interval '1 day')::date as day) d
    where  not exists (select from told t where t.source = s.source and t.day = d.day)
    and    d.day >= (select min(day) from source_days)
  )
  select source, count(*)::integer as days, min(day) as first, kind
  from   (select source, day, 'days without any answer' as kind from absent
          union all
          select source, day, 'days of applications with gaps' from told where not is_complete) missing
  where  not exists (select from period_waivers w where w.month_start = $1 and w.item = 'incomplete-days')
  group  by source, kind
  order  by 1, 4`;

const unapprovedRules = `
  select rule_name as rule, version, created_by as by
  from   (select distinct on (rule_name) * from allocation_rules
          where  start_date <= $1 and (end_date is null or end_date > $1) and (status = 'approved' or created_by = 'seed')
          order  by rule_name, status = 'approved' desc, version desc) newest
  where  status <> 'approved'
  order  by 1`;
