import { sharedByReceiver, sharedServices, sharesReceived } from './panels/allocation-services.ts';
import {
  billAndBudget,
  billBridge,
  billByMonth,
  becauseOf,
  billSteps,
  causes,
  myBill,
} from './panels/chargeback-bill.ts';
import { exportCommands, howItGoes } from './panels/chargeback-exports.ts';
import {
  acceptances,
  adjustmentLines,
  disputes,
  periods,
  periodStates,
  restatements,
} from './panels/chargeback-periods.ts';
import { bucketApplications, buckets, proof, proofByMonth } from './panels/chargeback-proof.ts';
import { lines, linesByApplication, statements } from './panels/chargeback-statement.ts';
import { shelf, type Tab } from './tab.ts';

export const chargeback: Tab = {
  id: 'chargeback',
  question: 'What is my bill, and how was it made?',
  sections: [
    {
      title: 'What is my bill, and why did it change?',
      shelves: [
        shelf(4, [myBill(), 24]),
        shelf(3, [becauseOf(), 24]),
        shelf(11, [billBridge(), 12], [billSteps(), 12]),
        shelf(9, [causes(), 14], [billByMonth(), 10]),
      ],
    },
    {
      title: 'Statements',
      shelves: [
        shelf(11, [statements(), 24]),
        shelf(7, [billAndBudget(), 24]),
        shelf(10, [linesByApplication(), 24]),
        shelf(10, [lines(), 24]),
      ],
    },
    {
      title: 'Shared services',
      shelves: [shelf(9, [sharedServices(), 16], [sharedByReceiver(), 8]), shelf(10, [sharesReceived(), 24])],
    },
    {
      title: 'Is it complete?',
      shelves: [
        shelf(4, [proof(), 12], [buckets(), 12]),
        shelf(9, [bucketApplications(), 24]),
        shelf(9, [proofByMonth(), 24]),
      ],
    },
    {
      title: 'Periods, corrections and answers',
      shelves: [
        shelf(4, [periodStates(), 24]),
        shelf(9, [periods(), 24]),
        shelf(7, [restatements(), 24]),
        shelf(9, [adjustmentLines(), 24]),
        shelf(9, [acceptances(), 24]),
        shelf(7, [disputes(), 24]),
      ],
    },
    {
      title: 'Take it with you',
      shelves: [shelf(9, [exportCommands(), 16], [howItGoes(), 8])],
    },
  ],
};
