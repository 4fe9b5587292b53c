create view reporting.forecast_judged as
  with judged as materialized (
    select m.month_start, (select max(c.as_of) from forecast_coverage c where c.as_of <= m.month_start) as as_of
    from   month_totals m
    cross join reporting_clock r
    where  m.month_start + interval '1 month' <= r.logical_date
  )
  select month_start, as_of from judged where as_of is not null;
comment on view reporting.forecast_judged is
  'The months that are complete and were forecast before they began, with the logical date of the last forecast made before: one row per month. For everybody.';
