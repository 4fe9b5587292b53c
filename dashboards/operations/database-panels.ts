import { lines } from '../panels/meters.ts';
import type { PanelDraft } from '../panels/kit.ts';

const chosen = 'instance=~"$server"';
const noExporter =
  'No PostgreSQL exporter was scraped in this time: start one and name it in monitoring/prometheus.yml.';

export const connections = (): PanelDraft =>
  lines({
    key: 'connections',
    title: 'Connections of the allowed',
    says: 'Connections to the server in percent of max_connections. All programs of the product together stay below 90 of 100; at 90 % somebody else takes them, or a program leaks.',
    noData: noExporter,
    unit: 'percent',
    questions: [
      {
        ask: `100 * sum by (instance) (pg_stat_database_numbackends{${chosen}}) / max by (instance) (pg_settings_max_connections{${chosen}})`,
        name: '{{instance}}',
      },
    ],
    steps: [
      [null, 'good'],
      [80, 'warning'],
      [90, 'bad'],
    ],
  });

export const connectionStates = (): PanelDraft =>
  lines({
    key: 'connection-states',
    title: 'Connections by state',
    says: 'What connections do. "Idle in transaction" for long holds rows and locks that others wait for.',
    noData: noExporter,
    unit: 'count',
    questions: [{ ask: `sum by (state) (pg_stat_activity_count{${chosen}}) > 0`, name: '{{state}}' }],
    stacked: true,
  });

export const replicationLag = (): PanelDraft =>
  lines({
    key: 'replication-lag',
    title: 'Replication lag',
    says: 'How far replicas are behind, in seconds, as each replica tells when it is scraped itself. A server that is no replica tells zero. More than five minutes raise an alert.',
    noData: noExporter,
    unit: 'seconds',
    questions: [{ ask: `max by (instance) (pg_replication_lag_seconds{${chosen}})`, name: '{{instance}}' }],
    steps: [
      [null, 'good'],
      [300, 'bad'],
    ],
  });

export const longestTransaction = (): PanelDraft =>
  lines({
    key: 'longest-transaction',
    title: 'Longest transaction',
    says: 'Age of the oldest transaction by its state. Loading a large window may take minutes; hours stop the cleaning of tables.',
    noData: noExporter,
    unit: 'seconds',
    questions: [{ ask: `max by (state) (pg_stat_activity_max_tx_duration{${chosen}})`, name: '{{state}}' }],
  });

export const slowStatements = (): PanelDraft =>
  lines({
    key: 'slow-statements',
    title: 'Slow statements',
    says: 'Mean duration of the ten slowest statements in each step, by their id in pg_stat_statements. Statements over five seconds stand in the log of the server with their text.',
    noData:
      'The exporter tells nothing of statements: it needs --collector.stat_statements, and the database the extension pg_stat_statements.',
    unit: 'seconds',
    questions: [
      {
        ask:
          `topk(10, sum by (queryid) (rate(pg_stat_statements_seconds_total{${chosen}}[$__rate_interval]))` +
          ` / (sum by (queryid) (rate(pg_stat_statements_calls_total{${chosen}}[$__rate_interval])) > 0))`,
        name: '{{queryid}}',
      },
    ],
  });

export const size = (): PanelDraft =>
  lines({
    key: 'size',
    title: 'Size of databases',
    says: 'Disk space that each database takes, with its indexes.',
    noData: noExporter,
    unit: 'bytes',
    questions: [
      {
        ask: `max by (datname) (pg_database_size_bytes{${chosen},datname!~"template.*"})`,
        name: '{{datname}}',
      },
    ],
  });
