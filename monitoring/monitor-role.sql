-- The role of the PostgreSQL exporter: a member of pg_monitor, which sees statistics and no table of ours. A superuser runs this,
-- as often as he likes, with the password in MONITOR_DB_PASSWORD:
--   psql -v ON_ERROR_STOP=1 -f monitoring/monitor-role.sql

\set password ''
\getenv password MONITOR_DB_PASSWORD
select :'password' = '' as is_missing \gset
\if :is_missing
  do $$ begin raise exception 'MONITOR_DB_PASSWORD is not set: the role of the exporter needs a password.'; end $$;
\endif

create extension if not exists pg_stat_statements;
-- Or the password would stand among the statements that the exporter itself reads.
set pg_stat_statements.track_utility = off;

select 'create role appd_monitor' where not exists (select from pg_roles where rolname = 'appd_monitor') \gexec
alter role appd_monitor login connection limit 5 password :'password';
grant pg_monitor to appd_monitor;
