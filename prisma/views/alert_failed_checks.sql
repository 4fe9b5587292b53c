create view reporting.alert_failed_checks as
  select 'checks' as subject, count(*) filter (where outcome = 'fail' and severity = 'blocking') as value, 'run #' || run_id as detail
  from   reporting.check_result
  where  is_latest
  group  by run_id;
comment on view reporting.alert_failed_checks is
  'One row: how many blocking checks failed in the newest run that was validated; none without such a run. What an alert watches. Empty for readers of single sectors.';
