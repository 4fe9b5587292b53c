import type { Scene } from '../desk.ts';
import { mustBeRight } from './days.ts';
import { invoiceLines } from './invoice.ts';

const on = '2025-10-29';

/** Six weeks later: September is being reviewed, and closed months turn out to be not quite right. */
export const october: readonly Scene[] = [
  {
    on,
    title: 'Anna opens the review of September, whose invoice differs a little and is explained',
    async play(desk) {
      const lines = invoiceLines(desk.vendors.world, ['2025-09-01'], { '2025-09 MRUM': 412.5 });
      await desk.say(
        'anna',
        'invoice',
        'import',
        desk.file('invoice-2025-09.csv', lines),
        '--reason',
        'invoice of September',
      );
      await desk.say('anna', 'periods', 'review', '2025-09');
      await desk.say(
        'anna',
        ...['invoice', 'explain', '2025-09', '--capability', 'MRUM'],
        ...['--reason', 'a trial of 412.50 that the vendor takes back'],
      );
    },
  },
  {
    on,
    title: 'Two sectors accept September; Snacks North America disputes it, and the clock runs',
    async play(desk) {
      await desk.say('emma', 'statements', 'accept', '2025-09', '--sector', 'Europe');
      await desk.say('hugo', 'statements', 'accept', '2025-09', '--sector', 'Human Resources');
      await desk.say(
        'nils',
        ...['statements', 'dispute', '2025-09', '--sector', 'Snacks North America'],
        ...['--reason', 'Sales Force Automation was ours from the 16th only'],
      );
    },
  },
  {
    on,
    title: 'Sam corrects an owner back to August, in a closed month, with the reason',
    async play(desk) {
      await desk.say(
        'sam',
        ...['ownership', 'correct', 'Deposit Return', '--sector', 'Supply Chain', '--from', '2025-08-18'],
        ...['--reason', 'handed over with the bottle pool on 18 August'],
      );
    },
  },
  {
    on,
    title: 'Sam merges payments-gateway-prod into Payments API-PROD and retires Coupon Clearing-PROD',
    async play(desk) {
      await desk.say(
        'sam',
        ...['apps', 'merge', 'payments-gateway-prod', '--into', 'Payments API-PROD', '--from', '2025-10-01'],
        ...['--reason', 'the gateway became a part of the API'],
      );
      await desk.say(
        'sam',
        ...[
          'apps',
          'retire',
          'Coupon Clearing-PROD',
          '--on',
          '2025-10-01',
          '--reason',
          'switched off in August',
        ],
      );
    },
  },
  {
    on,
    title: 'Usage of July comes late: July stays as it was closed, the difference is booked in an open month',
    play: (desk) => mustBeRight(desk.run({ date: on, from: '2025-07-08', to: '2025-07-09' })),
  },
];
