import type { Tab } from './tab.ts';

export const usage: Tab = {
  id: 'usage',
  question: 'Which capability is used by whom, and how near is the entitlement?',
  sections: [],
};
