import { QueryBuilder, RuleBuilder, type Query } from '@grafana/grafana-foundation-sdk/alerting';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { TypeReduceBuilder, TypeThresholdBuilder } from '@grafana/grafana-foundation-sdk/expr';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { dataSourceUids } from '../data-sources.ts';
import { PostgresQuery } from '../postgres-query.ts';
import { idOf } from '../tab.ts';
import { runbookAnchor, uidOf, type AlertRule, type MeteredFigure, type WarehouseFigure } from './rule.ts';

/** Where Grafana serves the runbook, beside the definitions. */
export const runbookPage = '/public/appd-licensing/runbook.html';

const expressions = { type: '__expr__', uid: '__expr__' } as const;
const comparison = { above: 'gt', below: 'lt', 'at least': 'gte', 'at most': 'lte' } as const;

/** A rule as the provisioning file has it. */
export interface ProvisionedRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly Query[];
  readonly dashboardUid: string;
  readonly panelId: number;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly for: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A: the figure as a time series of one moment; B: its last value; C: the threshold. */
export function renderRule(rule: AlertRule): ProvisionedRule {
  const [dashboardUid, panelKey] = rule.panel;
  const built = new RuleBuilder(rule.title)
    .uid(uidOf(rule))
    .condition('C')
    .queries([figureQuery(rule.figure), lastValue(), threshold(rule)])
    .forDuration(rule.lasts)
    .noDataState(rule.whenNothing)
    .execErrState(rule.whenBroken)
    .annotations(annotationsOf(rule))
    .labels({ owner: rule.owner, severity: rule.severity, environment: '$APP_PROFILE' })
    .build();
  return {
    uid: uidOf(rule),
    title: built.title,
    condition: built.condition,
    data: built.data,
    dashboardUid,
    panelId: idOf(dashboardUid, panelKey),
    noDataState: built.noDataState,
    execErrState: built.execErrState,
    for: built.for,
    annotations: built.annotations ?? {},
    labels: built.labels ?? {},
  };
}

/** The address of the runbook stands there twice: Grafana's pages need it relative, a message needs it whole. */
function annotationsOf(rule: AlertRule): Record<string, string> {
  const page = `${runbookPage}#${runbookAnchor(rule)}`;
  const { is, limit } = rule.alarm;
  return {
    summary: rule.summary,
    description:
      `${rule.means} Alarm: ${is} ${limit} ${rule.unit} for ${rule.lasts}. ` +
      `Runbook: {{ externalURL }}${page.slice(1)}`,
    runbook_url: page,
  };
}

/** Only time series are accepted: the moment of asking is their one time. */
function figureQuery(figure: WarehouseFigure | MeteredFigure): QueryBuilder {
  const query = new QueryBuilder('A').relativeTimeRange({ from: 600, to: 0 });
  if ('promql' in figure) {
    const metrics = { type: 'prometheus', uid: dataSourceUids.metrics };
    return query
      .datasourceUid(dataSourceUids.metrics)
      .model(new DataqueryBuilder().refId('A').datasource(metrics).expr(figure.promql).instant());
  }
  const where = figure.subject === undefined ? '' : ` where subject = '${figure.subject}'`;
  const sql = `select now() as time, value, subject from reporting.${figure.view}${where}`;
  return query.datasourceUid(dataSourceUids.warehouse).model(fromWarehouse(sql));
}

function fromWarehouse(sql: string): Builder<Dataquery> {
  const asked = new PostgresQuery(sql, { format: 'time_series' }).build();
  const warehouse = { type: 'grafana-postgresql-datasource', uid: dataSourceUids.warehouse };
  return { build: () => ({ ...asked, datasource: warehouse }) as Dataquery };
}

function lastValue(): QueryBuilder {
  const reduce = new TypeReduceBuilder().refId('B').datasource(expressions).expression('A').reducer('last');
  return new QueryBuilder('B').datasourceUid(expressions.uid).model(reduce);
}

function threshold({ alarm }: AlertRule): QueryBuilder {
  const condition = { evaluator: { type: comparison[alarm.is], params: [alarm.limit] } };
  const compare = new TypeThresholdBuilder()
    .refId('C')
    .datasource(expressions)
    .expression('B')
    .conditions([condition]);
  return new QueryBuilder('C').datasourceUid(expressions.uid).model(compare);
}
