create view reporting.cost_change as
  select m.month_start, m.previous_month, m.fiscal_month, o.organization, s.sector_name as sector, s.kind as sector_kind,
         coalesce(a.appd_application_name, a.sn_service_name) as application, coalesce(k.capability_code, '(none)') as capability, x.tier, x.source,
         x.cost_before, x.cost, x.units_before, x.units, x.volume, x.mix, x.price, x.moved, x.new, x.retired, x.unsplit, x.corrections,
         case when x.others_now is null and x.others_before is null then null
              when x.moved < 0 then 'went to ' || case when (select sees_everything()) then coalesce(x.others_now, x.others_before) else 'another sector' end
              else 'came from ' || case when (select sees_everything()) then coalesce(x.others_before, x.others_now) else 'another sector' end end as note
  from   reporting.billed_month m
  cross join (values ('charged'), ('today')) o (organization)
  cross join lateral (
    -- Applications that continue each other are one family: merged ones for good, split ones while their month is compared.
    with recursive tie as (
      select c.app_id as one, c.other_app_id as other
      from   application_changes c
      where  c.undone_at is null and c.other_app_id is not null and c.effective_date < m.month_start + interval '1 month'
      and    (c.kind = 'merged' or (c.kind = 'split' and c.effective_date >= m.previous_month))
    ), both_ways as (
      select one, other from tie union select other, one from tie
    ), reached as (
      select one as app_id, one as member from both_ways
      union
      select r.app_id, b.other from reached r join both_ways b on b.one = r.member
    ), family as (
      select app_id, min(member) as family from reached group by 1
    ), part as (
      select coalesce(f.family, c.app_id) as family, c.app_id, c.capability_id, c.part, c.tier, c.month_start = m.month_start as is_now,
             case o.organization when 'today' then coalesce(t.sector_id, c.sector_id) else c.sector_id end as sector_id,
             c.units - c.unpriced_units as units, c.usd_cost, c.cost_exact
      from   cost_by_month c
      left join family f on f.app_id = c.app_id
      left join sector_today t on t.app_id = c.app_id
      where  c.month_start in (m.month_start, m.previous_month) and (c.part <> 'usage' or c.priced_days > 0)
    ), series as materialized (
      select family, sector_id, capability_id, part, tier, bool_or(is_now) as is_now, bool_or(not is_now) as was, min(app_id) as app_id,
             coalesce(sum(usd_cost) filter (where not is_now), 0) as cost_before, coalesce(sum(usd_cost) filter (where is_now), 0) as cost,
             coalesce(sum(units) filter (where not is_now), 0) as units_before, coalesce(sum(units) filter (where is_now), 0) as units,
             coalesce(sum(cost_exact) filter (where not is_now), 0) as exact_before, coalesce(sum(cost_exact) filter (where is_now), 0) as exact
      from   part group by 1, 2, 3, 4, 5
    ), standing as materialized (
      select family, sector_id, bool_or(is_now) as is_now, bool_or(was) as was,
             bool_or(part = 'history' and (cost <> 0 or cost_before <> 0)) as is_unsplit, count(*) over (partition by family) > 1 as is_move
      from   series where part <> 'correction' group by 1, 2
    ), judged as materialized (
      select s.*, case when s.part = 'correction' then 'correction' when g.is_move then 'move' when not g.was then 'new'
                       when not g.is_now then 'retired' when g.is_unsplit then 'unsplit' else 'split' end as kind,
             case when s.units_before = 0 or s.units = 0 then case when s.units_before = s.units then s.cost - s.cost_before else 0 end
                  when s.units_before = s.units and s.exact <> s.exact_before then s.cost - s.cost_before
                  else round((s.exact * s.units_before - s.units * s.exact_before) / s.units_before, 2) end as price_effect
      from   series s
      left join standing g on g.family = s.family and g.sector_id = s.sector_id
    ), average as (
      select sector_id, capability_id, sum(exact_before) / nullif(sum(units_before), 0) as price
      from   judged where kind = 'split' and part = 'usage' group by 1, 2
    ), other as (
      select w.family, w.sector_id, string_agg(e.sector_name, ', ' order by e.sector_name) filter (where v.was) as before,
             string_agg(e.sector_name, ', ' order by e.sector_name) filter (where v.is_now) as now
      from   standing w
      join   standing v on v.family = w.family and v.sector_id <> w.sector_id
      join   sectors_dim e on e.sector_id = v.sector_id
      where  w.is_move
      group  by 1, 2
    ), title as (
      -- The member of a family that costs most gives the name.
      select distinct on (f.family, p.sector_id) f.family, p.sector_id, f.app_id
      from   family f
      join   cost_by_month c on c.app_id = f.app_id and c.month_start in (m.month_start, m.previous_month) and c.part <> 'correction'
      left join sector_today t on t.app_id = f.app_id
      cross join lateral (select case o.organization when 'today' then coalesce(t.sector_id, c.sector_id) else c.sector_id end as sector_id) p
      group  by 1, 2, 3
      order  by 1, 2, sum(c.usd_cost) filter (where c.month_start = m.month_start) desc nulls last,
                sum(c.usd_cost) filter (where c.month_start <> m.month_start) desc nulls last, 3
    )
    select j.sector_id, coalesce(n.app_id, j.app_id) as app_id, j.capability_id, j.part as source, j.tier, j.cost_before, j.cost, j.units_before, j.units,
           case j.kind when 'split' then j.cost - j.cost_before - j.price_effect - q.mix else 0 end as volume,
           case j.kind when 'split' then q.mix else 0 end as mix, case j.kind when 'split' then j.price_effect else 0 end as price,
           case j.kind when 'move' then j.cost - j.cost_before else 0 end as moved,
           case j.kind when 'new' then j.cost else 0 end as new, case j.kind when 'retired' then -j.cost_before else 0 end as retired,
           case j.kind when 'unsplit' then j.cost - j.cost_before else 0 end as unsplit,
           case j.kind when 'correction' then j.cost - j.cost_before else 0 end as corrections, r.before as others_before, r.now as others_now
    from   judged j
    left join average v on v.sector_id = j.sector_id and v.capability_id = j.capability_id and j.kind = 'split' and j.part = 'usage'
    left join other r on r.family = j.family and r.sector_id = j.sector_id and j.kind = 'move'
    left join title n on n.family = j.family and n.sector_id = j.sector_id
    cross join lateral (
      -- What more or fewer units cost at their own old price, beyond what they cost at the average one.
      select case when v.price is null or (j.units_before = 0 and j.units = 0) then 0
                  else round(case when j.units_before = 0 then j.exact else j.units * j.exact_before / j.units_before end
                             - j.exact_before - v.price * (j.units - j.units_before), 2) end as mix) q
  ) x
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join sectors_dim s on s.sector_id = x.sector_id
  left join applications_dim a on a.app_id = x.app_id
  left join capabilities_dim k on k.capability_id = x.capability_id
  where  m.has_previous
  and    ((select sees_everything())
          or (o.organization = 'charged' and x.sector_id = any (array(select r.sector_id from reader_scopes r where r.role_name = current_user))));
comment on view reporting.cost_change is
  'Why the cost before shared services is another one than in the month before: one row per month that has a bill, as has the month before, organization (charged, today), sector, application with those it continues, capability, tier and source (usage, contract, correction, history). US dollars and unit-days; cost - cost_before = volume + mix + price + moved + new + retired + unsplit + corrections. Ask for one month and one organization. Readers of single sectors see theirs as charged.';
