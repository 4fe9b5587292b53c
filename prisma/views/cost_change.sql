create view reporting.cost_change with (security_barrier = true) as
  select m.month_start, m.previous_month, m.fiscal_month, x.organization, s.sector_name as sector, s.kind as sector_kind,
         coalesce(a.appd_application_name, a.sn_service_name) as application, coalesce(k.capability_code, '(none)') as capability, x.tier, x.source,
         x.cost_before, x.cost, x.units_before, x.units, x.volume, x.mix, x.price, x.moved, x.new, x.retired, x.unsplit, x.corrections,
         case when x.others_now is null and x.others_before is null then null
              when x.moved < 0 then 'went to ' || case when (select sees_everything()) then coalesce(x.others_now, x.others_before) else 'another sector' end
              else 'came from ' || case when (select sees_everything()) then coalesce(x.others_before, x.others_now) else 'another sector' end end as note
  from   reporting.billed_month m
  join   (
    select 'charged' as organization, month_start, sector_id, app_id, capability_id, source, tier, cost_before, cost, units_before, units,
           volume, mix, price, moved, new, retired, unsplit, corrections, others_before, others_now
    from   change_by_month
    union all
    select organization, month_start, sector_id, app_id, capability_id, source, tier, cost_before, cost, units_before, units,
           volume, mix, price, moved, new, retired, unsplit, corrections, others_before, others_now
    from   explained_change
    where  organization = 'today'
  ) x on x.month_start = m.month_start
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join sectors_dim s on s.sector_id = x.sector_id
  left join applications_dim a on a.app_id = x.app_id
  left join capabilities_dim k on k.capability_id = x.capability_id
  where  m.has_previous
  and    ((select sees_everything())
          or (x.organization = 'charged' and x.sector_id = any (array(select r.sector_id from reader_scopes r where r.role_name = current_user))));
comment on view reporting.cost_change is
  'Why the cost before shared services is another one than in the month before: one row per month that has a bill, as has the month before, organization (charged, today), sector, application with those it continues, capability, tier and source (usage, contract, correction, history). US dollars and unit-days; cost - cost_before = volume + mix + price + moved + new + retired + unsplit + corrections. Ask for one month and one organization. Readers of single sectors see theirs as charged.';
