create view reporting.cost with (security_invoker = true) as
  select c.month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         c.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         s.sector_name as sector, coalesce(n.sector_name, s.sector_name) as sector_today, s.kind as sector_kind,
         o.owner_name as owner, o.department, p.pattern_name as architecture,
         coalesce(k.capability_code, '(none)') as capability, c.tier, c.part,
         c.days, c.priced_days, c.units, c.lowest_units, c.peak_units, c.unpriced_units, c.nodes,
         c.usd_cost as cost, c.cost_exact
  from   cost_by_month c
  join   applications_dim a on a.app_id = c.app_id
  join   sectors_dim s on s.sector_id = c.sector_id
  left join sector_today today on today.app_id = c.app_id
  left join sectors_dim n on n.sector_id = today.sector_id
  left join owners_dim o on o.owner_id = c.owner_id
  left join architecture_dim p on p.architecture_id = c.architecture_id
  left join capabilities_dim k on k.capability_id = c.capability_id
  left join time_dim t on t.day = c.month_start;
comment on view reporting.cost is
  'What the bill distributes, before shared services are: one row per month, application, sector that owned it, owner, architecture, capability, tier and part (usage, contract, correction, history). units: unit-days; cost: US dollars; nodes: mean of the month. Adds up to reporting.month.total_cost.';
