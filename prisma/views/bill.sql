create view reporting.bill with (security_invoker = true) as
  with part as (
    select 'charged' as organization, f.month_start, f.sector_id, f.chargeback_cycle, f.usd_amount
    from   chargeback_fact f
    union all
    select 'today', f.month_start,
           case when 'allocated_shared_service' in (f.chargeback_cycle, f.adjusted_cycle) then f.sector_id else coalesce(t.sector_id, f.sector_id) end,
           f.chargeback_cycle, f.usd_amount
    from   chargeback_fact f
    left join sector_today t on t.app_id = f.app_id
    where  (select sees_everything())
  ), bill as (
    select p.organization, p.month_start, s.sector_id, s.sector_name, s.kind, s.charge_mode,
           coalesce(sum(p.usd_amount) filter (where p.chargeback_cycle = 'direct'), 0) as direct,
           coalesce(sum(p.usd_amount) filter (where p.chargeback_cycle = 'allocated_shared_service'), 0) as shared_in,
           coalesce(sum(p.usd_amount) filter (where p.chargeback_cycle = 'shared_service_offset'), 0) as shared_out,
           coalesce(sum(p.usd_amount) filter (where p.chargeback_cycle = 'adjustment'), 0) as adjustments,
           sum(p.usd_amount) as total
    from   part p
    join   sectors_dim s on s.sector_id = p.sector_id
    group  by p.organization, p.month_start, s.sector_id
  )
  select b.organization, b.month_start, p.fiscal_year, p.fiscal_period, p.fiscal_month, b.sector_name as sector, b.kind as sector_kind, b.charge_mode, p.state,
         b.direct, b.shared_in, b.shared_out, b.adjustments, b.total, u.usd_amount as budget
  from   bill b
  left join reporting.period p on p.month_start = b.month_start
  left join budgets u on u.month_start = b.month_start and u.sector_id = b.sector_id;
comment on view reporting.bill is
  'The bill by both organizations: one row per organization (charged, today), month and sector or bucket; US dollars: direct, shared_in, shared_out, adjustments, their total, and what was planned (null where nothing was). charged holds the figures of reporting.statement; today gives direct cost, offsets and adjustments to whoever owns the application at the organization of the last run. Readers of single sectors see theirs as charged.';
