create view reporting.new_application with (security_barrier = true) as
  with clock as materialized (
    select current_month, (current_month - interval '1 month')::date as last_month, current_month + interval '1 month' as next_month
    from   reporting_clock
  ), candidate as materialized (
    select c.app_id from cost_by_month c
    where  c.month_start = (select current_month from clock) and c.part = 'usage' and c.units > 0
    except
    select c.app_id from cost_by_month c where c.month_start = (select last_month from clock)
  ), fresh as materialized (
    select n.app_id from candidate n
    where  (select min(c.month_start + 0) from cost_by_month c where c.app_id = n.app_id) = (select current_month from clock)
  )
  -- The first day stands outside: who only counts does not look for it, which takes plans for every month that ever was.
  select r.app_id, r.application, r.sector, r.sector_today, r.environment, r.capability, r.month_start,
         -- The sum of a day and nothing keeps PostgreSQL from walking through days instead of the application's rows.
         (select min(u.ts + interval '0')::date from license_usage_fact u
          where  u.app_id = r.app_id and u.ts >= (select current_month from clock) and u.ts < (select next_month from clock)) as first_day,
         r.units, r.peak_units, r.cost
  from   (
    select c.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application, s.sector_name as sector, t.sector_name as sector_today,
           a.environment, k.capability_code as capability, c.month_start,
           sum(c.units) as units, max(c.peak_units) as peak_units, sum(c.usd_cost) as cost
    from   fresh
    join   cost_by_month c on c.app_id = fresh.app_id and c.part = 'usage' and c.month_start = (select current_month from clock)
    join   applications_dim a on a.app_id = c.app_id
    join   sectors_dim s on s.sector_id = c.sector_id
    left join sector_today today on today.app_id = c.app_id
    left join sectors_dim t on t.sector_id = today.sector_id
    left join capabilities_dim k on k.capability_id = c.capability_id
    where  a.kind = 'application'
    and    ((select sees_everything()) or c.sector_id = any (array(select r.sector_id from reader_scopes r where r.role_name = current_user)))
    group  by 1, 2, 3, 4, 5, 6, 7
  ) r;
comment on view reporting.new_application is
  'Applications that used something in the current month and never cost or used anything before it: one row per application, sector and capability. first_day: of the application, any capability; units: unit-days; peak_units: of the busiest day of one tier; cost: US dollars, direct. Readers of single sectors see their own rows.';
