import { describe, expect, test } from '@jest/globals';
import { stepConflicts } from '../../../../domain/allocate/check-steps.ts';
import type { SendingRule } from '../../../../domain/allocate/allocation.ts';
import { named, ruleWith } from './rules.ts';

const ofSector = (ruleId: number, step: number, receivers: readonly number[]): SendingRule =>
  ruleWith({
    ruleId,
    step,
    senderSectorId: ruleId,
    senderSectorName: `sector ${ruleId}`,
    receivers: receivers.map((id) => named(id)),
  });
const problemsOf = (sharedSectors: string[], ...rules: SendingRule[]): string[] =>
  stepConflicts(rules, { hCodePatterns: [], sectorNames: sharedSectors }).map(({ problem }) => problem);

describe('R24: a rule does not send to a sender that has closed', () => {
  test('a receiver that closes later, or not at all, is fine', () => {
    expect(problemsOf([], ofSector(5, 1, [6, 1]), ofSector(6, 2, [1, 2]))).toEqual([]);
  });

  test.each([
    ['earlier', 1, 2],
    ['in the same step', 2, 2],
  ])('a receiver that closes %s is not', (_, closing, sending) => {
    const pattern = ruleWith({ ruleId: 9, hCodePattern: 'X', step: sending, receivers: [named(5)] });
    expect(problemsOf([], ofSector(5, closing, [1]), pattern)).toEqual([
      `Rule rule-9 (step ${sending}) sends to sector 5, which closes in step ${closing} with rule rule-5; ` +
        'expected a receiver that closes later, or not at all.',
    ]);
  });

  test('a shared sector without a rule of its own closes with the default rule', () => {
    const pattern = ruleWith({ ruleId: 9, hCodePattern: 'X', receivers: [named(5)] });
    const byDefault = (step: number) => ruleWith({ ruleId: 8, step });
    expect(problemsOf(['sector 5'], pattern, byDefault(1))).toHaveLength(1);
    expect(problemsOf(['sector 5'], pattern, byDefault(2))).toEqual([]);
    expect(problemsOf([], pattern, byDefault(1))).toEqual([]);
  });

  test('a cycle is named with every sector on its way', () => {
    const [first, second, third] = [ofSector(5, 1, [6]), ofSector(6, 2, [7, 1]), ofSector(7, 3, [5])];
    expect(problemsOf([], first, second, third)).toEqual([
      'sector 7 -> sector 5 -> sector 6 -> sector 7 is a cycle: what it gives away would come back (rule rule-7).',
    ]);
    expect(problemsOf([], ofSector(5, 1, [5]))).toEqual([
      'sector 5 -> sector 5 is a cycle: what it gives away would come back (rule rule-5).',
    ]);
  });
});
