import type { Tab } from './tab.ts';

export const admin: Tab = {
  id: 'admin',
  question: 'Did it run, is it right, and what needs a decision?',
  sections: [],
};
