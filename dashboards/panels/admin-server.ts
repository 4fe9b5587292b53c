import { sql } from '../sql.ts';
import { bars, stat, table, type PanelDraft } from './kit.ts';

const now = 'it tells the server as it is now';
const said = { more: [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] };

/** Size, connections, the longest statement, replicas. */
export function server(): PanelDraft {
  return stat({
    key: 'server',
    title: 'Database server',
    says: 'Size of this database with indexes; connections in percent of those that are not reserved for superusers (an alert comes at 90); seconds of the longest statement that runs now, beside those of the product itself; replicas, how far the slowest is behind (an alert comes at 300 seconds; 0 without a replica), and replication slots whose replica is gone (an alert comes at one).',
    definition: 'figures-of-administration',
    timeless: now,
    noData:
      'The server told nothing: the view reporting.server_state is missing, run "npm run cli -- migrate".',
    unit: 'count',
    sql: sql`
select database_bytes as "Database size", connections_pct as "Connections used", longest_seconds as "Longest statement",
       replicas as "Replicas", replica_lag_seconds as "Replica behind", inactive_slots as "Replicas gone"
from   reporting.server_state`,
    rules: {
      'Database size': { unit: 'bytes' },
      'Connections used': {
        unit: 'percent',
        steps: [
          [null, 'good'],
          [70, 'warning'],
          [90, 'bad'],
        ],
      },
      'Longest statement': {
        unit: 'seconds',
        steps: [
          [null, 'good'],
          [5, 'warning'],
        ],
      },
      Replicas: { unit: 'count' },
      'Replica behind': {
        unit: 'seconds',
        steps: [
          [null, 'good'],
          [300, 'bad'],
        ],
      },
      'Replicas gone': {
        unit: 'count',
        steps: [
          [null, 'good'],
          [1, 'bad'],
        ],
      },
    },
  });
}

/** When the write-ahead log was archived last, or why that is not known. */
export function backups(): PanelDraft {
  return table({
    key: 'backups',
    title: 'Age of the backup',
    says: 'When the last file of the write-ahead log was archived, which is the moment up to which the database can be restored, and what failed. Backups made by pg_dump or by snapshots of the disk leave no trace in the database: look at the system that makes them.',
    definition: 'figures-of-administration',
    timeless: now,
    noData:
      'The server told nothing: the view reporting.server_state is missing, run "npm run cli -- migrate".',
    unit: 'text',
    sql: sql`
select case when not is_archiving then 'off' when last_archive_failed_at > last_archived_at or last_archived_at is null and failed_archives > 0 then 'failing'
            when last_archived_at is null then 'on, nothing yet' else 'on' end as "Archiving",
       last_archived_at as "Last archived", archive_age_seconds as "Age", archived_files as "Files",
       failed_archives as "Failed", last_archive_failed_at as "Last failure",
       case when not is_archiving then 'Nothing is archived: archive_mode is off. Ask whoever makes the dumps or snapshots for their age.'
            when last_archived_at is null then 'Nothing was archived since the statistics began: the first file comes when it is full, or after archive_timeout.'
            when last_archive_failed_at > last_archived_at then 'The archive refuses files: see the log of the server and the runbook.'
            else 'A restore reaches up to the last archived file.' end as "What it means"
from   reporting.server_state`,
    rules: {
      Archiving: { width: 120 },
      'Last archived': { unit: 'time', width: 180 },
      Age: { unit: 'seconds', width: 110 },
      Files: { unit: 'count', width: 80 },
      Failed: { unit: 'count', width: 80 },
      'Last failure': { unit: 'time', width: 180 },
      'What it means': said,
    },
  });
}

/** Who is connected. */
export function connections(): PanelDraft {
  return table({
    key: 'connections',
    title: 'Connections',
    says: 'Connections to this database by program, role and state, and for how long the oldest has been in that state. "idle in transaction" for minutes holds locks. All programs together should stay below 90 of 100.',
    definition: 'figures-of-administration',
    timeless: now,
    noData: 'You see single sectors only: an administrator sees the connections.',
    unit: 'text',
    sql: sql`
select program as "Program", role_name as "Role", state as "State", connections as "Connections", oldest_seconds as "Oldest"
from   reporting.connection
order  by connections desc, program, state, role_name`,
    rules: { Connections: { unit: 'count' }, Oldest: { unit: 'seconds' } },
  });
}

/** The statements with the slowest single call. */
export function slowQueries(): PanelDraft {
  return table({
    key: 'slow-queries',
    title: 'Slow statements',
    says: 'The fifty statements with the slowest single call since the statistics were reset, without the values in them. Panels should stay below 100 ms, their slowest call below 500; statements of stages may take longer. Statements over five seconds stand in the log of the server too.',
    definition: 'figures-of-administration',
    timeless: 'it counts since the statistics were reset',
    noData:
      'Nothing was counted: the server needs shared_preload_libraries = pg_stat_statements, and its administrator must say "create extension pg_stat_statements".',
    unit: 'text',
    sql: sql`
select statement as "Statement", calls as "Calls", mean_ms as "Mean", max_ms as "Slowest", total_seconds as "In all", result_rows as "Rows"
from   reporting.slow_query
order  by max_ms desc`,
    rules: {
      Statement: { ...said, width: 900 },
      Calls: { unit: 'count' },
      Mean: { unit: 'milliseconds', decimals: 1 },
      Slowest: {
        unit: 'milliseconds',
        decimals: 1,
        paint: true,
        steps: [
          [null, 'neutral'],
          [500, 'warning'],
          [5000, 'bad'],
        ],
      },
      'In all': { unit: 'seconds' },
      Rows: { unit: 'count' },
    },
  });
}

/** What takes the space. */
export function tableSizes(): PanelDraft {
  return bars({
    key: 'table-sizes',
    title: 'Largest tables',
    says: 'The fifteen largest tables with all their partitions: data with large values, and indexes. raw_source_answers holds every answer of a source as it came.',
    definition: 'figures-of-administration',
    timeless: now,
    noData: 'There is no table: run "npm run cli -- migrate".',
    unit: 'bytes',
    x: 'Table',
    stacked: true,
    horizontal: true,
    sql: sql`
select table_name as "Table", bytes - index_bytes as "Data", index_bytes as "Indexes"
from   reporting.table_size
order  by bytes desc, table_name
limit  15`,
  });
}
