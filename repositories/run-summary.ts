import { combineForecasts, type GroupBands } from '../domain/forecast/combine-bands.ts';
import { compareDecimals } from '../domain/money.ts';
import type { Day, Decimal, Month, RunReport, RunStatus, StageStatus } from '../pipeline/run.ts';
import { stage, stageIds, type StageId } from '../pipeline/stages.ts';
import type { Database } from './database.ts';
import { readFingerprint, type Fingerprint } from './fingerprint.ts';
import { countTables } from './table-counts.ts';

export interface StageSummary {
  readonly id: StageId;
  readonly title: string;
  readonly status: StageStatus;
  readonly attempts: number;
  readonly durationMs: number | null;
  /** Rows that the stage wrote. */
  readonly rows: number;
  readonly warnings: readonly string[];
  readonly error: string | null;
}

/** How the monitored applications found their services in the last matching (C14). */
export interface ReconciliationSummary {
  readonly appd: number;
  readonly matched: number;
  readonly autoMatched: number;
  readonly needsReview: number;
  readonly unmatched: number;
  readonly appdMatchRatePct: number;
  readonly overallMatchRatePct: number;
}

/** An application without a service, dearest first. */
export interface UnmatchedApplication {
  readonly name: string;
  readonly status: string;
  readonly reason: string;
  /** US dollars under __unassigned__. */
  readonly costAtStake: Decimal;
}

/** The bill against what was spent, over all months, in US dollars. */
export interface CostSummary {
  /** Sum of all cost rows. */
  readonly total: Decimal;
  /** Charges by sector, offsets and buckets included: they add up to the total. */
  readonly bySector: Readonly<Record<string, Decimal>>;
  /** The part of it that no sector pays yet. */
  readonly unassigned: Decimal;
  /** Total less the sum of sectors. */
  readonly difference: Decimal;
}

export interface CheckSummary {
  readonly id: string;
  readonly outcome: string;
  readonly severity: string;
  readonly says: string;
  readonly observed: string;
  readonly expected: string;
}

/** The forecast in force. Months of one series stand and fall together; series are taken as independent of each other. */
export interface ForecastSummary {
  readonly rows: number;
  readonly series: number;
  readonly firstMonth: Month | null;
  readonly lastMonth: Month | null;
  /** US dollars; the band says where the total lies with that confidence. */
  readonly total: Decimal;
  readonly lower: Decimal;
  readonly upper: Decimal;
  readonly confidence: number | null;
}

/** Everything that `--json` says of a run. */
export interface RunSummary {
  readonly run: {
    readonly id: number;
    readonly date: Day;
    readonly from: Day;
    readonly to: Day;
    readonly status: RunStatus;
    readonly workflowId: string;
    readonly workflowRunId: string;
    readonly durationMs: number | null;
    readonly startedBy: string;
  };
  readonly stages: readonly StageSummary[];
  readonly tables: Readonly<Record<string, number>>;
  readonly reconciliation: ReconciliationSummary;
  readonly unmatched: readonly UnmatchedApplication[];
  readonly cost: CostSummary;
  readonly forecast: ForecastSummary;
  readonly checks: readonly CheckSummary[];
  readonly fingerprint: Fingerprint;
}

/** What the run with this id did, and how the warehouse looks now. */
export async function readRunSummary(database: Database, runId: number): Promise<RunSummary> {
  const { report, ...run } = await database.one<RunSummary['run'] & { report: RunReport | null }>(
    'reading the run record',
    readRun,
    [runId],
  );
  return {
    run,
    stages: await stagesOf(database, runId, report),
    tables: await countTables(database),
    reconciliation: await database.one('reading the reconciliation', readReconciliation, [runId]),
    unmatched: await database.rows('reading unmatched applications', readUnmatched, [runId]),
    cost: await costOf(database),
    forecast: await forecastOf(database),
    checks: await database.rows('reading check results', readChecks, [runId]),
    fingerprint: await readFingerprint(database),
  };
}

async function stagesOf(
  database: Database,
  runId: number,
  report: RunReport | null,
): Promise<StageSummary[]> {
  const tried = await database.rows<{ stage: StageId; attempts: number }>('reading attempts', readAttempts, [
    runId,
  ]);
  const attempts = new Map(tried.map((row) => [row.stage, row.attempts]));
  return stageIds.map((id) => {
    const progress = report?.stages.find((one) => one.id === id);
    const { startedAt = null, endedAt = null } = progress ?? {};
    return {
      id,
      title: stage(id).title,
      status: progress?.status ?? 'pending',
      attempts: attempts.get(id) ?? 0,
      durationMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
      rows: progress?.report?.written ?? 0,
      warnings: progress?.report?.warnings ?? [],
      error: progress?.error ?? null,
    };
  });
}

