create view reporting.contract_standing as
  -- The last day that every application has told completely, as far as it is rolled up; else the last with usage.
  with known as materialized (
    select coalesce(
             (select v.data_through - n.back
              from   (select g as back from generate_series(0, 59) g order by g) n
              cross join lateral (select bool_and(s.is_complete) as is_complete from source_days s where s.day = v.data_through - n.back) d
              where  d.is_complete order by n.back limit 1),
             v.data_through) as through
    from   view_refreshes v where v.view_name = 'mv_monthly_cost_summary'
  ), line as materialized (
    select l.line_id, c.contract_name, c.vendor, c.start_date, c.end_date, l.capability_id, k.capability_code, l.tier, l.basis, l.settled_per,
           l.committed, k.licensed_metric, known.through, known.through + 1 as as_of,
           least(c.start_date, known.through - 29) as read_from,
           date_trunc('month', greatest(known.through, c.start_date))::date as running_month
    from   contracts c
    join   contract_lines l using (contract_id)
    join   capabilities_dim k using (capability_id)
    cross join known
    where  (select sees_everything()) and c.status = 'approved' and c.end_date > known.through
  ), span as materialized (
    select line.*, case settled_per when 'term' then start_date else greatest(start_date, running_month) end as span_from,
           case settled_per when 'term' then end_date else least(end_date, (running_month + interval '1 month')::date) end as span_end
    from   line
  ), daily as materialized (
    select u.day, u.capability_id, u.tier, u.units, u.mean_units, u.usd_cost
    from   capability_by_day u
    where  u.day >= (select min(read_from) from span) and u.day < (select max(as_of) from span)
    and    u.capability_id = any (array(select capability_id from span))
  ), day_use as materialized (
    select l.line_id, d.day, sum(d.quantity) as quantity
    from   span l
    cross join lateral (
      select u.day, case when l.basis = 'amount' then u.usd_cost when l.licensed_metric = 'daily_average' then u.mean_units else u.units end as quantity
      from   daily u
      where  u.capability_id = l.capability_id and (l.tier is null or u.tier = l.tier) and u.day >= l.read_from and u.day < l.as_of
      union all
      -- What came late for a closed month counts instead of what the month was closed with.
      select t.ts::date, case when l.licensed_metric = 'daily_average' then coalesce(t.units_average, t.units_consumed) - coalesce(u.units_average, u.units_consumed, 0)
                              else t.units_consumed - coalesce(u.units_consumed, 0) end
      from   late_usage_fact t
      left join license_usage_fact u on (u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts) = (t.tool, t.instance, t.app_id, t.capability_id, t.tier, t.ts)
      where  l.basis <> 'amount' and t.capability_id = l.capability_id and (l.tier is null or t.tier = l.tier)
      and    t.ts >= l.read_from::timestamp and t.ts < l.as_of::timestamp
      union all
      select a.ts::date, a.usd_cost
      from   cost_adjustment_fact a
      where  l.basis = 'amount' and a.capability_id = l.capability_id and (l.tier is null or a.tier = l.tier)
      and    a.ts >= l.read_from::timestamp and a.ts < l.as_of::timestamp
      union all
      select greatest(f.month_start, l.read_from), f.usd_cost
      from   contract_charge_fact f join price_config p using (price_id)
      where  l.basis = 'amount' and f.kind in ('flat_fee', 'minimum_true_up') and f.capability_id = l.capability_id
      and    (l.tier is null or p.tier = l.tier) and f.month_start < l.as_of and f.month_start + interval '1 month' > l.read_from
    ) d
    group  by 1, 2
  ), counted as (
    select u.line_id, u.day, u.quantity, l.committed, u.day >= l.as_of - 30 as is_recent, u.day >= l.span_from and u.day < l.span_end as is_in_span,
           case when l.basis = 'daily_units' then u.quantity
                else sum(u.quantity) filter (where u.day >= l.span_from and u.day < l.span_end) over (partition by u.line_id order by u.day) end as reached
    from   day_use u join span l using (line_id)
  ), summed as materialized (
    select u.line_id, greatest(0, max(u.quantity) filter (where is_in_span)) as busiest,
           sum(greatest(u.quantity, 0)) filter (where is_in_span) as positive, sum(u.quantity) filter (where is_in_span) as total,
           min(u.day) filter (where is_in_span and u.reached >= u.committed) as used_up_on,
           sum(u.quantity) filter (where is_recent) as pace, min(u.day) filter (where is_recent) as first_recent, bool_or(not is_recent) as has_older
    from   counted u
    group  by 1
  ), used as (
    select l.*, least(l.as_of, l.span_end) - l.span_from as days_past, l.as_of >= l.span_end as is_over,
           coalesce(s.busiest, 0) as busiest, coalesce(s.positive, 0) as positive, coalesce(s.total, 0) as total, s.used_up_on,
           coalesce(s.pace, 0) as pace, greatest(1, l.as_of - case when s.has_older then l.as_of - 30 else coalesce(s.first_recent, l.as_of) end) as pace_days
    from   span l
    left join summed s using (line_id)
  ), settled as (
    select used.*, case basis when 'daily_units' then busiest else greatest(total, 0) end as used,
           case basis when 'daily_units' then positive else greatest(total, 0) end as settled_used,
           case basis when 'daily_units' then committed * greatest(days_past, 0) else committed end as settled_entitled,
           greatest(as_of, start_date) as next,
           case when pace > 0 then least(36600, div((committed - total) * 10000 * pace_days + pace * 10000 - 1, pace * 10000))::integer end as days_left,
           case when pace > 0 then least(36600, div(committed * 10000 * pace_days + pace * 10000 - 1, pace * 10000))::integer end as days_anew
    from   used
  ), projected as (
    select settled.*, case
             when pace <= 0 then null
             when basis = 'daily_units' then case when pace >= committed * pace_days then next end
             when settled_per = 'term' or next + days_left - 1 < span_end then next + days_left - 1
             -- Each later month begins with the whole commitment again.
             else (select m::date + days_anew - 1
                   from   generate_series(date_trunc('month', span_end - 1) + interval '1 month', end_date - 1, interval '1 month') m
                   where  days_anew <= extract(day from m + interval '1 month' - interval '1 day') order by m limit 1)
           end as projected_on
    from   settled
  )
  select contract_name as contract, vendor, capability_code as capability, tier, basis, settled_per,
         case when start_date > through then 'to come' else 'in force' end as state,
         committed as entitled, used,
         case when is_over then 0 else greatest(committed - used, 0) end as headroom,
         round(used * 100 / nullif(committed, 0), 1) as used_pct,
         settled_entitled, settled_used, round(settled_used * 100 / nullif(settled_entitled, 0), 1) as settled_pct,
         start_date as starts_on, end_date as renewal_date, end_date - through as days_to_renewal,
         coalesce(used_up_on, case when projected_on < end_date then projected_on end) as exhausted_on,
         used_up_on is not null as is_used_up, through
  from   projected;
comment on view reporting.contract_standing is
  'One row per line of an approved contract that is in force or to come, as of the last complete day: what is entitled, used and left of the running settlement (a month, or the term). entitled, used, headroom: license units of the busiest day for daily_units, unit-days for units, US dollars for amount; settled_*: the same in unit-days or dollars of the settlement so far, as "contracts show" tells it; exhausted_on: when it was used up, or will be at the pace of the last 30 days, null when it lasts to the renewal. Tier null: every tier. The whole company: empty for readers of single sectors.';
