import { stringify } from 'yaml';
import { ruleGroups } from './all-rules.ts';
import { contactPoints, pagerDuty } from './contact-points.ts';
import { muteTimes } from './mute-times.ts';
import { policy } from './policies.ts';
import { renderRule } from './render-rule.ts';

/** The folder of Grafana that holds the rules. */
const folder = 'AppDynamics Licensing alerts';

/** Provisioning files of alerting by their path under dashboards/generated/provisioning. */
export function alertingFiles(): Readonly<Record<string, string>> {
  const groups = ruleGroups.map(({ name, every, rules }) => ({
    orgId: 1,
    name,
    folder,
    interval: every,
    rules: rules.map(renderRule),
  }));
  return {
    'alerting/rules.yaml': file('Made from dashboards/alerts/*-rules.ts.', { groups }),
    'alerting/contact-points.yaml': file(
      'Made from dashboards/alerts/contact-points.ts. ALERT_EMAILS, ALERT_EMAILS_FINANCE, ALERT_EMAILS_DATABASE and SLACK_WEBHOOK_URL come from the environment of Grafana; each may be missing.',
      { contactPoints },
    ),
    'alerting/mute-times.yaml': file('Made from dashboards/alerts/mute-times.ts. Times are UTC.', {
      muteTimes: muteTimes.map((time) => ({ orgId: 1, ...time })),
    }),
    'alerting/policies.yaml': file(
      'Made from dashboards/alerts/policies.ts. APP_PROFILE of the environment of Grafana becomes the label "environment".',
      { policies: [{ orgId: 1, ...policy }] },
    ),
    'alerting-production/pagerduty.yaml': file(
      'Made from dashboards/alerts/contact-points.ts. Only where PAGERDUTY_KEY is set: without it Grafana refuses to start.',
      { contactPoints: [pagerDuty] },
    ),
  };
}

/** YAML that YAML 1.1 reads alike; nothing refers to anything by an anchor. What builders carry besides data is no JSON, and goes. */
function file(says: string, content: object): string {
  const yaml = stringify(JSON.parse(JSON.stringify({ apiVersion: 1, ...content })), {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  return `# ${says}\n# Written by "npm run dashboards:build"; a change here is lost.\n${yaml}`;
}
