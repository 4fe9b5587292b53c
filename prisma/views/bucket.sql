create view reporting.bucket as
  select m.month_start, m.fiscal_month, s.sector_name as bucket, coalesce(a.appd_application_name, a.sn_service_name) as application,
         x.amount, x.held, x.since,
         1 + (date_part('year', age(m.month_start, x.since)) * 12 + date_part('month', age(m.month_start, x.since)))::integer as months,
         (select string_agg(w.actor_name, ', ' order by w.actor_name) from actors w where w.is_active and 'steward' = any (w.roles)) as steward
  from   reporting.billed_month m
  join   sectors_dim s on s.kind = 'bucket'
  -- Bucket by bucket, and no index by month (+ 0): only the lines of buckets are read.
  cross join lateral (
    select h.app_id, sum(h.amount) as amount, sum(h.held) as held, min(h.charge_month) filter (where h.held <> 0) as since
    from   (select f.app_id, f.charge_month, sum(f.usd_amount) as held,
                   coalesce(sum(f.usd_amount) filter (where f.month_start = m.month_start), 0) as amount
            from   chargeback_fact f
            where  f.sector_id = s.sector_id and f.month_start + 0 <= m.month_start
            group  by 1, 2) h
    -- What was taken out of the bucket again is no part of held, but of the bill of the month that took it out.
    where  h.held <> 0 or h.amount <> 0
    group  by 1
  ) x
  join   applications_dim a on a.app_id = x.app_id
  where  (select sees_everything());
comment on view reporting.bucket is
  'What nobody can be charged for yet: one row per month that has a bill, bucket and application whose cost is still in it, or whose bill of the month holds some of it. US dollars: amount of the month, which adds up to the bill of the bucket; held since the first month of usage that is still there (since; months counts both ends; null when all of it was taken out again). steward: who holds the role, null when nobody does. Ask for one month. The whole company: empty for readers of single sectors.';
