create view reporting.period as
  select p.month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month,
         p.state, p.origin, p.prepared_by, p.closed_by, p.closed_at, p.accept_by, p.review_started_at, p.restatement_causes, p.closing_no
  from   chargeback_periods p
  left join time_dim t on t.day = p.month_start;
comment on view reporting.period is 'One row per month with its state and who closed it when. No money; for everybody.';
