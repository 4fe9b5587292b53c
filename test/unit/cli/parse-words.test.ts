import { describe, expect, test } from '@jest/globals';
import { orderOf } from '../../../cli/parse-words.ts';

const defaults = { today: '2025-10-29', windowDays: 3, trigger: 'manual', startedBy: 'ana' } as const;

describe('what a person says about a run', () => {
  test('nothing said means the last three days up to yesterday, all stages', () => {
    const order = {
      date: '2025-10-29',
      from: '2025-10-26',
      to: '2025-10-28',
      trigger: 'manual',
      startedBy: 'ana',
    };
    expect(orderOf({}, defaults)).toEqual(order);
  });

  test.each([
    [
      { date: '2025-03-01', days: '2' },
      { date: '2025-03-01', from: '2025-02-27', to: '2025-02-28' },
    ],
    [{ from: '2025-10-01' }, { from: '2025-10-01', to: '2025-10-28' }],
    [{ to: '2025-10-05' }, { from: '2025-10-03', to: '2025-10-05' }],
    [
      { only: ['servicenow, appdynamics', 'reconcile'] },
      { only: ['servicenow', 'appdynamics', 'reconcile'] },
    ],
  ])('%j means %j', (words, meant) => {
    expect(orderOf(words, defaults)).toMatchObject(meant);
  });

  test('everything that is wrong is said at once', () => {
    const words = { date: '2025-13-01', days: 'x', from: '2025-10-01', only: ['billing'] };
    expect(() => orderOf(words, defaults)).toThrow(
      /--days and --from.*\n.*--days is "x".*\n.*--date is.*\n.*"billing"/,
    );
  });

  test('a window that reaches the logical date is refused', () => {
    expect(() => orderOf({ to: '2025-10-29' }, defaults)).toThrow('through the day before it');
  });
});
