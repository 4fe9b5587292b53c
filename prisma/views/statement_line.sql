create view reporting.statement_line with (security_invoker = true) as
  select f.chargeback_id as line_id, f.month_start, f.charge_month, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         s.sector_name as sector, s.kind as sector_kind,
         case when 'allocated_shared_service' in (f.chargeback_cycle, f.adjusted_cycle) then s.sector_name
              else coalesce(n.sector_name, case when a.kind = 'application' then '(another sector)' else s.sector_name end) end as sector_today,
         f.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application,
         case f.chargeback_cycle when 'direct' then 'direct' when 'allocated_shared_service' then 'shared in'
              when 'shared_service_offset' then 'shared out' else 'adjustment' end as part,
         nullif(f.corrected_line, 0) as corrected_line, f.cause, f.allocation_method as method, r.rule_name as rule, r.version as rule_version,
         f.sender_total, f.usd_amount as amount, f.run_id, p.state
  from   chargeback_fact f
  join   sectors_dim s using (sector_id)
  join   applications_dim a using (app_id)
  join   chargeback_periods p on p.month_start = f.month_start
  left join sector_today today on today.app_id = f.app_id
  left join sectors_dim n on n.sector_id = today.sector_id
  left join allocation_rules r on r.rule_id = f.rule_id
  left join time_dim t on t.day = f.month_start;
comment on view reporting.statement_line is
  'Every charged line with the names a statement shows: one row per line of chargeback_fact; amount in US dollars. sector_today: who would be charged at the organization of the last run; received parts of shared services stay where they are; a reader of single sectors is not told which other sector.';
