create view reporting.month_label as
  select t.day as month_start, t.fiscal_year, t.fiscal_period,
         'FY' || t.fiscal_year || ' P' || lpad(t.fiscal_period::text, 2, '0') as fiscal_month
  from   time_dim t
  where  t.day = t.month_start;
comment on view reporting.month_label is
  'What a month is called in the fiscal calendar: one row per month. For queries that add up many rows by month_start and name the sums. For everybody.';
