create function reporting.read_connections() returns table (program text, role_name text, state text, connections bigint, oldest_seconds numeric)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(nullif(a.application_name, ''), 'unnamed program'), a.usename::text, coalesce(a.state, 'unknown'), count(*),
         round(max(extract(epoch from clock_timestamp() - a.state_change)), 0)
  from   pg_stat_activity a
  where  a.backend_type = 'client backend' and a.datname = current_database() and (select public.session_sees_everything())
  group  by 1, 2, 3
$$;
comment on function reporting.read_connections is 'Connections to this database by program, role and state; no statement and no address. Empty for readers of single sectors.';

create view reporting.connection as select c.* from reporting.read_connections() c where (select sees_everything());
comment on view reporting.connection is
  'One row per program, role and state: how many connections there are now, and for how many seconds the oldest is in that state. Empty for readers of single sectors.';
