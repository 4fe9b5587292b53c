create view reporting.tier_name as
  select distinct c.tier
  from   forecast_coverage c
  where  c.as_of = (select v.as_of from reporting.forecast_version v);
comment on view reporting.tier_name is
  'The tiers that the reader may choose from, those of the newest forecast: one row per name. For everybody.';
