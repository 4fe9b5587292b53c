create view reporting.statement with (security_invoker = true) as
  select f.month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         s.sector_name as sector, s.kind as sector_kind, s.charge_mode, p.state,
         f.direct, f.shared_in, f.shared_out, f.adjustments, f.total, f.lines
  -- Added up before anything is named: a month has thousands of lines and a few sectors.
  from   (
    select c.month_start, c.sector_id,
           coalesce(sum(c.usd_amount) filter (where c.chargeback_cycle = 'direct'), 0) as direct,
           coalesce(sum(c.usd_amount) filter (where c.chargeback_cycle = 'allocated_shared_service'), 0) as shared_in,
           coalesce(sum(c.usd_amount) filter (where c.chargeback_cycle = 'shared_service_offset'), 0) as shared_out,
           coalesce(sum(c.usd_amount) filter (where c.chargeback_cycle = 'adjustment'), 0) as adjustments,
           sum(c.usd_amount) as total, count(*) as lines
    from   chargeback_fact c
    group  by 1, 2) f
  join   sectors_dim s on s.sector_id = f.sector_id
  join   chargeback_periods p on p.month_start = f.month_start
  left join time_dim t on t.day = f.month_start;
comment on view reporting.statement is
  'The bill: one row per month and sector or bucket, as charged; US dollars: direct, shared_in, shared_out, adjustments, and their total.';
