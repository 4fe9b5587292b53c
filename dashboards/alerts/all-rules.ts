import { dataRules } from './data-rules.ts';
import { serverRules } from './server-rules.ts';
import type { AlertRule } from './rule.ts';

/** Rules that are looked at together, and how often. Success and failure of runs are told by the worker itself. */
export interface RuleGroup {
  readonly name: string;
  readonly every: string;
  readonly rules: readonly AlertRule[];
}

export const ruleGroups: readonly RuleGroup[] = [
  { name: 'Data and money', every: '5m', rules: dataRules },
  { name: 'Servers', every: '1m', rules: serverRules },
];

export const allRules: readonly AlertRule[] = ruleGroups.flatMap(({ rules }) => rules);
