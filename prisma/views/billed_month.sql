create view reporting.billed_month as
  select p.month_start, (p.month_start - interval '1 month')::date as previous_month, p.fiscal_year, p.fiscal_period, p.fiscal_month, p.state,
         p.closed_by, p.closed_at, p.accept_by, span.days, greatest(least(v.data_through - p.month_start + 1, span.days), 0) as days_told,
         coalesce(v.data_through >= p.month_start + span.days - 1, false) or p.state in ('closed', 'restated') as is_complete,
         exists (select from chargeback_fact f where f.month_start = (p.month_start - interval '1 month')::date) as has_previous
  from   reporting.period p
  cross join lateral (select (p.month_start + interval '1 month')::date - p.month_start as days) span
  left join view_refreshes v on v.view_name = 'mv_monthly_cost_summary'
  where  exists (select from chargeback_fact f where f.month_start = p.month_start);
comment on view reporting.billed_month is
  'The months that have a bill: one row per month with its state, how many of its days are in the bill, and whether the month before has a bill too. is_complete: the last day is in, or the month is closed. No money; for everybody.';
