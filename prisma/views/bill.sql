create view reporting.bill with (security_invoker = true) as
  with bill as (
    select 'charged' as organization, b.month_start, b.sector_id, b.direct, b.shared_in, b.shared_out, b.adjustments, b.total
    from   bill_by_month b
    union all
    select 'today', f.month_start, f.sector_id,
           coalesce(sum(f.usd_amount) filter (where f.chargeback_cycle = 'direct'), 0),
           coalesce(sum(f.usd_amount) filter (where f.chargeback_cycle = 'allocated_shared_service'), 0),
           coalesce(sum(f.usd_amount) filter (where f.chargeback_cycle = 'shared_service_offset'), 0),
           coalesce(sum(f.usd_amount) filter (where f.chargeback_cycle = 'adjustment'), 0), sum(f.usd_amount)
    from   (select f.month_start, f.chargeback_cycle, f.usd_amount,
                   case when 'allocated_shared_service' in (f.chargeback_cycle, f.adjusted_cycle) then f.sector_id else coalesce(t.sector_id, f.sector_id) end as sector_id
            from   chargeback_fact f
            left join sector_today t on t.app_id = f.app_id
            where  (select sees_everything())) f
    group  by 1, 2, 3
  )
  select b.organization, b.month_start, p.fiscal_year, p.fiscal_period, p.fiscal_month, s.sector_name as sector, s.kind as sector_kind, s.charge_mode, p.state,
         b.direct, b.shared_in, b.shared_out, b.adjustments, b.total, u.usd_amount as budget
  from   bill b
  join   sectors_dim s on s.sector_id = b.sector_id
  left join reporting.period p on p.month_start = b.month_start
  left join budgets u on u.month_start = b.month_start and u.sector_id = b.sector_id;
comment on view reporting.bill is
  'The bill by both organizations: one row per organization (charged, today), month and sector or bucket; US dollars: direct, shared_in, shared_out, adjustments, their total, and what was planned (null where nothing was). charged holds the figures of reporting.statement; today gives direct cost, offsets and adjustments to whoever owns the application at the organization of the last run. Readers of single sectors see theirs as charged.';
