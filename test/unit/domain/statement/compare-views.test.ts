import { expect, test } from '@jest/globals';
import { compareViews, tabulateView } from '../../../../domain/statement/compare-views.ts';

const costs = [
  { sector: 'Foods', month: '2025-07-01', charged: '10.00', today: '0.00' },
  { sector: 'Snacks', month: '2025-07-01', charged: '5.50', today: '15.50' },
  { sector: 'Foods', month: '2025-06-01', charged: '1.00', today: '1.00' },
];

test('R18: both views of a month are added up, and their difference is told', () => {
  expect(compareViews(costs)).toEqual([
    { month: '2025-06-01', charged: '1.00', today: '1.00', difference: '0.00' },
    { month: '2025-07-01', charged: '15.50', today: '15.50', difference: '0.00' },
  ]);
});

test('a view becomes a table with what moved', () => {
  expect(tabulateView(costs, 'today')).toEqual({
    months: ['2025-06-01', '2025-07-01'],
    rows: [
      { sector: 'Foods', amounts: ['1.00', '0.00'], total: '1.00', moved: '-10.00' },
      { sector: 'Snacks', amounts: [null, '15.50'], total: '15.50', moved: '10.00' },
    ],
    sums: { sector: 'Total', amounts: ['1.00', '15.50'], total: '16.50', moved: '0.00' },
  });
});
