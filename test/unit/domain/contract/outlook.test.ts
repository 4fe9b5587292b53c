import { describe, expect, test } from '@jest/globals';
import type { Commitment, DayUse } from '../../../../domain/contract/commitment.ts';
import { projectExhaustion } from '../../../../domain/contract/project-exhaustion.ts';
import { monthToDate, termToDate } from '../../../../domain/contract/use-to-date.ts';
import { daysBetween } from '../../../../pipeline/days.ts';

const line = (parts: Partial<Commitment> = {}): Commitment => ({
  basis: 'units',
  settledPer: 'month',
  committed: '600',
  unusedRate: null,
  overageRate: null,
  start: '2025-07-01',
  end: '2026-01-01',
  ...parts,
});
const daily = (quantity: string, from: string, to: string): DayUse[] =>
  daysBetween(from, to).map((day) => ({ day, quantity }));

describe('use to date', () => {
  test('of the month stands beside what the months of the term add up to', () => {
    const used = daily('15', '2025-07-01', '2025-08-10');

    expect(monthToDate(line(), used, '2025-08-11')).toEqual({
      committed: '600.0000',
      used: '150.0000',
      percent: '25.0',
      headRoom: '450.0000',
      overage: '0.0000',
      unused: '0.0000',
    });
    expect(termToDate(line(), used, '2025-08-11')).toEqual({
      committed: '1200.0000',
      used: '615.0000',
      percent: '51.3',
      headRoom: null,
      overage: '0.0000',
      unused: '135.0000',
    });
  });

  test('of a commitment of the term counts every month; the month alone has only its use', () => {
    const term = line({ settledPer: 'term' });
    const used = daily('15', '2025-07-01', '2025-08-10');

    expect(termToDate(term, used, '2025-08-11')).toMatchObject({ used: '615.0000', overage: '15.0000' });
    expect(monthToDate(term, used, '2025-08-11')).toMatchObject({ used: '150.0000', committed: null });
  });

  test('head-room of units that may run at once is what the busiest day left', () => {
    const entitlement = line({ basis: 'daily_units', committed: '20' });
    const used = [...daily('15', '2025-07-01', '2025-07-09'), ...daily('18.5', '2025-07-10', '2025-07-10')];

    expect(monthToDate(entitlement, used, '2025-07-11')).toMatchObject({
      committed: '200.0000',
      used: '153.5000',
      headRoom: '1.5000',
      unused: '46.5000',
    });
  });

  test('before the first day of the term nothing is used', () => {
    expect(monthToDate(line(), daily('15', '2025-06-01', '2025-06-30'), '2025-07-01')).toMatchObject({
      used: '0.0000',
      headRoom: '600.0000',
    });
  });
});

describe('the day on which a commitment is used up', () => {
  test('is seen when it is past', () => {
    expect(projectExhaustion(line(), daily('100', '2025-07-01', '2025-07-10'), '2025-07-11')).toEqual({
      day: '2025-07-06',
      isProjected: false,
    });
  });

  test('is projected from the last 30 days', () => {
    const used = [...daily('1', '2025-07-01', '2025-07-31'), ...daily('20', '2025-08-01', '2025-08-30')];
    const term = line({ settledPer: 'term', committed: '751' });

    expect(projectExhaustion(term, used, '2025-08-31')).toEqual({ day: '2025-09-05', isProjected: true });
  });

  test('may lie in a later month, which begins with the whole commitment again', () => {
    const used = daily('20', '2025-09-10', '2025-09-30');

    // 30 days of 20 use 600 up, the 31 of October on the 30th; September has 21 days of use.
    expect(projectExhaustion(line(), used, '2025-10-01')).toMatchObject({ day: '2025-10-30' });
    expect(projectExhaustion(line({ committed: '620' }), used.slice(0, 5), '2025-09-15')).toMatchObject({
      day: '2025-10-31',
    });
  });

  test('is not to be seen when the use does not reach the commitment within the term', () => {
    const used = daily('5', '2025-07-01', '2025-07-20');

    expect(projectExhaustion(line(), used, '2025-07-21')).toEqual({ day: null, isProjected: true });
    expect(
      projectExhaustion(line({ settledPer: 'term', committed: '5000' }), used, '2025-07-21').day,
    ).toBeNull();
    expect(projectExhaustion(line(), [], '2025-07-21').day).toBeNull();
  });

  test('of units that may run at once is the next day when the pace is above them', () => {
    const entitlement = line({ basis: 'daily_units', committed: '20' });
    const before = daily('25', '2025-06-01', '2025-06-30');

    expect(projectExhaustion(entitlement, before, '2025-07-01')).toEqual({
      day: '2025-07-01',
      isProjected: true,
    });
    expect(
      projectExhaustion(entitlement, daily('19', '2025-07-01', '2025-07-09'), '2025-07-10').day,
    ).toBeNull();
  });
});
