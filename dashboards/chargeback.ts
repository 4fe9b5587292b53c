import type { Tab } from './tab.ts';

export const chargeback: Tab = {
  id: 'chargeback',
  question: 'What is my bill, and how was it made?',
  sections: [],
};
