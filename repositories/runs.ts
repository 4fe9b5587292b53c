import type { RunOrder, RunReport, RunSlice } from '../pipeline/run.ts';
import { addMonths, lastDayOf, monthOf } from '../pipeline/days.ts';
import type { Database } from './database.ts';
import type { AttemptEnd, AttemptKey, ExecutionLog } from './execution-log.ts';

/** Who ran which code with which configuration. */
export interface RunIdentity {
  readonly workflowId: string;
  readonly workflowRunId: string;
  readonly codeVersion: string;
  readonly configVersion: string;
}

/** Partitions are made this many months past the logical date, so that no load meets a missing one. */
const monthsAhead = 3;

/** The run record and the log of stage attempts. */
export function createRuns(database: Database) {
  return {
    /** Opens the record of a run; asked again for the same workflow run, it answers the same slice. */
    async open(order: RunOrder, identity: RunIdentity): Promise<RunSlice> {
      const last = lastDayOf(addMonths(monthOf(order.date), monthsAhead));
      await database.rows('making partitions', 'select ensure_month_partitions($1, $2)', [order.from, last]);
      const { run_id } = await database.one<{ run_id: number }>('opening the run record', openRun, [
        identity.workflowId,
        identity.workflowRunId,
        order.trigger,
        order.startedBy,
        identity.codeVersion,
        identity.configVersion,
        order.only ?? [],
        order.date,
        order.from,
        order.to,
      ]);
      const { date, from, to } = order;
      return { runId: run_id, date, from, to, ...(order.months && { months: order.months }) };
    },

    /** Writes how the run ended and stamps the views with its verdict (C19). */
    async close(report: RunReport): Promise<void> {
      await database.run('closing the run record', closeRun, [
        report.runId,
        report.status,
        JSON.stringify(report),
      ]);
    },
  };
}

/** `etl_execution_log`. An attempt that never ended is marked lost when the next one starts. */
export function createExecutionLog(database: Database): ExecutionLog {
  return {
    async started(key: AttemptKey, at) {
      await database.transaction(async (tx) => {
        await tx.run('marking a lost attempt', markLost, [key.runId, key.stage, key.attempt, at.startedAt]);
        await tx.run('logging the start of a stage', logStart, [
          key.runId,
          key.stage,
          key.attempt,
          at.worker,
          at.queuedAt,
          at.startedAt,
        ]);
      });
    },
    async ended(key: AttemptKey, end: AttemptEnd) {
      const { report, error } = end;
      await database.run('logging the end of a stage', logEnd, [
        key.runId,
        key.stage,
        key.attempt,
        end.outcome,
        error?.name ?? null,
        error?.message ?? null,
        error?.remedy ?? null,
        report && JSON.stringify({ warnings: report.warnings, facts: report.facts }),
        report?.read ?? null,
        report?.written ?? null,
        report?.rejected ?? null,
        end.endedAt,
      ]);
    },
  };
}

/** A workflow id is never at work twice: what an older execution left as running was cut off. */
const openRun = `
  with cut_off as (
    update pipeline_runs set status = 'failed', ended_at = now()
    where  workflow_id = $1 and workflow_run_id <> $2 and status = 'running'
  )
  insert into pipeline_runs (workflow_id, workflow_run_id, trigger, started_by, code_version, config_version,
                             only_stages, logical_date, window_from, window_to)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (workflow_run_id) do update set workflow_id = excluded.workflow_id
  returning run_id`;

const closeRun = `
  with verdict as (
    select case when bool_or(outcome = 'fail') then 'fail' when bool_or(outcome in ('warn', 'not_evaluated')) then 'warn' else 'pass' end as status
    from   validation_results
    where  run_id = $1
    having count(*) > 0
  ), stamped as (
    update view_refreshes set validation_status = verdict.status from verdict where run_id = $1
  )
  update pipeline_runs set status = $2, report = $3, ended_at = now() where run_id = $1`;

const markLost = `
  update etl_execution_log set status = 'lost', ended_at = $4
  where  run_id = $1 and stage = $2 and attempt < $3 and status = 'running'`;

const logStart = `
  insert into etl_execution_log (run_id, stage, attempt, worker, queued_at, started_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (run_id, stage, attempt) do nothing`;

const logEnd = `
  update etl_execution_log
  set    status = $4, error_name = $5, error_message = $6, remedy = $7, details = $8,
         rows_read = $9, rows_written = $10, rows_rejected = $11, ended_at = $12
  where  run_id = $1 and stage = $2 and attempt = $3`;
