import type { Tab } from './tab.ts';

export const peak: Tab = {
  id: 'peak',
  question: 'Is the expensive tier justified?',
  sections: [],
};
