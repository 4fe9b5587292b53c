create view reporting.month_progress as
  with clock as (
    select c.current_month as month_start, (c.current_month + interval '1 month')::date as next_month, v.data_through
    from   reporting_clock c
    join   view_refreshes v on v.view_name = 'mv_monthly_cost_summary'
  ), counted as (
    select month_start, next_month, data_through, next_month - month_start as days,
           greatest(0, least(next_month, data_through + 1) - month_start) as days_past, (next_month + interval '1 month')::date - next_month as next_days
    from   clock
  )
  select month_start, next_month, data_through, days, days_past, days - days_past as days_left, next_days,
         (days - days_past)::numeric / next_days as share_of_next,
         (select min(u.day) from usage_by_day u) as first_day,
         case when days_past = days then month_start else (month_start - interval '1 month')::date end as last_complete
  from   counted;
comment on view reporting.month_progress is
  'One row: the current month, its days with and without data, the last complete month, and the first day of usage that is known (first_day). share_of_next: the days left as a share of the days of next_month, by which its forecast tells the rest of this month. For everybody.';
