create view reporting.alert_cost_variance as
  select 'cost' as subject, round(100 * numerator / denominator, 4) as value, 'run #' || run_id as detail
  from   reporting.check_result
  where  check_id = 'cost-variance-is-small' and denominator > 0 and outcome in ('pass', 'warn', 'fail')
  order  by run_id desc limit 1;
comment on view reporting.alert_cost_variance is
  'One row: the sum of differences between stored and expected cost, in percent of the expected cost, as the newest run that could measure it says. What an alert watches. Empty for readers of single sectors.';
