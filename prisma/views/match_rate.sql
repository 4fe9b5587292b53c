create view reporting.match_rate as
  with matching as (
    select (l.after ->> 'service_app_id') is not null as is_matched, l.status
    from   reconciliation_log l
    where  l.run_id = (select max(n.run_id) from reconciliation_log n
                       where n.run_id <= (select v.run_id from view_refreshes v where v.view_name = 'mv_monthly_cost_summary'))
  )
  select count(*)::integer as applications, count(*) filter (where is_matched)::integer as matched,
         count(*) filter (where status = 'needs_review')::integer as in_review,
         round(100.0 * count(*) filter (where is_matched) / nullif(count(*), 0), 2) as matched_pct
  from   matching
  having count(*) > 0;
comment on view reporting.match_rate is
  'One row: how many monitored applications the last matching linked to a service of the CMDB, as the summary of the run tells it. No row before the first matching. For everybody.';
