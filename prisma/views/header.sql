create view reporting.header as
  select '#' || r.run_id || ' ' || to_char(coalesce(r.ended_at, v.refreshed_at), 'YYYY-MM-DD HH24:MI') || ' UTC' as last_run,
         r.run_id, r.status as run_status, v.validation_status as validation,
         coalesce(to_char(v.data_through, 'YYYY-MM-DD'), 'no usage yet') as data_through, v.data_through as data_through_day,
         to_char(c.current_month, 'YYYY-MM') as period_name, c.current_month,
         coalesce(p.state, 'open') as period_state, 'USD' as currency,
         exists (select from pipeline_runs running where running.status = 'running') as is_run_in_progress
  from   reporting_clock c
  join   view_refreshes v on v.view_name = 'mv_monthly_cost_summary'
  join   pipeline_runs r on r.run_id = v.run_id
  left join chargeback_periods p on p.month_start = c.current_month;
comment on view reporting.header is
  'One row: the run that refreshed what dashboards show, what its checks said, the last day of usage in it, the current month with its state, and the currency of all amounts. For everybody.';
