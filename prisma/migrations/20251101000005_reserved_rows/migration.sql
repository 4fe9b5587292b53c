-- Rows that the rules rely on: the days of the calendar, and the named buckets (R28).

insert into time_dim (time_id, day, month_start, quarter, year, iso_week, weekday, fiscal_year, fiscal_period, is_weekend, is_month_end)
select to_char(d, 'YYYYMMDD')::integer, d, date_trunc('month', d)::date, extract(quarter from d), extract(year from d),
       extract(week from d), extract(isodow from d), extract(year from d), extract(month from d),
       extract(isodow from d) in (6, 7), extract(day from d + interval '1 day') = 1
from   generate_series(date '2020-01-01', date '2040-12-31', interval '1 day') as g(d);

insert into sectors_dim (sector_name, kind, is_chargeable) values
  ('__unassigned__', 'bucket', false),
  ('__unallocated__', 'bucket', false),
  ('__idle__', 'bucket', false),
  ('__corporate__', 'bucket', false);

insert into applications_dim (kind, appd_application_name, is_in_scope, sector_id)
select 'reserved', s.sector_name, false, s.sector_id from sectors_dim s where s.kind = 'bucket'
union all
select 'reserved', '__overlap__', false, s.sector_id from sectors_dim s where s.sector_name = '__unallocated__';
