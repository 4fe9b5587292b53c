import { tabs } from '../tab-list.ts';
import { value, type AlertRule } from './rule.ts';

const admin = tabs.admin.uid;

/** What is wrong with the servers, looked at every minute. */
export const serverRules: readonly AlertRule[] = [
  {
    name: 'disk-space',
    title: 'A disk is getting full',
    requirement: '000-328',
    figure: {
      promql:
        '100 * (1 - max by (instance, mountpoint) (node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*"})' +
        ' / max by (instance, mountpoint) (node_filesystem_size_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*"}))',
    },
    alarm: { is: 'at least', limit: 80 },
    unit: '%',
    lasts: '10m',
    severity: 'critical',
    owner: 'database',
    panel: ['appd-operations', 'disk'],
    whenNothing: 'NoData',
    whenBroken: 'Error',
    summary: `{{ .Labels.mountpoint }} of {{ .Labels.instance }} is ${value(0)} % full`,
    means:
      'PostgreSQL stops when it cannot write. A full disk that nobody measures is no better, so missing figures are told too.',
  },
  {
    name: 'connections',
    title: 'The database runs out of connections',
    requirement: '000-329, C33',
    figure: { view: 'alert_server', subject: 'connections' },
    alarm: { is: 'at least', limit: 90 },
    unit: '%',
    lasts: '5m',
    severity: 'critical',
    owner: 'database',
    panel: [admin, 'connections'],
    whenNothing: 'Alerting',
    whenBroken: 'Alerting',
    summary: `${value(0)} % of the connections are taken`,
    means:
      'Soon nobody can connect. When Grafana itself finds no connection, the question cannot be asked, and that alarms as well.',
  },
  {
    name: 'slow-query',
    title: 'A statement takes more than five seconds',
    requirement: '000-330',
    figure: { view: 'alert_server', subject: 'longest statement' },
    alarm: { is: 'above', limit: 5 },
    unit: 'seconds',
    lasts: '2m',
    severity: 'warning',
    owner: 'database',
    panel: [admin, 'slow-queries'],
    whenNothing: 'OK',
    whenBroken: 'KeepLast',
    summary: `A statement has been running for ${value(0)} seconds`,
    means:
      'Whenever Grafana looked in two minutes, a statement of more than five seconds was running. Stages and commands of the product may take long and do not count. Single slow statements stand in the log of the server and on tab 8.',
  },
  {
    name: 'replication-lag',
    title: 'A replica is behind',
    requirement: '000-331',
    figure: { view: 'alert_server', subject: 'replication' },
    alarm: { is: 'above', limit: 300 },
    unit: 'seconds',
    lasts: '5m',
    severity: 'critical',
    owner: 'database',
    panel: [admin, 'server'],
    whenNothing: 'OK',
    whenBroken: 'KeepLast',
    summary: `The slowest replica is ${value(0)} seconds behind`,
    means:
      'Readers of the replica see old figures, and a failover would lose what it lacks. Without a replica there is no alarm.',
  },
  {
    name: 'replica-gone',
    title: 'A replica is gone',
    requirement: '000-331',
    figure: { view: 'alert_server', subject: 'replication slots' },
    alarm: { is: 'above', limit: 0 },
    unit: 'slots',
    lasts: '5m',
    severity: 'critical',
    owner: 'database',
    panel: [admin, 'server'],
    whenNothing: 'OK',
    whenBroken: 'KeepLast',
    summary: `${value(0)} replication slots have no replica`,
    means:
      'Nothing can take over, and the server keeps its write-ahead log for the slot until the disk is full. A replica without a slot is not missed.',
  },
  {
    name: 'archive',
    title: 'The write-ahead log cannot be archived',
    requirement: '000-306',
    figure: { view: 'alert_server', subject: 'archive' },
    alarm: { is: 'above', limit: 0 },
    unit: 'failing',
    lasts: '15m',
    severity: 'critical',
    owner: 'database',
    panel: [admin, 'server'],
    whenNothing: 'OK',
    whenBroken: 'KeepLast',
    summary: 'The last attempt to archive the write-ahead log failed',
    means:
      'A restore would end at the last file that was archived, and the disk fills up. Where nothing is archived there is no alarm.',
  },
];
