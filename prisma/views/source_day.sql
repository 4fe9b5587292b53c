create view reporting.source_day as
  select d.tool, d.instance, d.day, d.complete, d.with_gaps, d.run_id,
         (select string_agg(n.name, ', ' order by n.name)
          from   (select coalesce(a.appd_application_name, a.sn_service_name) as name
                  from applications_dim a where a.app_id = any (d.gap_app_ids) order by 1 limit 5) n) as gap_applications
  from   (select s.tool, s.instance, s.day, count(*) filter (where s.is_complete) as complete, count(*) filter (where not s.is_complete) as with_gaps,
                 array_agg(s.app_id) filter (where not s.is_complete) as gap_app_ids, max(s.run_id) as run_id
          from   source_days s
          group  by 1, 2, 3) d
  where  (select sees_everything());
comment on view reporting.source_day is
  'One row per source and day: of how many applications it told the day whole, of how many with gaps, and the first five of those by name; their last good data stays. Ask it for a few weeks at a time. Empty for readers of single sectors.';
