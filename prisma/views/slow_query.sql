-- The extension counts statements (000-336). Where it cannot be had, or is not loaded, the view is empty and nothing fails.
do $$
begin
  create extension if not exists pg_stat_statements;
exception when others then null;
end $$;

create function reporting.read_slow_queries()
returns table (calls bigint, mean_ms numeric, max_ms numeric, total_seconds numeric, result_rows bigint, statement text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  home text := (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements');
begin
  if home is null or not public.session_sees_everything() then return; end if;
  return query execute format($f$
    select t.calls, round(t.mean_exec_time::numeric, 1), round(t.max_exec_time::numeric, 1), round((t.total_exec_time / 1000)::numeric, 1), t.rows,
           left(regexp_replace(t.query, '\s+', ' ', 'g'), 500)
    from   (select s.* from %s.pg_stat_statements s
            where  s.dbid = (select d.oid from pg_database d where d.datname = current_database()) order by s.max_exec_time desc limit 100) t
    where  t.query ~* '^\s*(select|with|insert|update|delete|merge|refresh)\M' order by t.max_exec_time desc limit 50$f$, home);
exception when others then return;
end $$;
comment on function reporting.read_slow_queries is
  'The fifty statements with the slowest single call, as pg_stat_statements counts them: without the values in them, and without statements that may hold a password. Empty for readers of single sectors.';

create view reporting.slow_query as select q.* from reporting.read_slow_queries() q where (select sees_everything());
comment on view reporting.slow_query is
  'One row per statement, the slowest first, since the statistics were reset; milliseconds and seconds. Empty when the extension pg_stat_statements is missing, and for readers of single sectors.';