async function costOf(database: Database): Promise<CostSummary> {
  const sectors = await database.rows<{ sector: string; amount: Decimal }>('reading the bill', readBill);
  const { total, difference } = await database.one<{ total: Decimal; difference: Decimal }>(
    'adding up',
    readTotal,
  );
  const sorted = sectors.toSorted((a, b) => compareDecimals(b.amount, a.amount));
  const bySector = Object.fromEntries(sorted.map(({ sector, amount }) => [sector, amount]));
  return { total, bySector, unassigned: bySector['__unassigned__'] ?? '0.00', difference };
}

interface ForecastMonth {
  readonly series: string;
  readonly month: Month;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
}

async function forecastOf(database: Database): Promise<ForecastSummary> {
  const { rows } = await database.one<{ rows: number }>('counting the forecast', countForecast);
  const months = await database.rows<ForecastMonth>('reading the forecast', readForecast);
  const groups = new Map<string, GroupBands['months'][number][]>();
  for (const { series, ...month } of months) groups.set(series, [...(groups.get(series) ?? []), month]);
  const { total, months: totals } = combineForecasts([...groups.values()].map((of) => ({ months: of })));
  return {
    rows,
    series: groups.size,
    firstMonth: totals[0]?.month ?? null,
    lastMonth: totals.at(-1)?.month ?? null,
    total: total.value.toFixed(2),
    lower: total.lower.toFixed(2),
    upper: total.upper.toFixed(2),
    confidence: months[0]?.confidence ?? null,
  };
}

const readRun = `
  select run_id as id, logical_date as date, window_from as "from", window_to as "to", status, workflow_id as "workflowId",
         workflow_run_id as "workflowRunId", started_by as "startedBy", report,
         round(extract(epoch from ended_at - started_at) * 1000)::integer as "durationMs"
  from   pipeline_runs where run_id = $1`;

const readAttempts = `
  select stage, max(attempt) as attempts from etl_execution_log where run_id = $1 group by stage`;

/** What this run matched, or the last one before it that did. */
const lastMatching = `
  select l.*, (l.after ->> 'service_app_id')::integer as linked_service
  from   reconciliation_log l
  where  l.run_id = (select max(run_id) from reconciliation_log where run_id <= $1)`;

const readReconciliation = `
  with matching as (${lastMatching}), counted as (
    select count(*)::integer as appd,
           count(linked_service)::integer as matched,
           count(*) filter (where status = 'auto_matched')::integer as "autoMatched",
           count(*) filter (where status = 'needs_review')::integer as "needsReview",
           count(*) filter (where linked_service is null and status <> 'needs_review')::integer as unmatched,
           (select count(*) from services_in_scope s
            where not exists (select from matching m where m.linked_service = s.app_id))::integer as idle
    from   matching
  )
  select appd, matched, "autoMatched", "needsReview", unmatched,
         coalesce(round(100.0 * matched / nullif(appd, 0), 2), 0)::float as "appdMatchRatePct",
         coalesce(round(100.0 * matched / nullif(appd + idle, 0), 2), 0)::float as "overallMatchRatePct"
  from   counted`;

const readUnmatched = `
  with matching as (${lastMatching})
  select a.appd_application_name as name, m.status, m.reason, coalesce(paid.cost, 0)::numeric(14, 2)::text as "costAtStake"
  from   matching m
  join   applications_dim a using (app_id)
  left join lateral (
    select sum(c.usd_cost) as cost
    from   charged_cost c join sectors_dim d using (sector_id)
    where  c.app_id = m.app_id and d.sector_name = '__unassigned__') paid on true
  where  m.linked_service is null
  order  by coalesce(paid.cost, 0) desc, 1`;

/** Months taken over from history have charges without cost, and are left out of both. */
const readBill = `
  select sector_name as sector, sum(usd_amount)::text as amount
  from   chargeback_fact
  join   sectors_dim using (sector_id)
  join   chargeback_periods p on p.month_start = chargeback_fact.month_start and p.origin = 'pipeline'
  group  by 1
  order  by 1`;

const readTotal = `
  select coalesce(sum(total_cost), 0)::numeric(14, 2)::text as total,
         coalesce(sum(total_cost - charged), 0)::numeric(14, 2)::text as difference
  from   month_balance`;

const countForecast = 'select count(*)::integer as rows from forecast_in_force';

const readForecast = `
  select concat_ws('/', app_id, capability_id, tier) as series, forecast_month as month, predicted_cost::float as value,
         lower_cost::float as lower, upper_cost::float as upper, confidence::float as confidence
  from   forecast_in_force
  where  predicted_cost is not null
  order  by 1, 2`;

const readChecks = `
  select check_id as id, outcome, severity, says, observed, expected
  from   validation_results
  where  run_id = $1
  order  by result_id`;
