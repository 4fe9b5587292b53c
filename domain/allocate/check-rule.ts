import type { Decimal } from '../../pipeline/run.ts';
import { compareDecimals, sumDecimals } from '../money.ts';
import type { AllocationRule, BlendPart } from './allocation.ts';

/** What of a rule can be judged without knowing anything else. */
export interface RuleShape {
  readonly method: AllocationRule['method'];
  readonly parts: readonly Pick<BlendPart, 'method' | 'weight'>[];
  readonly receivers: readonly { readonly sector: string; readonly percent: Decimal | null }[];
  readonly hCodePattern: string | null;
  readonly senderSector: string | null;
}

/** What is wrong with a rule by itself (R23); empty when nothing is. */
export function ruleProblems(rule: RuleShape): string[] {
  return [...senderProblems(rule), ...partProblems(rule), ...receiverProblems(rule)];
}

function senderProblems({ hCodePattern, senderSector }: RuleShape): string[] {
  return hCodePattern !== null && senderSector !== null
    ? [`the pattern ${hCodePattern} and the sector ${senderSector} both say who sends; expected one of them`]
    : [];
}

function partProblems({ method, parts }: RuleShape): string[] {
  if (method !== 'blend') return parts.length > 0 ? ['parts are for the method blend; expected none'] : [];
  const total = sumDecimals(parts.map(({ weight }) => weight));
  return compareDecimals(total, '1') === 0
    ? []
    : [`the weights of the parts add up to ${total}; expected exactly 1, e.g. "0.4 units,0.6 equal"`];
}

function receiverProblems({ method, parts, receivers }: RuleShape): string[] {
  const twin = receivers.find(({ sector }, index) =>
    receivers.slice(0, index).some((other) => other.sector.toLowerCase() === sector.toLowerCase()),
  );
  const twins = twin ? [`${twin.sector} stands among the receivers twice; expected every sector once`] : [];
  if (method === 'keep_central' && receivers.length > 0)
    return [...twins, 'what is kept central has no receivers; expected none'];
  const isFixed = method === 'fixed' || parts.some((part) => part.method === 'fixed');
  if (!isFixed)
    return receivers.some(({ percent }) => percent !== null)
      ? [...twins, 'percentages are for the method fixed; expected names only']
      : twins;
  return [...twins, ...percentProblems(receivers)];
}

function percentProblems(receivers: RuleShape['receivers']): string[] {
  const silent = receivers.filter(({ percent }) => percent === null).map(({ sector }) => sector);
  if (silent.length > 0) return [`${silent.join(', ')} has no percentage; expected one for every receiver`];
  const total = sumDecimals(receivers.map(({ percent }) => percent ?? '0'));
  return compareDecimals(total, '100') === 0
    ? []
    : [`the percentages add up to ${total}; expected exactly 100`];
}
