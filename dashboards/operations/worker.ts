import {
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { prometheus } from '../prometheus-query.ts';
import { dashboard, place, shelf, type Section } from '../tab.ts';
import { pathOf, tabs } from '../tab-list.ts';
import * as database from './database-panels.ts';
import * as machine from './machine-panels.ts';
import * as stages from './stage-panels.ts';
import * as temporal from './temporal-panels.ts';

const uid = 'appd-operations';

/** The board of those who keep the pipeline running. It is no tab: its source is Prometheus, not the warehouse. */
export function buildOperations(): Dashboard {
  const builder = dashboard({
    uid,
    title: 'Worker and Servers',
    question: 'Does the pipeline run, how long does it take, and does what it stands on hold?',
    tag: 'appd-operations',
  })
    .time({ from: 'now-24h', to: 'now' })
    .refresh('1m')
    .links([
      new DashboardLinkBuilder(tabs.admin.title)
        .type(DashboardLinkType.Link)
        .url(pathOf('admin'))
        .tooltip('The same runs as the warehouse tells them, with the rows behind them')
        .icon('dashboard')
        .keepTime(true),
    ])
    .variables([
      new DatasourceVariableBuilder('prometheus').label('Prometheus').type(prometheus.type),
      instances('server', 'PostgreSQL server', 'pg_up'),
      instances('machine', 'Machine', 'node_uname_info'),
    ]);
  return { ...builder.build(), panels: place(uid, sections) };
}

const sections: readonly Section[] = [
  {
    title: 'Runs and stages',
    shelves: [
      shelf(
        4,
        [stages.whatAnswers(), 6],
        [stages.lastRuns(), 8],
        [stages.ageOfData(), 5],
        [stages.endedBadly(), 5],
      ),
      shelf(8, [stages.runs(), 8], [stages.attempts(), 8], [stages.retries(), 8]),
      shelf(8, [stages.duration(), 12], [stages.slowest(), 12]),
      shelf(8, [stages.rowsWritten(), 8], [stages.rowsRead(), 8], [stages.rowsRejected(), 8]),
    ],
  },
  {
    title: 'Temporal, as the worker sees it',
    shelves: [
      shelf(8, [temporal.slots(), 8], [temporal.scheduleToStart(), 8], [temporal.taskFailures(), 8]),
      shelf(8, [temporal.stickyCache(), 8], [temporal.requests(), 8], [temporal.pollers(), 8]),
    ],
  },
  {
    title: 'PostgreSQL',
    shelves: [
      shelf(8, [database.connections(), 8], [database.connectionStates(), 8], [database.replicationLag(), 8]),
      shelf(8, [database.longestTransaction(), 8], [database.slowStatements(), 8], [database.size(), 8]),
    ],
  },
  {
    title: 'Machine',
    shelves: [shelf(8, [machine.disk(), 8], [machine.processor(), 8], [machine.memory(), 8])],
  },
];

/** Which of them, when one Prometheus watches several. */
function instances(name: string, label: string, metric: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(prometheus)
    .query(`label_values(${metric}, instance)`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: ['All'], value: ['$__all'] });
}
