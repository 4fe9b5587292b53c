create view reporting.statement with (security_invoker = true) as
  select b.month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         s.sector_name as sector, s.kind as sector_kind, s.charge_mode, p.state,
         b.direct, b.shared_in, b.shared_out, b.adjustments, b.total, b.lines
  from   bill_by_month b
  join   sectors_dim s on s.sector_id = b.sector_id
  join   chargeback_periods p on p.month_start = b.month_start
  left join time_dim t on t.day = b.month_start;
comment on view reporting.statement is
  'The bill: one row per month and sector or bucket, as charged; US dollars: direct, shared_in, shared_out, adjustments, and their total.';
