import type { Tab } from './tab.ts';

export const executive: Tab = {
  id: 'executive',
  question: 'What do we spend, who spends it, and where is it going?',
  sections: [],
};
