create view reporting.alert_server as
  select m.subject, m.value, m.detail
  from   reporting.server_state s
  cross join lateral (values
    ('connections', s.connections_pct, s.connections || ' of ' || s.max_connections),
    ('longest statement', s.longest_seconds, coalesce(s.longest_program, 'nothing runs')),
    ('replication', s.replica_lag_seconds, s.replicas || ' replicas'),
    ('replication slots', s.inactive_slots, 'without a replica'),
    ('archive', case when s.is_archiving then (coalesce(s.last_archive_failed_at > s.last_archived_at, s.last_archive_failed_at is not null))::integer end,
                case when s.last_archived_at is null then 'never archived' else 'last ' || to_char(s.last_archived_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' end)
  ) as m(subject, value, detail)
  where  m.value is not null and (select sees_everything());
comment on view reporting.alert_server is
  'One row per measure of the server, by the real clock: connections in percent of the usable ones, seconds of the longest statement, seconds a replica is behind (0 without one), replication slots whose replica is gone, and 1 when the last write-ahead log could not be archived (no row where nothing is archived). What alerts watch. Empty for readers of single sectors.';
