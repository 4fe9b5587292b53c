import { tierChanges } from './panels/peak-changes.ts';
import { lowPeak, premium, saving } from './panels/peak-saving.ts';
import {
  costByTier,
  peakInShort,
  peakShareByApplication,
  peakShareByMonth,
  unitsByTier,
} from './panels/peak-tiers.ts';
import { shelf, type Tab } from './tab.ts';

export const peak: Tab = {
  id: 'peak',
  question: 'Is the expensive tier justified?',
  sections: [
    {
      title: 'PEAK and PRO over time',
      shelves: [
        shelf(4, [peakInShort(), 24]),
        shelf(9, [unitsByTier(), 12], [costByTier(), 12]),
        shelf(8, [peakShareByMonth(), 11], [premium(), 13]),
      ],
    },
    { title: 'What could be saved', shelves: [shelf(11, [saving(), 24]), shelf(10, [lowPeak(), 24])] },
    {
      title: 'Who uses PEAK',
      shelves: [shelf(11, [peakShareByApplication(), 24]), shelf(8, [tierChanges(), 24])],
    },
  ],
};
