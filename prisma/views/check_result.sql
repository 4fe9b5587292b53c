create view reporting.check_result as
  select v.run_id, r.logical_date, v.check_id, v.severity, v.outcome, v.says, v.expected, v.observed, v.recommendation,
         v.failing_rows, v.money_at_stake, v.numerator, v.denominator, v.duration_ms, v.checked_at,
         v.run_id = (select max(run_id) from validation_results) as is_latest
  from   validation_results v
  join   pipeline_runs r on r.run_id = v.run_id
  where  (select sees_everything());
comment on view reporting.check_result is
  'One row per check of each run that was validated. money_at_stake: US dollars of the rows found, before allocation, null when no money depends on it; what does not fit is the largest that does. Empty for readers of single sectors.';
