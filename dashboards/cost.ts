import type { Tab } from './tab.ts';

export const cost: Tab = {
  id: 'cost',
  question: 'Why did the cost change?',
  sections: [],
};
