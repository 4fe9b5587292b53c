create view reporting.forecast with (security_invoker = true) as
  select f.forecast_month as month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         f.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         coalesce(s.sector_name, '__unassigned__') as sector, coalesce(s.sector_name, '__unassigned__') as sector_today,
         k.capability_code as capability, f.tier, f.method, f.as_of, f.confidence,
         f.predicted_units, f.lower_units, f.upper_units, greatest(f.upper_units - f.predicted_units, f.predicted_units - f.lower_units) as half_units,
         f.predicted_cost, f.lower_cost, f.upper_cost, greatest(f.upper_cost - f.predicted_cost, f.predicted_cost - f.lower_cost) as half_cost,
         case when p.days_announced is null then f.predicted_cost
              when p.days_announced < p.days and f.unit_rate is null then null
              else round(f.predicted_units * (p.rate_days + (p.days - p.days_announced) * coalesce(f.unit_rate, 0)) / p.days, 2) end as announced_cost,
         f.capability_id, today.sector_id as sector_today_id
  from   forecast_fact f
  left join applications_dim a on a.app_id = f.app_id
  left join capabilities_dim k on k.capability_id = f.capability_id
  left join sector_today today on today.app_id = f.app_id
  left join sectors_dim s on s.sector_id = today.sector_id
  left join time_dim t on t.day = f.forecast_month
  left join reporting.announced_rate p on p.capability_id = f.capability_id and p.tier = f.tier and p.month_start = f.forecast_month
  where  f.as_of = (select v.as_of from reporting.forecast_version v);
comment on view reporting.forecast is
  'The forecast in force, the newest version: one row per month, application, capability and tier with its band. units: unit-days of the month; cost: US dollars at the price in force on the logical date, announced_cost at the prices that are announced for the month; half_*: the wider half of the band. Bands of several rows do not add up: root of the sum of squares over series, sum over the months of one series. Sectors are those of today. To add up many rows, group by the ids and take the names from reporting.label; sector_today_id is null where nobody owns the application.';
