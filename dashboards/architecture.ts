import {
  costPerApplication,
  costPerNode,
  costPerServer,
  patternTable,
  patternsInShort,
  withoutPattern,
} from './panels/architecture-patterns.ts';
import { serversPerApplication, serverTable } from './panels/architecture-servers.ts';
import { box, boxNumbers, outliers } from './panels/architecture-spread.ts';
import { applicationTrend, nodeTrend, patternTrend } from './panels/architecture-trend.ts';
import { shelf, type Tab } from './tab.ts';

export const architecture: Tab = {
  id: 'architecture',
  question: 'Which patterns cost more per unit of work?',
  sections: [
    {
      title: 'Patterns',
      shelves: [
        shelf(4, [patternsInShort(), 24]),
        shelf(9, [costPerNode(), 8], [costPerServer(), 8], [costPerApplication(), 8]),
        shelf(8, [patternTable(), 24]),
      ],
    },
    {
      title: 'Distribution and outliers',
      shelves: [
        shelf(9, [box('Cost per node'), 12], [boxNumbers('Cost per node'), 12]),
        shelf(9, [box('Cost per application'), 12], [boxNumbers('Cost per application'), 12]),
        shelf(7, [outliers(), 24]),
      ],
    },
    {
      title: 'Trend',
      shelves: [shelf(9, [nodeTrend(), 8], [applicationTrend(), 8], [patternTrend(), 8])],
    },
    {
      title: 'Servers and missing patterns',
      shelves: [
        shelf(9, [serversPerApplication(), 8], [withoutPattern(), 16]),
        shelf(10, [serverTable(), 24]),
      ],
    },
  ],
};
