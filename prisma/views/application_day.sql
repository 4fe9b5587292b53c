create view reporting.application_day with (security_invoker = true) as
  select u.ts::date as day, u.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         coalesce(s.sector_name, '__unassigned__') as sector, k.capability_code as capability, u.tier,
         coalesce(c.units, u.units_consumed) as units, u.units_average, u.node_count as nodes
  from   license_usage_fact u
  join   applications_dim a on a.app_id = u.app_id
  join   capabilities_dim k on k.capability_id = u.capability_id
  -- Row by row: PostgreSQL looks at the partition of the day only.
  left join lateral (
    select c.units from license_cost_fact c
    where  (c.tool, c.instance, c.app_id, c.capability_id, c.tier, c.ts) = (u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts) limit 1) c on true
  left join lateral (
    select o.sector_id from closed_ownership o
    where  o.month_start = date_trunc('month', u.ts)::date and o.app_id = u.app_id and u.ts >= o.valid_from and u.ts < o.valid_to
    union all
    select o.sector_id from application_ownership o
    where  o.app_id = u.app_id and u.ts >= o.valid_from and (o.valid_to is null or u.ts < o.valid_to)
    limit  1) o on true
  left join sectors_dim s on s.sector_id = o.sector_id
  where  u.ts <= (select r.logical_date - 1 from reporting_clock r);
comment on view reporting.application_day is
  'One row per day, application, capability and tier, up to the day before the last refreshed date: what reporting.usage_day adds up. Ask it for chosen applications only. units: license units of the day as they are charged (the maximum of the hours, or their mean); sector: the owner of the day, of a closed month as it was charged.';
