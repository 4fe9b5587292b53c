create view reporting.month as
  select m.month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         m.usage_cost, m.contract_cost, m.corrections, m.history_cost, m.total_cost, m.charged, m.total_cost - m.charged as difference,
         coalesce(p.state, 'open') as state, p.closed_by, p.closed_at, p.prepared_by, p.accept_by, p.restatement_causes, p.origin,
         m.month_start = c.current_month as is_current, m.refreshed_at
  from   month_totals m
  cross join reporting_clock c
  left join chargeback_periods p on p.month_start = m.month_start
  left join time_dim t on t.day = m.month_start
  where  (select sees_everything());
comment on view reporting.month is
  'One row per month: what it cost in US dollars (usage, contract charges, corrections booked in it, history), what was charged, their difference (must be 0.00), and the state of the period. The whole company: empty for readers of single sectors.';
