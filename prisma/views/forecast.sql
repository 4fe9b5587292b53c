create view reporting.forecast with (security_invoker = true) as
  select f.forecast_month as month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         f.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         coalesce(s.sector_name, '__unassigned__') as sector, coalesce(s.sector_name, '__unassigned__') as sector_today,
         k.capability_code as capability, f.tier, f.method, f.as_of, f.confidence,
         f.predicted_units, f.lower_units, f.upper_units, f.predicted_cost, f.lower_cost, f.upper_cost
  from   forecast_in_force f
  join   applications_dim a on a.app_id = f.app_id
  join   capabilities_dim k on k.capability_id = f.capability_id
  left join sector_today today on today.app_id = f.app_id
  left join sectors_dim s on s.sector_id = today.sector_id
  left join time_dim t on t.day = f.forecast_month;
comment on view reporting.forecast is
  'The forecast in force: one row per month, application, capability and tier with its band. units: unit-days of the month; cost: US dollars at the price in force on the logical date. Sectors are those of today.';
