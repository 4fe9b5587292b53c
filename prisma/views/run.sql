create view reporting.run as
  select r.run_id, r.logical_date, r.window_from, r.window_to, r.status, r.trigger, r.started_by, r.code_version, r.workflow_id,
         case when r.only_stages = '{}' then 'all' else array_to_string(r.only_stages, ', ') end as stages,
         r.started_at, r.ended_at, extract(epoch from r.ended_at - r.started_at) as seconds,
         s.attempts, s.rows_read, s.rows_written, s.rows_rejected,
         row_number() over (partition by r.logical_date, r.trigger = 'import' order by r.run_id desc) = 1 as is_last_of_date
  from   pipeline_runs r
  left join lateral (
    select count(*) as attempts, sum(l.rows_read) filter (where l.is_last) as rows_read, sum(l.rows_written) filter (where l.is_last) as rows_written,
           sum(l.rows_rejected) filter (where l.is_last) as rows_rejected
    from   (select a.rows_read, a.rows_written, a.rows_rejected, a.attempt = max(a.attempt) over (partition by a.stage) as is_last
            from   etl_execution_log a where a.run_id = r.run_id) l) s on true
  where  (select sees_everything());
comment on view reporting.run is
  'One row per run with what it was asked and how it ended; rows are those of the last attempt of each stage, attempts those of all stages. seconds: from start to end, null while it runs; is_last_of_date: the newest of its logical date, imports of history apart. Empty for readers of single sectors.';
