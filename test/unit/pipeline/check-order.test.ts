import { describe, expect, test } from '@jest/globals';
import { describeOrder, orderProblems } from '../../../pipeline/check-order.ts';
import type { RunOrder } from '../../../pipeline/run.ts';

const order: RunOrder = {
  date: '2025-10-29',
  from: '2025-10-26',
  to: '2025-10-28',
  trigger: 'manual',
  startedBy: 'test',
};

describe('an order', () => {
  test('of the days before its date can be carried out', () => {
    expect(orderProblems(order)).toEqual([]);
    expect(orderProblems({ ...order, only: ['validate'], months: ['2025-10-01'] })).toEqual([]);
  });

  test('is refused with everything that is wrong with it', () => {
    expect(orderProblems({ ...order, date: '29.10.2025', to: '2025-02-30' })).toHaveLength(2);
    expect(
      orderProblems({ ...order, from: '2025-10-30', to: '2025-10-29', only: [], months: ['2025-10-02'] }),
    ).toHaveLength(4);
    expect(orderProblems({ ...order, only: ['views' as never] })).toEqual(['There is no stage "views".']);
  });

  test('is told in one line', () => {
    expect(describeOrder(order)).toBe('Run 2025-10-29: usage 2025-10-26 to 2025-10-28 (manual)');
    expect(describeOrder({ ...order, from: order.to, only: ['validate'] })).toBe(
      'Run 2025-10-29: usage 2025-10-28, only validate (manual)',
    );
  });
});
