create view reporting.source_state as
  with sources as (
    select s.tool, s.instance, min(s.stage) = 'appdynamics' as tells_usage, max(s.snapshot_id) as snapshot_id
    from   source_snapshots s group by 1, 2
  )
  select s.tool, s.instance, case when s.tells_usage then 'usage' else 'inventory' end as delivers,
         usage.last_day as last_complete_day, r.logical_date as last_snapshot_of, n.taken_at as last_snapshot_at, n.answers, n.run_id,
         case when s.tells_usage then c.logical_date - 1 - usage.last_day else c.logical_date - r.logical_date end as days_behind,
         gaps.days as days_with_gaps
  from   sources s
  cross join reporting_clock c
  join   source_snapshots n on n.snapshot_id = s.snapshot_id
  join   pipeline_runs r on r.run_id = n.run_id
  left join lateral (
    select d.day as last_day from source_days d
    where  s.tells_usage and d.tool = s.tool and d.instance = s.instance and d.is_complete and d.day < c.logical_date and d.day >= c.logical_date - 90
    order  by d.day desc limit 1) usage on true
  left join lateral (
    select count(*) as days from source_days d
    where  d.tool = s.tool and d.instance = s.instance and not d.is_complete and d.day >= c.logical_date - 14 and d.day < c.logical_date) gaps on s.tells_usage
  where  (select sees_everything());
comment on view reporting.source_state is
  'One row per source, with what it delivers. last_complete_day: the last day of usage that came whole for any application, null when none of ninety days did; days_behind: from that day, or from the date of the last inventory, to the logical date of the last refresh (0 is in time); days_with_gaps: application-days of the last fourteen without all points. Empty for readers of single sectors.';
