import { ContactPointBuilder } from '@grafana/grafana-foundation-sdk/alerting';
import type { Owner } from './rule.ts';

/** A contact point as the provisioning file has it: one name, any number of ways. */
export interface ProvisionedContactPoint {
  readonly orgId: 1;
  readonly name: string;
  readonly receivers: readonly { readonly uid: string; readonly type: string; readonly settings: unknown }[];
}

/** Names of the contact points; policies lead to them. */
export const contactOf: Readonly<Record<Owner, string>> = {
  licensing: 'Licensing team',
  finance: 'Finance',
  database: 'Database administrators',
};
export const onCall = 'On call';

const slackChannel = '#appd-licensing-alerts';

/**
 * Everybody's e-mail and Slack. Grafana refuses to start over a contact point that lacks something, so nothing is lacking when a
 * variable is not set: the comma keeps the list of addresses from being empty, and without a webhook the endpoint stands for it,
 * on a port of this machine where nobody listens. Such a message fails in Grafana's log and goes nowhere.
 */
export const contactPoints: readonly ProvisionedContactPoint[] = [
  contactPoint('licensing', contactOf.licensing, '$ALERT_EMAILS,'),
  contactPoint('finance', contactOf.finance, '$ALERT_EMAILS,$ALERT_EMAILS_FINANCE'),
  contactPoint('database', contactOf.database, '$ALERT_EMAILS,$ALERT_EMAILS_DATABASE'),
  contactPoint('on-call', onCall, '$ALERT_EMAILS,$ALERT_EMAILS_FINANCE,$ALERT_EMAILS_DATABASE'),
];

/**
 * PagerDuty joins those on call. It has no setting that is harmless when the key is not set, so it is a file of its own: put it
 * beside the others only where $PAGERDUTY_KEY is set, which is in production.
 */
export const pagerDuty: ProvisionedContactPoint = {
  orgId: 1,
  name: onCall,
  receivers: [
    receiver(
      new ContactPointBuilder()
        .uid('appd-on-call-pagerduty')
        .type('pagerduty')
        .settings({ integrationKey: '$PAGERDUTY_KEY', severity: 'critical', component: 'appd-licensing' }),
    ),
  ],
};

function contactPoint(uid: string, name: string, addresses: string): ProvisionedContactPoint {
  const email = new ContactPointBuilder()
    .uid(`appd-${uid}-email`)
    .type('email')
    .settings({ addresses, singleEmail: true });
  const slack = new ContactPointBuilder().uid(`appd-${uid}-slack`).type('slack').settings({
    recipient: slackChannel,
    url: '$SLACK_WEBHOOK_URL',
    endpointUrl: 'http://127.0.0.1:9/SLACK_WEBHOOK_URL-is-not-set',
  });
  return { orgId: 1, name, receivers: [receiver(email), receiver(slack)] };
}

function receiver(builder: ContactPointBuilder): ProvisionedContactPoint['receivers'][number] {
  const point = builder.build();
  return { uid: point.uid ?? '', type: point.type, settings: point.settings as unknown };
}
