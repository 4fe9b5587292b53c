create view reporting.forecast_gap with (security_invoker = true) as
  select coalesce(a.appd_application_name, a.sn_service_name) as application, coalesce(s.sector_name, '__unassigned__') as sector,
         coalesce(s.sector_name, '__unassigned__') as sector_today, k.capability_code as capability, gap.tier, gap.as_of, gap.lacks, gap.reason,
         gap.observed_days, gap.app_id
  from   (
    select c.app_id, c.capability_id, c.tier, c.as_of, 'units and cost' as lacks, c.reason, c.observed_rows as observed_days
    from   forecast_coverage c
    where  c.as_of = (select v.as_of from reporting.forecast_version v) and c.status <> 'forecast'
    union all
    select f.app_id, f.capability_id, f.tier, f.as_of, 'cost', 'There was no price on the day of the forecast.', c.observed_rows
    from   forecast_fact f
    join   forecast_coverage c on c.as_of = f.as_of and c.app_id = f.app_id and c.capability_id = f.capability_id and c.tier = f.tier
    where  f.as_of = (select v.as_of from reporting.forecast_version v)
    and    f.forecast_month = (select v.first_month from reporting.forecast_version v) and f.predicted_cost is null
  ) gap
  join   applications_dim a on a.app_id = gap.app_id
  join   capabilities_dim k on k.capability_id = gap.capability_id
  left join sector_today today on today.app_id = gap.app_id
  left join sectors_dim s on s.sector_id = today.sector_id;
comment on view reporting.forecast_gap is
  'What the newest forecast leaves out: one row per application, capability and tier without a forecast, or with one of units but not of cost, and why. observed_days: days with usage in the look-back window. Sectors are those of today.';
