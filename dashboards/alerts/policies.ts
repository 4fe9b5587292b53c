import { NotificationPolicyBuilder, type NotificationPolicy } from '@grafana/grafana-foundation-sdk/alerting';
import { contactOf, onCall } from './contact-points.ts';
import { maintenance, weekend } from './mute-times.ts';
import type { Owner } from './rule.ts';

/**
 * Who hears what, and when. Critical alerts of production go to those on call, whose addresses are everybody's; all others go to
 * the owner. Warnings rest at weekends, everything rests during planned maintenance; what still holds afterwards is sent then.
 */
export const policy: NotificationPolicy = new NotificationPolicyBuilder()
  .receiver(contactOf.licensing)
  .groupBy(['alertname'])
  .groupWait('1m')
  .groupInterval('10m')
  .repeatInterval('1d')
  .routes([
    new NotificationPolicyBuilder()
      .receiver(onCall)
      .objectMatchers([
        ['severity', '=', 'critical'],
        ['environment', '=', 'production'],
      ])
      .muteTimeIntervals([maintenance.name])
      .repeatInterval('4h'),
    ...(Object.keys(contactOf) as Owner[]).map(owned),
  ])
  .build();

/** Routes inside take their receiver and times from the one around them, but not when to rest. */
function owned(owner: Owner): NotificationPolicyBuilder {
  return new NotificationPolicyBuilder()
    .receiver(contactOf[owner])
    .objectMatchers([['owner', '=', owner]])
    .muteTimeIntervals([maintenance.name])
    .routes([
      new NotificationPolicyBuilder()
        .receiver(contactOf[owner])
        .objectMatchers([['severity', '=', 'warning']])
        .muteTimeIntervals([weekend.name, maintenance.name]),
    ]);
}
