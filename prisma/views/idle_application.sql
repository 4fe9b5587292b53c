create view reporting.idle_application with (security_barrier = true) as
  with clock as materialized (
    select v.data_through as through, date_trunc('month', v.data_through)::date as month_start
    from   view_refreshes v where v.view_name = 'mv_monthly_cost_summary' and v.data_through is not null
  ), busy as materialized (
    -- Used on more days of the month than would fit before its last 7 days.
    select distinct c.app_id
    from   cost_by_month c
    where  c.month_start = (select month_start from clock) and c.part = 'usage'
    and    c.days > (select through - month_start from clock) + 1 - 7
  ), quiet as materialized (
    select a.app_id, a.tool, a.instance, coalesce(a.appd_application_name, a.sn_service_name) as application, s.sector_name as sector,
           clock.through
    from   applications_dim a
    join   sector_today t using (app_id)
    join   sectors_dim s on s.sector_id = t.sector_id
    cross join clock
    where  a.kind = 'application' and a.is_listed
    and    ((select sees_everything()) or t.sector_id = any (array(select r.sector_id from reader_scopes r where r.role_name = current_user)))
    and    not exists (select from busy where busy.app_id = a.app_id)
  ), last_month as materialized (
    select q.*, (select max(c.month_start + 0) from cost_by_month c where c.app_id = q.app_id and c.part = 'usage' and c.units > 0) as month_start
    from   quiet q
  ), last_use as materialized (
    -- The sum of a day and nothing keeps PostgreSQL from walking through days instead of the application's rows.
    select m.*, (select max(u.ts + interval '0')::date from license_usage_fact u
                 where  u.app_id = m.app_id and u.units_consumed > 0
                 and    u.ts >= m.month_start and u.ts < m.month_start + interval '1 month') as last_used
    from   last_month m
  )
  select l.app_id, l.application, l.sector, l.last_used, k.idle_days,
         l.through - coalesce(l.last_used, k.first_known - 1) - k.idle_days as unknown_days, l.through
  from   last_use l
  cross join lateral (
    select count(*) filter (where d.is_complete)::integer as idle_days, min(d.day) as first_known
    from   source_days d
    where  d.tool = l.tool and d.instance = l.instance and d.app_id = l.app_id and d.day > coalesce(l.last_used, '-infinity') and d.day <= l.through
  ) k
  where  k.idle_days >= 7;
comment on view reporting.idle_application is
  'One row per application that the tool lists and that used nothing on at least 7 complete days up to the last day of usage in the figures: last_used (null: never), idle_days (days since then that are known to be 0), unknown_days (days since then that nobody knows). All capabilities and tiers together. Sector of today; readers of single sectors see their own.';
