import type { Tab } from './tab.ts';

export const forecast: Tab = {
  id: 'forecast',
  question: 'What will we need, when do we run out, and how good is the forecast?',
  sections: [],
};
