create view reporting.alert_match_rate as
  select 'applications' as subject, m.matched_pct as value, m.matched || ' of ' || m.applications as detail
  from   reporting.match_rate m
  where  m.matched_pct is not null and (select sees_everything());
comment on view reporting.alert_match_rate is
  'One row: monitored applications that are linked to a service, in percent of all of them, as the executive overview shows it; none before the first matching. What an alert watches. Empty for readers of single sectors.';
