import { addMonths } from '../../../pipeline/days.ts';
import type { Scene } from '../desk.ts';
import { contractLines, renewal } from './contracts.ts';
import { houses } from './houses.ts';
import { monthsFrom, named } from './months.ts';

const on = '2025-09-15';

/** What finance and purchasing bring along when the product begins. */
export const setUp: readonly Scene[] = [
  {
    on,
    title: 'Mia takes over three months of 2024 from the old spreadsheet: read-only from now on',
    async play(desk) {
      const file = desk.file('charges-2024.csv', [
        'month,sector,application,amount,description',
        ...monthsFrom('2024-06-01', '2024-08-01').flatMap((month, step) =>
          houses.map(
            ({ sector, budget }) =>
              `${named(month)},${sector},,${(budget * (0.78 + step / 100)).toFixed(2)},spreadsheet`,
          ),
        ),
      ]);
      await desk.say('mia', 'history', 'import', file, '--reason', 'year-on-year comparison');
    },
  },
  {
    on,
    title: 'Mia imports the fiscal calendar: years begin in July',
    async play(desk) {
      const periods = monthsFrom('2024-07-01', '2027-06-01').map((month, index) =>
        [2025 + Math.floor(index / 12), 1 + (index % 12), month, addMonths(month, 1)].join(','),
      );
      const file = desk.file('fiscal.csv', ['fiscal_year,fiscal_period,start_date,end_date', ...periods]);
      await desk.say('mia', 'calendar', 'import', file, '--reason', 'calendar of group finance');
    },
  },
  {
    on,
    title: 'Mia sets how each of the 12 sectors is charged, and imports their budgets for 2025 and 2026',
    async play(desk) {
      for (const { sector, mode, costCenter } of houses)
        await desk.say('mia', 'sectors', 'set', sector, '--mode', mode, '--cost-center', costCenter);
      const file = desk.file('budgets.csv', [
        'month,sector,amount',
        ...monthsFrom('2025-01-01', '2026-12-01').flatMap((month, step) =>
          houses.map(
            ({ sector, budget }) => `${named(month)},${sector},${(budget * (1 + step * 0.004)).toFixed(2)}`,
          ),
        ),
      ]);
      await desk.say('mia', 'budgets', 'import', file, '--reason', 'plan 2025 and 2026');
    },
  },
  {
    on,
    title: 'Ben, the second person, approves the seeded rules; from October seats decide what Rita changed',
    async play(desk) {
      await desk.say('ben', 'rules', 'approve', '--all', '--reason', 'allocation policy of 2025');
      const file = desk.file('seats.csv', [
        'driver,month,sector,quantity,unit',
        ...monthsFrom('2025-10-01', '2025-12-01').flatMap((month) =>
          houses.map(
            ({ sector, budget }) => `seats,${named(month)},${sector},${Math.round(budget / 40)},seats`,
          ),
        ),
      ]);
      await desk.say('rita', 'drivers', 'import', file, '--reason', 'seats of the HR report');
      await desk.say(
        'rita',
        ...['rules', 'add', 'global-equal', '--pattern', 'GLOBAL', '--method', 'proportional_usage'],
        ...[
          '--driver',
          'table:seats',
          '--from',
          '2025-10',
          '--reason',
          'equal parts were unfair to small sectors',
        ],
      );
      await desk.say(
        'ben',
        'rules',
        'approve',
        'global-equal',
        '--reason',
        'agreed by the sectors in August',
      );
    },
  },
  {
    on,
    title: 'Nora enters the contracts with the vendor, Ben approves the two that were signed',
    async play(desk) {
      const file = desk.file('contracts.csv', contractLines);
      await desk.say('nora', 'contracts', 'import', file, '--reason', 'signed on 12 December 2024');
      await desk.say(
        'ben',
        'contracts',
        'approve',
        'AppDynamics APM 2025',
        '--reason',
        'compared with the signed paper',
      );
      await desk.say(
        'ben',
        'contracts',
        'approve',
        'AppDynamics RUM 2025',
        '--reason',
        'compared with the signed paper',
      );
    },
  },
  {
    on,
    title: `Nora enters the prices that the vendor announced for ${renewal}`,
    async play(desk) {
      for (const [capability, tier, rate] of announced)
        await desk.say(
          'nora',
          ...['prices', 'add', '--capability', capability, '--tier', tier, '--rate', rate, '--from', renewal],
          ...['--reason', 'letter of the vendor of 1 September 2025'],
        );
    },
  },
  {
    on,
    title: 'Sam decides on matches: five approved, one rejected, three overridden; the others wait',
    async play(desk) {
      const queue = await desk.ask<{ id: number; application: string }[]>('review', 'list');
      const idOf = (name: string): string =>
        String(queue.find(({ application }) => application === name)?.id ?? 0);
      for (const name of confirmed)
        await desk.say('sam', 'review', 'approve', idOf(name), '--reason', 'confirmed by the owner');
      await desk.say('sam', 'review', 'reject', idOf('Plant Historian 4'), '--reason', 'another plant');
      await desk.say(
        'sam',
        ...['review', 'override', 'WMS', '--service', 'Warehouse Management System'],
        ...['--reason', 'an acronym: no name is alike'],
      );
      await desk.say(
        'sam',
        ...['review', 'override', 'MDM Hub', '--service', 'Master Data Management Hub'],
        ...['--reason', 'an acronym: no name is alike'],
      );
      await desk.say('sam', 'review', 'override', 'jmeter-loadtest', '--none', '--reason', 'test traffic');
    },
  },
];

const confirmed = [
  'Vendor Mgmt',
  'Cust Loyalty Platform',
  'Fin Reporting Svc',
  'Acct Reconciliation',
  'Mfg Execution Sys',
];

const announced = [
  ['APM', 'PEAK', '1.3900'],
  ['APM', 'PRO', '0.8650'],
  ['MRUM', 'PEAK', '0.4100'],
  ['MRUM', 'PRO', '0.2950'],
] as const;
