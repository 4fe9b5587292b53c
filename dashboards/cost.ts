import { costBridge, costInShort, costSteps, topMovers } from './panels/cost-bridge.ts';
import { costBy, costOverTime, costPivot } from './panels/cost-pivot.ts';
import { effectivePrice, priceList, priceOverTime, unpriced, unpricedRows } from './panels/cost-prices.ts';
import { shelf, type Tab } from './tab.ts';

export const cost: Tab = {
  id: 'cost',
  question: 'Why did the cost change?',
  sections: [
    {
      title: 'Why did it change?',
      shelves: [
        shelf(4, [costInShort(), 24]),
        shelf(11, [costBridge(), 12], [costSteps(), 12]),
        shelf(10, [topMovers(), 24]),
      ],
    },
    {
      title: 'What is it made of?',
      shelves: [
        shelf(9, [costOverTime('capability'), 12], [costOverTime('sector'), 12]),
        shelf(9, [costBy('capability'), 8], [costBy('tier'), 8], [costBy('architecture'), 8]),
        shelf(11, [costBy('sector'), 12], [costBy('owner'), 12]),
        shelf(10, [costPivot(), 24]),
      ],
    },
    {
      title: 'Is it priced as agreed?',
      shelves: [
        shelf(9, [effectivePrice(), 14], [priceOverTime(), 10]),
        shelf(8, [unpriced(), 6], [unpricedRows(), 18]),
        shelf(9, [priceList(), 24]),
      ],
    },
  ],
};
