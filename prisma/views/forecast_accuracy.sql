create view reporting.forecast_accuracy with (security_invoker = true) as
  select m.month_start, t.fiscal_year, t.fiscal_period, 'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         f.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         coalesce(s.sector_name, '__unassigned__') as sector, coalesce(s.sector_name, '__unassigned__') as sector_today,
         k.capability_code as capability, f.tier, m.as_of, f.predicted_units, f.lower_units, f.upper_units, f.actual_units,
         abs(f.actual_units - f.predicted_units) / nullif(f.actual_units, 0) as error_ratio,
         f.actual_units between f.lower_units and f.upper_units as is_inside_band
  from   reporting.forecast_judged m
  cross join lateral (
    select f.app_id, f.capability_id, f.tier, f.predicted_units, f.lower_units, f.upper_units, used.units as actual_units
    from   forecast_fact f
    join   (select c.app_id, c.capability_id, c.tier, sum(c.units) as units
            from   cost_by_month c where c.month_start = m.month_start and c.part = 'usage' group by 1, 2, 3) used
           on used.app_id = f.app_id and used.capability_id = f.capability_id and used.tier = f.tier
    where  f.forecast_month = m.month_start and f.as_of = m.as_of
    -- Month by month: joined as a whole, a filter by name makes PostgreSQL read every forecast ever made.
    offset 0) f
  left join applications_dim a on a.app_id = f.app_id
  left join capabilities_dim k on k.capability_id = f.capability_id
  left join sector_today today on today.app_id = f.app_id
  left join sectors_dim s on s.sector_id = today.sector_id
  left join time_dim t on t.day = m.month_start;
comment on view reporting.forecast_accuracy is
  'For every complete month that was forecast before it began: one row per application, capability and tier with the last version made before, and what came. units: unit-days of the month; error_ratio: absolute error over actual, null when nothing was used. Sectors are those of today.';
