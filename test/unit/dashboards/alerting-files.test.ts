import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { alertingFiles } from '../../../dashboards/alerts/alerting-files.ts';
import type { ProvisionedContactPoint } from '../../../dashboards/alerts/contact-points.ts';
import type { ProvisionedRule } from '../../../dashboards/alerts/render-rule.ts';
import { allTabs } from '../../../dashboards/all-tabs.ts';
import { dataSourceUids } from '../../../dashboards/data-sources.ts';
import { renderDefinitions } from '../../../dashboards/definitions.ts';
import { buildOperations } from '../../../dashboards/operations/worker.ts';
import { buildTab } from '../../../dashboards/tab.ts';

interface Route {
  readonly receiver?: string;
  readonly object_matchers?: readonly (readonly [string, string, string])[];
  readonly mute_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}

const files = alertingFiles();
const read = <Content>(path: string): Content => parse(files[path] ?? '', { version: '1.1' }) as Content;
const rules = read<{ groups: { rules: ProvisionedRule[] }[] }>('alerting/rules.yaml').groups.flatMap(
  (group) => group.rules,
);
const { contactPoints } = read<{ contactPoints: ProvisionedContactPoint[] }>('alerting/contact-points.yaml');
const pagerDuty = read<{ contactPoints: ProvisionedContactPoint[] }>(
  'alerting-production/pagerduty.yaml',
).contactPoints;
const { policies } = read<{ policies: Route[] }>('alerting/policies.yaml');
const { muteTimes } = read<{ muteTimes: { name: string }[] }>('alerting/mute-times.yaml');

const routesOf = (route: Route): Route[] => [route, ...(route.routes ?? []).flatMap(routesOf)];
const allRoutes = policies.flatMap(routesOf);

