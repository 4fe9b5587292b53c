create view reporting.table_save as
  select l.lineage_id, l.run_id, r.logical_date, l.snapshot_id, l.stage, l.target_table, l.slice, l.rows_in, l.inserted, l.updated, l.deleted,
         l.hash_in, l.hash_out, l.recorded_at
  from   data_lineage l
  join   pipeline_runs r on r.run_id = l.run_id
  where  (select sees_everything());
comment on view reporting.table_save is
  'The lineage: one row per slice of a table that a run saved, from which snapshot, with rows and with hashes over what came and over what stands there now. Empty for readers of single sectors.';
