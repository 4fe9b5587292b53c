create view reporting.application_month with (security_invoker = true) as
  select u.month_start, u.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         s.sector_name as sector, coalesce(n.sector_name, case when a.kind = 'application' then '(another sector)' else s.sector_name end) as sector_today,
         u.owner_id, u.architecture_id, u.days, u.usd_cost as cost, u.node_days, u.node_cost, u.sector_id
  from   application_by_month u
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join applications_dim a on a.app_id = u.app_id
  left join sectors_dim s on s.sector_id = u.sector_id
  left join sector_today today on today.app_id = u.app_id
  left join sectors_dim n on n.sector_id = today.sector_id;
comment on view reporting.application_month is
  'Usage of all capabilities and tiers: one row per month, application, sector that owned it, owner and architecture. days: days with usage; cost: US dollars, direct, adds up to the usage of reporting.cost; node_days: registered nodes times days, null when none are told; node_cost: the part of the cost whose nodes are told. sector_today: as in reporting.cost.';
