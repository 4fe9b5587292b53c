create view reporting.failing_row as
  select v.run_id, v.check_id, v.severity, v.outcome, v.failing_rows, sample.place as sample,
         (select string_agg(f.key || ' ' || coalesce(f.value, '(none)'), ', ' order by f.key not in ('application', 'service', 'capability_code', 'month_start'), f.place)
          from   jsonb_each_text(sample.row) with ordinality as f(key, value, place)
          where  f.key not in ('tool', 'instance', 'app_id')) as says
  from   validation_results v
  cross join lateral jsonb_array_elements(v.failing_samples) with ordinality as sample(row, place)
  where  (select sees_everything());
comment on view reporting.failing_row is
  'One row per failing row that a check kept as a sample, up to 20 of each check and run, those with the most money first. says: its fields with their values, names first, without ids of the source. Empty for readers of single sectors.';
