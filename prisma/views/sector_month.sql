create view reporting.sector_month with (security_invoker = true) as
  select c.month_start, s.sector_name as sector, coalesce(k.capability_code, '(none)') as capability, c.tier, c.part,
         c.days, c.priced_days, c.units, c.unpriced_units, c.usd_cost as cost, c.cost_exact, c.sector_id, c.capability_id
  from   sector_by_month c
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join sectors_dim s on s.sector_id = c.sector_id
  left join capabilities_dim k on k.capability_id = c.capability_id;
comment on view reporting.sector_month is
  'reporting.cost of all applications together: one row per month, sector that owned them, capability, tier and part (usage, contract, correction, history). days and priced_days: added up over the applications; units: unit-days; cost: US dollars.';
