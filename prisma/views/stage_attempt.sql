create view reporting.stage_attempt as
  select l.run_id, r.logical_date, r.trigger, l.stage, l.attempt, l.status, l.worker, l.queued_at, l.started_at, l.ended_at,
         extract(epoch from l.started_at - l.queued_at) as waited_seconds, extract(epoch from l.ended_at - l.started_at) as seconds,
         l.rows_read, l.rows_written, l.rows_rejected, l.error_name, l.error_message, l.remedy,
         (select string_agg(w, ' ') from jsonb_array_elements_text(nullif(l.details -> 'warnings', 'null')) as w) as warnings,
         not exists (select from etl_execution_log later
                     where later.run_id = l.run_id and later.stage = l.stage and later.attempt > l.attempt) as is_last
  from   etl_execution_log l
  join   pipeline_runs r on r.run_id = l.run_id
  where  (select sees_everything());
comment on view reporting.stage_attempt is
  'One row per attempt of a stage of a run, with its error and what to do about it. seconds: of the attempt, null while it runs; waited_seconds: until a worker took it. Empty for readers of single sectors.';
