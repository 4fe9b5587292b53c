import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  backfillProblems,
  describeBackfill,
  planBackfill,
  reportBackfill,
  type BackfillOrder,
} from '../../../pipeline/backfill.ts';
import { orderProblems } from '../../../pipeline/check-order.ts';
import { addDays, countDays, daysBetween, monthsBetween } from '../../../pipeline/days.ts';

const order = (from: string, to: string, change: Partial<BackfillOrder> = {}): BackfillOrder => ({
  from,
  to,
  parallel: 4,
  startedBy: 'test',
  ...change,
});
const ranges = fc
  .tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 500 }))
  .map(([start, length]) => ({
    from: addDays('2020-01-01', start),
    to: addDays('2020-01-01', start + length),
  }));

describe('the plan of a back-fill', () => {
  test('loads each day exactly once and builds each period exactly once, in date order', () => {
    fc.assert(
      fc.property(ranges, ({ from, to }) => {
        const plan = planBackfill(order(from, to));
        const dates = plan.filter(({ part }) => part === 'dates').map((step) => step.order);
        const months = plan.filter(({ part }) => part === 'months').map((step) => step.order);
        expect(dates.map((run) => [run.date, run.from, run.to])).toEqual(
          daysBetween(from, to).map((day) => [addDays(day, 1), day, day]),
        );
        expect(months.flatMap((run) => run.months)).toEqual(monthsBetween(from, to));
        expect(months.reduce((sum, run) => sum + countDays(run.from, run.to), 0)).toBe(countDays(from, to));
        for (const step of plan) expect(orderProblems(step.order)).toEqual([]);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test('leaves out what was not asked for', () => {
    const plan = planBackfill(order('2025-01-30', '2025-02-02', { only: ['appdynamics', 'allocate'] }));
    expect(plan.map(({ part, order: run }) => `${part} ${run.date} ${String(run.only)}`)).toEqual([
      'dates 2025-01-31 appdynamics',
      'dates 2025-02-01 appdynamics',
      'dates 2025-02-02 appdynamics',
      'dates 2025-02-03 appdynamics',
      'months 2025-02-01 allocate',
      'months 2025-02-03 allocate',
    ]);
  });

  test('is refused with every problem of its order', () => {
    expect(backfillProblems(order('2025-02-30', '2025-01-01', { parallel: 0, only: [] }))).toHaveLength(4);
    expect(backfillProblems(order('2025-02-01', '2025-02-01'))).toEqual([]);
  });
});

describe('the report of a back-fill', () => {
  const asked = order('2025-01-31', '2025-02-01', { only: ['appdynamics', 'reconcile'] });
  const plan = planBackfill(asked);

  test('shows what is pending and goes on as long as something is', () => {
    const report = reportBackfill(asked, plan, [{ date: '2025-02-01', status: 'failed', error: 'x' }]);
    expect(report.status).toBe('running');
    expect(report.dates.map(({ status }) => status)).toEqual(['failed', 'pending']);
    expect(report.months.map(({ month, status }) => `${month} ${status}`)).toEqual([
      '2025-01-01 pending',
      '2025-02-01 pending',
    ]);
    expect(describeBackfill(report)).toBe('1 of 2 dates, 0 of 2 periods, 1 of them not loaded');
  });

  test.each([
    ['succeeded', 'succeeded'],
    ['degraded', 'degraded'],
    ['refused', 'failed'],
    ['blocked', 'failed'],
    ['failed', 'failed'],
  ] as const)('with one step %s is %s', (status, expected) => {
    const outcomes = plan.map((step, index) => ({
      date: step.order.date,
      status: index === 1 ? status : ('succeeded' as const),
      error: null,
    }));
    expect(reportBackfill(asked, plan, outcomes).status).toBe(expected);
  });
});