test('every file is YAML, says where it comes from, and reads alike as YAML 1.1 and 1.2', () => {
  for (const [path, text] of Object.entries(files)) {
    expect([path, parse(text, { version: '1.1' })]).toEqual([path, parse(text)]);
    expect(text).toMatch(/^# Made from dashboards\/alerts\//);
    expect(parse(text)).toMatchObject({ apiVersion: 1 });
  }
});

test('uids are unique and short enough for Grafana', () => {
  const uids = [
    ...rules.map(({ uid }) => uid),
    ...[...contactPoints, ...pagerDuty].flatMap(({ receivers }) => receivers.map(({ uid }) => uid)),
  ];
  expect(new Set(uids).size).toBe(uids.length);
  for (const uid of uids) expect(uid).toMatch(/^appd-[a-z-]{1,35}$/);
  expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
});

test('every rule asks, takes the last value and compares it, and names who acts and what to do', () => {
  for (const rule of rules) {
    expect(rule.data.map(({ refId }) => refId)).toEqual(['A', 'B', 'C']);
    expect(rule.condition).toBe('C');
    expect(Object.values(dataSourceUids)).toContain(rule.data[0]?.datasourceUid);
    expect(rule.labels).toEqual({
      owner: expect.stringMatching(/^(licensing|finance|database)$/),
      severity: expect.stringMatching(/^(critical|warning)$/),
      environment: '$APP_PROFILE',
    });
    expect(Object.keys(rule.annotations).sort()).toEqual(['description', 'runbook_url', 'summary']);
    expect(rule.for).toMatch(/^\d+[mh]$/);
  }
});

test('Grafana replaces variables of the environment in labels, not in annotations: none stands there', () => {
  for (const { annotations } of rules) expect(JSON.stringify(annotations)).not.toContain('$');
});

test('the runbook has a section for every rule', () => {
  const page = renderDefinitions(readFileSync('docs/runbook.md', 'utf8'), 'Runbook');
  for (const { annotations } of rules) {
    const [path, anchor] = (annotations['runbook_url'] ?? '').split('#');
    expect(path).toBe('/public/appd-licensing/runbook.html');
    expect(page).toContain(`<h3 id="${anchor ?? ''}">`);
    expect(annotations['description']).toContain(
      `{{ externalURL }}public/appd-licensing/runbook.html#${anchor ?? ''}`,
    );
  }
});

test('every rule is shown by a panel that exists', () => {
  const boards = [...allTabs.map(buildTab), buildOperations()];
  for (const { uid, dashboardUid, panelId } of rules) {
    const panels = boards.find((board) => board.uid === dashboardUid)?.panels ?? [];
    expect([uid, panels.some((panel) => panel.id === panelId)]).toEqual([uid, true]);
  }
});

test('policies lead to contact points and mute times that exist, and every alert to somebody', () => {
  for (const { receiver, mute_time_intervals: times = [] } of allRoutes) {
    expect(contactPoints.map(({ name }) => name)).toContain(receiver);
    for (const time of times) expect(muteTimes.map(({ name }) => name)).toContain(time);
  }
  expect(policies[0]?.mute_time_intervals).toBeUndefined();
  expect(pagerDuty.map(({ name }) => name)).toEqual(['On call']);
});

const labels = (severity: string, environment: string): Record<string, string> => ({
  owner: 'finance',
  severity,
  environment,
});
const fits = ({ object_matchers: matchers = [] }: Route, values: Record<string, string>): boolean =>
  matchers.every(([name, , value]) => values[name] === value);

/** The way of an alert through the policies: the first child that fits takes it. */
function wayOf(route: Route, values: Record<string, string>): Route {
  const child = route.routes?.find((one) => fits(one, values));
  return child ? wayOf(child, values) : route;
}

test.each([
  ['critical', 'production', 'On call', ['Planned maintenance']],
  ['critical', 'development', 'Finance', ['Planned maintenance']],
  ['critical', '', 'Finance', ['Planned maintenance']],
  ['warning', 'production', 'Finance', ['Weekend', 'Planned maintenance']],
])('a %s alert of "%s" goes to %s', (severity, environment, receiver, rests) => {
  const [root = {}] = policies;
  const route = wayOf(root, labels(severity, environment));
  expect([route.receiver, route.mute_time_intervals]).toEqual([receiver, rests]);
});

const names = [
  'ALERT_EMAILS',
  'ALERT_EMAILS_FINANCE',
  'ALERT_EMAILS_DATABASE',
  'SLACK_WEBHOOK_URL',
  'APP_PROFILE',
];

/** As Grafana does: values are replaced after the file was read; what is not set is nothing. */
function pointsIn(environment: Readonly<Record<string, string>>): ProvisionedContactPoint['receivers'] {
  const text = JSON.stringify(contactPoints).replace(
    /\$(\w+)/g,
    (_, name: string) => environment[name] ?? '',
  );
  return (JSON.parse(text) as ProvisionedContactPoint[]).flatMap(({ receivers }) => receivers);
}

test('files that are always there know these variables, and Grafana accepts them when none is set', () => {
  const always = Object.keys(files).filter((path) => path.startsWith('alerting/'));
  for (const path of always)
    for (const [, name = ''] of (files[path] ?? '').matchAll(/\$(\w*)/g)) expect(names).toContain(name);

  for (const { type, settings } of pointsIn({})) {
    const { addresses, url, endpointUrl } = settings as Record<string, string>;
    // Grafana refuses no address at all, and Slack without a token unless its endpoint is another one.
    if (type === 'email') expect(addresses?.length).toBeGreaterThan(0);
    else
      expect([type, url, endpointUrl]).toEqual([
        'slack',
        '',
        expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\//),
      ]);
  }
});

test('addresses and webhook arrive when they are set', () => {
  const points = pointsIn({
    ALERT_EMAILS: 'etl@example.com,on-call@example.com',
    ALERT_EMAILS_FINANCE: 'finance@example.com',
    SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/X',
  });
  expect(points.find(({ uid }) => uid === 'appd-finance-email')?.settings).toMatchObject({
    addresses: 'etl@example.com,on-call@example.com,finance@example.com',
  });
  expect(points.find(({ uid }) => uid === 'appd-finance-slack')?.settings).toMatchObject({
    recipient: '#appd-licensing-alerts',
    url: 'https://hooks.slack.com/services/T/B/X',
  });
});

test('what Prometheus is asked is PromQL on metrics of the node exporter', () => {
  const asked = rules.flatMap(({ data }) => {
    const model = data[0]?.model as { expr?: string } | undefined;
    return model?.expr === undefined ? [] : [model.expr];
  });
  expect(asked).toHaveLength(1);
  for (const promql of asked) {
    const tree = parser.parse(promql);
    const metrics: string[] = [];
    tree.iterate({
      enter: (node) => {
        expect([node.name, node.type.isError]).toEqual([node.name, false]);
        if (node.name === 'Identifier') metrics.push(promql.slice(node.from, node.to));
      },
    });
    expect(metrics).toEqual(['node_filesystem_avail_bytes', 'node_filesystem_size_bytes']);
  }
});
