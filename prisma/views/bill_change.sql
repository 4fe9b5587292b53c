create view reporting.bill_change with (security_barrier = true) as
  select c.month_start, c.previous_month, c.fiscal_month, c.organization, c.sector, c.sector_kind, c.application, c.source,
         c.volume, c.mix, c.price, c.moved, c.new, c.retired, c.unsplit, 0::numeric as shared, 0::numeric as adjustments, c.note
  from   reporting.cost_change c
  where  c.source <> 'correction'
  union all
  select m.month_start, m.previous_month, m.fiscal_month, o.organization, s.sector_name, s.kind,
         coalesce(a.appd_application_name, a.sn_service_name), x.source, 0, 0, 0, 0, 0, 0, 0,
         case x.source when 'shared' then x.amount else 0 end, case x.source when 'adjustment' then x.amount else 0 end, null
  from   reporting.billed_month m
  cross join (values ('charged'), ('today')) o (organization)
  cross join lateral (
    select f.app_id, case f.chargeback_cycle when 'adjustment' then 'adjustment' else 'shared' end as source,
           case when o.organization = 'charged' or 'allocated_shared_service' in (f.chargeback_cycle, f.adjusted_cycle) then f.sector_id
                else coalesce(t.sector_id, f.sector_id) end as sector_id,
           case when f.month_start = m.month_start then f.usd_amount else -f.usd_amount end as amount
    from   chargeback_fact f
    left join sector_today t on t.app_id = f.app_id
    where  f.month_start in (m.month_start, m.previous_month) and f.chargeback_cycle <> 'direct'
  ) x
  -- Outer joins, although both always exist: a query that does not name them need not look for them.
  left join sectors_dim s on s.sector_id = x.sector_id
  left join applications_dim a on a.app_id = x.app_id
  where  m.has_previous
  and    ((select sees_everything())
          or (o.organization = 'charged' and x.sector_id = any (array(select r.sector_id from reader_scopes r where r.role_name = current_user))));
comment on view reporting.bill_change is
  'Why a bill is another one than in the month before: rows to be added up per month that has a bill, as has the month before, organization (charged, today), sector, application and source (usage, contract, history, shared, adjustment). US dollars. volume + mix is what statements call volume; the columns of a sector add up to the difference of its bills while the bill is as new as the cost. Ask for one month and one organization. Readers of single sectors see theirs as charged.';
