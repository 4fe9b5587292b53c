create view reporting.forecast_month with (security_invoker = true) as
  select f.month_start, coalesce(s.sector_name, '__unassigned__') as sector, coalesce(s.sector_name, '__unassigned__') as sector_today,
         k.capability_code as capability, f.tier, f.predicted_units, f.half_units_squared, f.predicted_cost, f.half_cost_squared,
         f.capability_id, f.sector_id as sector_today_id
  from   forecast_by_month f
  -- Outer joins: a query that does not name them need not look for them.
  left join capabilities_dim k on k.capability_id = f.capability_id
  left join sectors_dim s on s.sector_id = f.sector_id;
comment on view reporting.forecast_month is
  'reporting.forecast of all applications together: one row per month, sector of today, capability and tier, and per sector of the date of the forecast where that was another one. units: unit-days; cost: US dollars. half_*_squared: the wider halves of the bands of its series, squared and added up; the root of their sum is the half of a band of several rows.';
