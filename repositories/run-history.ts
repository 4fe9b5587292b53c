import type { Day, Decimal, RunStatus, StageReport, Trigger } from '../pipeline/run.ts';
import type { StageId } from '../pipeline/stages.ts';
import type { Database } from './database.ts';

/** One run as its record tells it. */
export interface PastRun {
  readonly id: number;
  readonly date: Day;
  readonly from: Day;
  readonly to: Day;
  readonly status: RunStatus;
  readonly trigger: Trigger | 'import';
  readonly startedBy: string;
  readonly only: readonly StageId[];
  readonly workflowId: string;
  readonly codeVersion: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null while it runs. */
  readonly durationMs: number | null;
}

/** The last attempt of one stage of a run. */
export interface PastStage {
  readonly stage: StageId;
  readonly status: string;
  readonly attempts: number;
  readonly rows: number | null;
  readonly durationMs: number | null;
  /** What happened, and what to do. */
  readonly error: string | null;
  readonly warnings: StageReport['warnings'];
}

/** Where the warehouse stands. */
export interface WarehouseState {
  /** Last usage day with data; null in an empty warehouse. */
  readonly dataThrough: Day | null;
  readonly openReviews: number;
  readonly prices: number;
  readonly unapprovedRules: number;
  /** Cost that no sector pays yet, in US dollars. */
  readonly unassignedCost: Decimal;
}

/** What runs left behind. */
export function createRunHistory(database: Database) {
  return {
    /** The newest runs first; only those of a logical date when it is given. */
    async runs(limit: number, date: Day | null = null): Promise<PastRun[]> {
      return database.rows<PastRun>('reading runs', readRuns, [limit, date]);
    },

    /** The stages of a run that were attempted, in the order of their start. */
    async stages(runId: number): Promise<PastStage[]> {
      return database.rows<PastStage>('reading stages', readStages, [runId]);
    },

    /** The newest logical date that was run; null before the first run. */
    async lastDate(): Promise<Day | null> {
      const { date } = await database.one<{ date: Day | null }>(
        'reading the last date',
        `select max(logical_date) as date from pipeline_runs where trigger <> 'import'`,
      );
      return date;
    },

    async state(): Promise<WarehouseState> {
      return database.one<WarehouseState>('reading the state of the warehouse', readState);
    },

    /** The record that a workflow execution opened; null when it never came so far. */
    async idOf(workflowRunId: string): Promise<number | null> {
      const [row] = await database.rows<{ run_id: number }>('finding a run', findRun, [workflowRunId]);
      return row?.run_id ?? null;
    },
  };
}

const readRuns = `
  select run_id as id, logical_date as date, window_from as "from", window_to as "to", status, trigger,
         started_by as "startedBy", only_stages as only, workflow_id as "workflowId", code_version as "codeVersion",
         to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "startedAt",
         round(extract(epoch from ended_at - started_at) * 1000)::integer as "durationMs"
  from   pipeline_runs
  where  $2::date is null or logical_date = $2
  order  by run_id desc
  limit  $1`;

const readStages = `
  select stage, status, attempts, rows, "durationMs", nullif(error, '') as error, warnings
  from (
    select distinct on (stage) stage, status, attempt as attempts, rows_written as rows, started_at,
           round(extract(epoch from ended_at - started_at) * 1000)::integer as "durationMs",
           concat_ws(' ', error_name || ':', error_message, remedy) as error,
           coalesce(details -> 'warnings', '[]') as warnings
    from   etl_execution_log
    where  run_id = $1
    order  by stage, attempt desc) latest
  order  by started_at`;

const readState = `
  select (select max(ts)::date from license_usage_fact) as "dataThrough",
         (select count(*)::integer from review_queue where status = 'open') as "openReviews",
         (select count(*)::integer from price_config where superseded_at is null) as prices,
         (select count(*)::integer from allocation_rules where status = 'draft' and end_date is null) as "unapprovedRules",
         (select coalesce(sum(usd_amount), 0)::numeric(14, 2)::text
          from   chargeback_fact join sectors_dim using (sector_id) where sector_name = '__unassigned__') as "unassignedCost"`;

const findRun = 'select run_id from pipeline_runs where workflow_run_id = $1';
