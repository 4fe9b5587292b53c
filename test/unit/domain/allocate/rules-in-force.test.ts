import { describe, expect, test } from '@jest/globals';
import { rulesInForce, rulesIntended, type RuleVersion } from '../../../../domain/allocate/rules-in-force.ts';
import { ruleWith } from './rules.ts';

function version(number: number, changes: Partial<RuleVersion> = {}): RuleVersion {
  return {
    ...ruleWith({ ruleId: number }),
    ruleName: 'platform',
    version: number,
    status: 'approved',
    createdBy: 'mia',
    approvedBy: 'ben',
    reason: null,
    startDate: '2025-01-01',
    endDate: null,
    ...changes,
  };
}
const draft = { status: 'draft', approvedBy: null } as const;
const versionsOn = (day: string, ...versions: RuleVersion[]): number[] =>
  rulesInForce(versions, day).map((one) => one.version);

describe('R29: the version that counts for a month', () => {
  test('is the newest approved one that has begun and not ended', () => {
    const versions = [
      version(1),
      version(2, { startDate: '2025-07-01' }),
      version(3, { startDate: '2025-10-01' }),
    ];
    expect(versionsOn('2025-06-01', ...versions)).toEqual([1]);
    expect(versionsOn('2025-07-01', ...versions)).toEqual([2]);
    expect(versionsOn('2025-10-01', ...versions.toReversed())).toEqual([3]);
    expect(versionsOn('2025-07-01', version(1, { endDate: '2025-07-01' }))).toEqual([]);
  });

  test('is never a draft where an approved one is in force', () => {
    expect(versionsOn('2025-07-01', version(1), version(2, { ...draft, createdBy: 'seed' }))).toEqual([1]);
  });

  test('is a seeded draft until one is approved; the draft of a person counts for nothing', () => {
    expect(versionsOn('2025-07-01', version(1, { ...draft, createdBy: 'seed' }), version(2, draft))).toEqual([
      1,
    ]);
    expect(versionsOn('2025-07-01', version(2, draft))).toEqual([]);
  });

  test('is, for what is meant, the newest whatever its state', () => {
    expect(rulesIntended([version(1), version(2, draft)], '2025-07-01').map((one) => one.version)).toEqual([
      2,
    ]);
  });
});
