create view reporting.alert_unassigned_cost as
  select 'bill' as subject, round(100 * m.nobody / m.total, 2) as value, to_char(m.month_start, 'YYYY-MM') as detail
  from   (select s.month_start, sum(s.total) as total, coalesce(sum(s.total) filter (where s.sector in ('__unassigned__', '__unallocated__')), 0) as nobody
          from   reporting.statement s
          where  s.month_start = (select current_month from reporting.header)
          group  by 1) m
  where  m.total > 0 and (select sees_everything());
comment on view reporting.alert_unassigned_cost is
  'One row: what no sector pays yet (unassigned and unallocated) in percent of the bill of the current month. What an alert watches. Empty for readers of single sectors.';
