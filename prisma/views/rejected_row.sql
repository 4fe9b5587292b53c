create view reporting.rejected_row as
  select j.rejected_id, j.run_id, r.logical_date, j.stage, j.tool, j.instance, j.entity, j.source_key, j.reason, j.detail, j.recorded_at
  from   rejected_rows j
  join   pipeline_runs r on r.run_id = j.run_id
  where  (select sees_everything());
comment on view reporting.rejected_row is
  'One row per row of a source that could not be used, with the reason; the row itself stays in rejected_rows. Empty for readers of single sectors.';
