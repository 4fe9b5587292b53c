create view reporting.source_answer as
  select n.snapshot_id, n.run_id, r.logical_date, r.trigger, r.started_by, r.code_version, r.workflow_id, n.stage, n.tool, n.instance,
         n.answers, n.hash, n.taken_at, l.seconds, round(60 * n.answers / greatest(l.seconds, 1)) as answers_a_minute,
         l.failed_attempts, l.slowed_attempts
  from   source_snapshots n
  join   pipeline_runs r on r.run_id = n.run_id
  left join lateral (
    select extract(epoch from max(a.ended_at) - max(a.started_at)) as seconds, count(*) filter (where a.error_name is not null) as failed_attempts,
           count(*) filter (where a.error_name = 'RateLimitedError') as slowed_attempts
    from   etl_execution_log a where a.run_id = n.run_id and a.stage = n.stage) l on true
  where  (select sees_everything());
comment on view reporting.source_answer is
  'One row per source and run that asked it: the snapshot (answers kept, hash over them), the run and its code, the seconds of the stage and the answers a minute that makes; attempts that failed, and those that failed because the source limits requests. Requests that a connector repeats by itself are not counted. Empty for readers of single sectors.';
