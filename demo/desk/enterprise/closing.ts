import type { Desk, Scene } from '../desk.ts';
import { invoiceLines } from './invoice.ts';
import { monthsFrom, named } from './months.ts';

const reviewedOn = '2025-09-16';
const closedOn = '2025-09-22';
const august = '2025-08-01';
const noInvoice = monthsFrom('2024-09-01', '2024-12-01');
const invoiced = monthsFrom('2025-01-01', august);

/** Double counted hosts: more than the tolerance of two percent. */
const mistakes = { '2025-08 APM': 23_150 };

/** Everything up to August is reviewed and answered. */
export const reviewing: readonly Scene[] = [
  {
    on: reviewedOn,
    title: 'Anna opens the review of every month up to August and compares it with the invoices',
    async play(desk) {
      const { world } = desk.vendors;
      const file = desk.file('invoices.csv', invoiceLines(world, invoiced, mistakes));
      await desk.say('anna', 'invoice', 'import', file, '--reason', 'invoices of January to August');
      for (const month of [...noInvoice, ...invoiced])
        await desk.say('anna', 'periods', 'review', named(month));
      for (const month of noInvoice)
        await desk.say(
          'anna',
          ...[
            'periods',
            'waive',
            named(month),
            'invoice-missing',
            '--reason',
            'invoiced with the contract of 2024',
          ],
        );
      await desk.say(
        'anna',
        ...['invoice', 'explain', '2025-08', '--capability', 'APM'],
        ...['--reason', 'hosts of the migration counted twice; the vendor credits 23,150.00 in November'],
      );
    },
  },
  {
    on: reviewedOn,
    title: 'Sectors answer: July is accepted by two; Latin America disputes it, is answered and loses',
    async play(desk) {
      await desk.say('emma', 'statements', 'accept', '2025-07', '--sector', 'Europe');
      await desk.say('hugo', 'statements', 'accept', '2025-07', '--sector', 'Human Resources');
      await dispute(desk, {
        sector: 'Latin America',
        month: '2025-07',
        by: 'luis',
        reason: 'we do not use Network Monitoring',
        answer: 'the rule global-equal is approved: equal parts for everybody up to September',
        verdict: ['--rejected', '--reason', 'the policy of 2025 holds; seats decide from October on'],
      });
      await desk.say('luis', 'statements', 'accept', '2025-07', '--sector', 'Latin America');
    },
  },
  {
    on: reviewedOn,
    title:
      'Sales and Marketing is right about August: Field Service Mobile was with Supply Chain since the 11th',
    async play(desk) {
      await dispute(desk, {
        sector: 'Sales and Marketing',
        month: '2025-08',
        by: 'sara',
        reason: 'Field Service Mobile went to Supply Chain on 11 August',
        answer: 'the CMDB was told on 12 September only',
        verdict: ['--upheld', '--reason', 'see the minutes of 11 August'],
      });
      await desk.say(
        'sam',
        ...[
          'ownership',
          'correct',
          'FIELD SERVICE MOBILE',
          '--sector',
          'Supply Chain',
          '--from',
          '2025-08-11',
        ],
        ...['--reason', 'dispute of August: moved on 11 August, the CMDB was late'],
      );
    },
  },
];

interface Argument {
  readonly sector: string;
  readonly month: string;
  readonly by: string;
  readonly reason: string;
  readonly answer: string;
  readonly verdict: readonly string[];
}

async function dispute(desk: Desk, { sector, month, by, reason, answer, verdict }: Argument): Promise<void> {
  await desk.say(by, 'statements', 'dispute', month, '--sector', sector, '--reason', reason);
  const log = await desk.ask<{ sector: string; disputeId: number | null }[]>(
    'statements',
    'decisions',
    month,
  );
  const id = String(log.find((entry) => entry.sector === sector && entry.disputeId !== null)?.disputeId);
  await desk.say('rita', 'statements', 'answer', id, '--text', answer);
  await desk.say('bert', 'statements', 'decide', id, ...verdict);
}

export const closing: readonly Scene[] = [
  {
    on: closedOn,
    title: 'Bert, who reviewed nothing, closes September 2024 to July 2025; Carla posts the journal of July',
    async play(desk) {
      for (const month of [...noInvoice, ...invoiced].filter((one) => one < august))
        await desk.say('bert', 'periods', 'close', named(month));
      await desk.say('anna', 'journal', 'export', '2025-07', '--out', desk.path('journal-2025-07.csv'));
      await desk.say('carla', 'journal', 'post', 'APPD-2025-07-1', '--reason', 'document 4900012345');
    },
  },
];

/** August was built anew with the corrected owner by then. */
export const closingAugust: readonly Scene[] = [
  {
    on: '2025-10-29',
    title: 'Bert closes August, Anna exports its journal; it waits to be posted',
    async play(desk) {
      await desk.say('bert', 'periods', 'close', '2025-08');
      await desk.say('anna', 'journal', 'export', '2025-08', '--out', desk.path('journal-2025-08.csv'));
    },
  },
];
