import {
  accuracyByMonth,
  lastMonthAccuracy,
  rollingAccuracy,
  worstSeries,
} from './panels/forecast-accuracy.ts';
import { costBand, unitsBand, unitsByType } from './panels/forecast-bands.ts';
import { budgetByMonth, budgetBySector, budgetList } from './panels/forecast-budget.ts';
import { contractStanding } from './panels/forecast-contracts.ts';
import { announcedPrices, costAtPrices } from './panels/forecast-prices.ts';
import { gaps, seriesList, version } from './panels/forecast-series.ts';
import { monthEnd, nextTwelveMonths } from './panels/forecast-totals.ts';
import { filter, shelf, type Tab } from './tab.ts';

const tier = filter('tier', 'Tier', 'select tier from reporting.tier_name order by tier');

export const forecast: Tab = {
  id: 'forecast',
  question: 'What will we need, when do we run out, and how good is the forecast?',
  variables: [tier],
  sections: [
    {
      title: 'What will it cost?',
      shelves: [
        shelf(4, [nextTwelveMonths('forecast'), 8], [monthEnd('forecast'), 8], [version(), 8]),
        shelf(11, [costBand(), 24]),
      ],
    },
    {
      title: 'What will we need?',
      shelves: [shelf(9, [unitsBand(), 12], [unitsByType(), 12]), shelf(9, [seriesList(), 24])],
    },
    { title: 'When do we run out?', shelves: [shelf(6, [contractStanding('forecast'), 24])] },
    {
      title: 'What do announced prices change?',
      shelves: [shelf(9, [costAtPrices(), 12], [announcedPrices(), 12])],
    },
    {
      title: 'Are we within the budget?',
      shelves: [shelf(9, [budgetByMonth(), 10], [budgetBySector(), 14]), shelf(9, [budgetList(), 24])],
    },
    {
      title: 'How good is the forecast?',
      shelves: [
        shelf(4, [lastMonthAccuracy(), 12], [rollingAccuracy(), 12]),
        shelf(9, [accuracyByMonth(), 12], [worstSeries(), 12]),
      ],
    },
    { title: 'What is left out?', shelves: [shelf(7, [gaps(), 24])] },
  ],
};
