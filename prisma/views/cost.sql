create view reporting.cost with (security_invoker = true) as
  select c.month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         c.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         s.sector_name as sector, coalesce(n.sector_name, case when a.kind = 'application' then '(another sector)' else s.sector_name end) as sector_today, s.kind as sector_kind,
         o.owner_name as owner, o.department, p.pattern_name as architecture,
         coalesce(k.capability_code, '(none)') as capability, c.tier, c.part,
         c.days, c.priced_days, c.units, c.lowest_units, c.peak_units, c.unpriced_units, c.nodes,
         c.usd_cost as cost, c.cost_exact, c.sector_id, coalesce(today.sector_id, case when a.kind <> 'application' then c.sector_id end) as sector_today_id,
         c.owner_id, c.architecture_id, c.capability_id, c.capability_days
  from   cost_by_month c
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join applications_dim a on a.app_id = c.app_id
  left join sectors_dim s on s.sector_id = c.sector_id
  left join sector_today today on today.app_id = c.app_id
  left join sectors_dim n on n.sector_id = today.sector_id
  left join owners_dim o on o.owner_id = c.owner_id
  left join architecture_dim p on p.architecture_id = c.architecture_id
  left join capabilities_dim k on k.capability_id = c.capability_id
  left join time_dim t on t.day = c.month_start;
comment on view reporting.cost is
  'What the bill distributes, before shared services are: one row per month, application, sector that owned it, owner, architecture, capability, tier and part (usage, contract, correction, history). units: unit-days; cost: US dollars; nodes: mean of the month; days: with usage in the tier, capability_days: in any tier. Adds up to reporting.month.total_cost. sector_today: who owns the application at the organization of the last run; a reader of single sectors is not told which other sector. To add up many rows, group by the ids and take the names from reporting.label.';
