create view reporting.entitlement_day as
  select c.contract_name as contract, k.capability_code as capability, l.tier, u.day, l.committed as entitled,
         sum(case when k.licensed_metric = 'daily_average' then u.mean_units else u.units end) as used,
         l.committed - sum(case when k.licensed_metric = 'daily_average' then u.mean_units else u.units end) as headroom
  from   contracts c
  join   contract_lines l using (contract_id)
  join   capabilities_dim k using (capability_id)
  join   (
    select day, capability_id, tier, sum(units) as units, sum(mean_units) as mean_units
    from   (
      select day, capability_id, tier, units, mean_units from capability_by_day
      union all
      -- What came late for a closed month counts instead of what the month was closed with.
      select t.ts::date, t.capability_id, t.tier, t.units_consumed - coalesce(b.units_consumed, 0),
             coalesce(t.units_average, t.units_consumed) - coalesce(b.units_average, b.units_consumed, 0)
      from   late_usage_fact t
      left join license_usage_fact b
             on (b.tool, b.instance, b.app_id, b.capability_id, b.tier, b.ts) = (t.tool, t.instance, t.app_id, t.capability_id, t.tier, t.ts)
    ) d
    group  by 1, 2, 3
  ) u on u.capability_id = l.capability_id and (l.tier is null or u.tier = l.tier) and u.day >= c.start_date and u.day < c.end_date
  where  c.status = 'approved' and l.basis = 'daily_units' and (select sees_everything())
  group  by l.line_id, c.contract_name, k.capability_code, l.tier, u.day, l.committed;
comment on view reporting.entitlement_day is
  'Use against units that an approved contract entitles to every day: one row per line of contract and day of its term that has usage. entitled, used, headroom: license units of the day, of the whole company; headroom is negative when more was used. tier null: every tier. Empty for readers of single sectors.';
