import { costBySector, topApplications, trendBySector } from './panels/executive-sectors.ts';
import { lastClosed, monthToDate, yearAhead } from './panels/executive-spend.ts';
import {
  assignedToSector,
  contractUse,
  failureList,
  matchRate,
  openFailures,
} from './panels/executive-trust.ts';
import { contractStanding } from './panels/forecast-contracts.ts';
import { monthEnd, nextTwelveMonths } from './panels/forecast-totals.ts';
import { shelf, type Tab } from './tab.ts';

export const executive: Tab = {
  id: 'executive',
  question: 'What do we spend, who spends it, and where is it going?',
  sections: [
    {
      title: 'What do we spend?',
      shelves: [
        shelf(4, [monthToDate(), 8], [monthEnd('executive'), 8], [lastClosed(), 8]),
        shelf(
          4,
          [nextTwelveMonths('executive'), 6],
          [assignedToSector(), 5],
          [matchRate(), 4],
          [openFailures(), 4],
          [contractUse(), 5],
        ),
      ],
    },
    {
      title: 'Who spends it?',
      shelves: [shelf(11, [costBySector(), 10], [trendBySector(), 14]), shelf(10, [topApplications(), 24])],
    },
    {
      title: 'Where is it going?',
      shelves: [shelf(10, [yearAhead(), 24]), shelf(6, [contractStanding('executive'), 24])],
    },
    { title: 'What needs attention?', shelves: [shelf(9, [failureList(), 24])] },
  ],
};
