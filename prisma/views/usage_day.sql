create view reporting.usage_day with (security_invoker = true) as
  select u.day, s.sector_name as sector, k.capability_code as capability, u.tier,
         u.applications, u.units, u.units_average, u.nodes, u.unpriced_units, u.usd_cost as cost
  from   usage_by_day u
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join sectors_dim s using (sector_id)
  left join capabilities_dim k using (capability_id);
comment on view reporting.usage_day is
  'One row per day, sector that owned the applications that day, capability and tier, up to the last refreshed day. units: license units of the day (the maximum of the hours, or their mean, as the capability is licensed); cost: US dollars.';
