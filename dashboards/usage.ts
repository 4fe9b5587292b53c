import { idleApplications, newApplications, unitsPerApplication } from './panels/usage-applications.ts';
import { entitlementLine, headroom } from './panels/usage-entitlement.ts';
import { peakDay, unitsPerDay, unitsPerSector, useNow } from './panels/usage-units.ts';
import { shelf, type Tab } from './tab.ts';

export const usage: Tab = {
  id: 'usage',
  question: 'Which capability is used by whom, and how near is the entitlement?',
  sections: [
    {
      title: 'Units by capability',
      shelves: [
        shelf(4, [useNow(), 24]),
        shelf(10, [unitsPerDay(), 24]),
        shelf(8, [peakDay(), 12], [unitsPerSector(), 12]),
      ],
    },
    {
      title: 'Entitlement',
      shelves: [shelf(9, [entitlementLine(), 24]), shelf(6, [headroom(), 24])],
    },
    { title: 'Applications', shelves: [shelf(12, [unitsPerApplication(), 24])] },
    {
      title: 'Idle and new',
      shelves: [shelf(7, [idleApplications(), 12], [newApplications(), 12])],
    },
  ],
};
