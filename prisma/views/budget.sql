create view reporting.budget with (security_invoker = true) as
  with net as (
    -- What shared services of applications added to a sector, or took away, in the last complete month.
    select c.sector_id, sum(c.usd_amount) as shared
    from   chargeback_fact c
    join   applications_dim a on a.app_id = c.app_id and a.kind = 'application'
    where  c.month_start = (select p.last_complete from reporting.month_progress p)
    and    c.chargeback_cycle in ('allocated_shared_service', 'shared_service_offset')
    group  by 1
  ), coming as (
    select f.month_start, coalesce(f.sector_today_id, (select s.sector_id from sectors_dim s where s.sector_name = '__unassigned__')) as sector_id, f.cost
    from   (select month_start, sector_today_id, sum(predicted_cost) as cost
            from   reporting.forecast_month
            -- An old forecast also tells months that have begun since.
            where  month_start > (select p.month_start from reporting.month_progress p)
            group  by 1, 2) f
  ), expected as (
    select parts.month_start, s.sector_name as sector, sum(parts.amount) as amount
    from   (select month_start, sector_id, cost as amount from coming
            union all select m.month_start, n.sector_id, n.shared from net n cross join (select distinct month_start from coming) m) parts
    join   sectors_dim s on s.sector_id = parts.sector_id
    group  by 1, 2
  )
  select parts.month_start, t.fiscal_year, t.fiscal_period, t.fiscal_month, parts.sector, parts.budget, parts.actual, parts.forecast
  from   (
    select month_start, sector, sum(budget) as budget, sum(actual) as actual, round(sum(forecast), 2) as forecast
    from   (
      select b.month_start, s.sector_name as sector, b.usd_amount as budget, null::numeric as actual, null::numeric as forecast
      from   budgets b join sectors_dim s on s.sector_id = b.sector_id
      union all
      select month_start, sector, null, total, null from reporting.statement
      union all
      select month_start, sector, null, null, amount from expected
      union all
      -- The month that is running: what is billed so far, and its remaining days as the coming month is expected.
      select s.month_start, s.sector, null, null, s.total
      from   reporting.statement s
      where  s.month_start = (select p.month_start from reporting.month_progress p where p.days_left > 0)
      union all
      select p.month_start, e.sector, null, null, e.amount * p.share_of_next
      from   expected e join reporting.month_progress p on p.next_month = e.month_start
      where  p.days_left > 0
    ) rows
    group  by 1, 2
  ) parts
  left join reporting.month_label t on t.month_start = parts.month_start;
comment on view reporting.budget is
  'One row per month and sector: US dollars planned, billed, and expected to be billed; null where there is none. forecast: of months to come, the forecast cost of the applications that the sector has today, and what shared services added or took away in the last complete month; of the month that is running, its bill so far and the rest. Over all sectors it is the forecast cost.';
