-- What the server says of itself. The owner asks, for whoever reads may not see the sessions of others; nothing of theirs comes out.
create function reporting.read_server_state()
returns table (database_bytes bigint, connections integer, max_connections integer, longest_seconds numeric, longest_program text,
               replicas integer, replica_lag_seconds numeric, inactive_slots integer, is_archiving boolean, archived_files bigint, last_archived_at timestamptz,
               failed_archives bigint, last_archive_failed_at timestamptz, statistics_since timestamptz, has_statements boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select pg_database_size(current_database()), a.connections, m.usable, coalesce(a.longest_seconds, 0), a.longest_program,
         p.replicas, coalesce(p.lag, 0), l.inactive, current_setting('archive_mode') <> 'off', w.archived_count, w.last_archived_time, w.failed_count, w.last_failed_time,
         (select d.stats_reset from pg_stat_database d where d.datname = current_database()),
         exists (select from pg_extension e where e.extname = 'pg_stat_statements')
  from   (select count(*) filter (where s.backend_type = 'client backend')::integer as connections,
                 round(max(extract(epoch from clock_timestamp() - s.query_start)) filter (where s.is_slow), 1) as longest_seconds,
                 (array_agg(coalesce(nullif(s.application_name, ''), 'unnamed program') order by s.query_start) filter (where s.is_slow))[1] as longest_program
          from   (select *, state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()
                            and application_name !~ '^appd-licensing (worker|cli|demo)' as is_slow from pg_stat_activity) s) a
  cross join (select current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer as usable) m
  cross join (select count(*)::integer as replicas, round(max(extract(epoch from r.replay_lag)), 1) as lag from pg_stat_replication r) p
  cross join (select count(*)::integer as inactive from pg_replication_slots where not active) l
  cross join pg_stat_archiver w
$$;
comment on function reporting.read_server_state is
  'One row: size, connections, the longest statement that runs now beside those of the product itself, replicas with their lag, replication slots that nobody uses, and what became of the write-ahead log. Sessions of others stay invisible. For everybody.';

create view reporting.server_state as
  select s.*, round(100.0 * s.connections / s.max_connections, 1) as connections_pct,
         round(extract(epoch from clock_timestamp() - s.last_archived_at)) as archive_age_seconds
  from   reporting.read_server_state() s;
comment on view reporting.server_state is
  'One row: what the database server says of itself now, not at the logical date. max_connections: without those reserved for superusers; longest_seconds: the longest statement of programs other than the product''s own; replica_lag_seconds: 0 without a replica; inactive_slots: replication slots whose replica is gone; archive_age_seconds: since the last file of the write-ahead log was archived, null when none was. For everybody.';
