create view reporting.alert_rejected_rows as
  select distinct on (a.stage) a.stage as subject, round(100.0 * a.rows_rejected / a.rows_read, 2) as value, 'run #' || a.run_id as detail
  from   reporting.stage_attempt a
  where  a.stage in ('servicenow', 'appdynamics') and a.rows_read > 0 and a.is_last
         and a.run_id in (select r.run_id from pipeline_runs r order by r.run_id desc limit 10)
  order  by a.stage, a.run_id desc;
comment on view reporting.alert_rejected_rows is
  'One row per extraction: rows that could not be used, in percent of those read, in the newest of the last ten runs that read any. What an alert watches. Empty for readers of single sectors.';
