create view reporting.application_day with (security_invoker = true) as
  select u.ts::date as day, u.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         coalesce(s.sector_name, '__unassigned__') as sector, k.capability_code as capability, u.tier,
         u.units_consumed as units, u.units_average, u.node_count as nodes
  from   license_usage_fact u
  join   applications_dim a on a.app_id = u.app_id
  join   capabilities_dim k on k.capability_id = u.capability_id
  left join application_ownership o on o.app_id = u.app_id and u.ts >= o.valid_from and (o.valid_to is null or u.ts < o.valid_to)
  left join sectors_dim s on s.sector_id = o.sector_id
  where  u.ts <= (select r.logical_date - 1 from reporting_clock r);
comment on view reporting.application_day is
  'One row per day, application, capability and tier, up to the day before the last refreshed date. Ask it for chosen applications only; for all of them reporting.usage_day holds the sums. units: license units of the day.';
