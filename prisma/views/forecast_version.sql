create view reporting.forecast_version as
  select c.forecast_as_of as as_of, (date_trunc('month', c.forecast_as_of - interval '1 day') + interval '1 month')::date as first_month, m.model_name as model, m.method, (m.parameters ->> 'confidence')::numeric as confidence,
         (m.parameters ->> 'minimumRows')::integer as needed_days
  from   reporting_clock c
  left join forecast_models m on m.is_active
  where  c.forecast_as_of is not null;
comment on view reporting.forecast_version is
  'One row: the logical date of the forecast in force, the newest that stage 6 saw, the first month that it tells, and the active model with its method, the share of outcomes that its band should hold, and the days with usage that a series needs. No row before the first forecast. For everybody.';
