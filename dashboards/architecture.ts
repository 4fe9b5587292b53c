import type { Tab } from './tab.ts';

export const architecture: Tab = {
  id: 'architecture',
  question: 'Which patterns cost more per unit of work?',
  sections: [],
};
