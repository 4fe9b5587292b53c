import { describe, expect, test } from '@jest/globals';
import { chainBands, combineBands, combineForecasts } from '../../../../domain/forecast/combine-bands.ts';
import { measureAccuracy } from '../../../../domain/forecast/measure-accuracy.ts';
import { twoSidedNormalQuantile } from '../../../../domain/forecast/normal-quantile.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

const band = (value: number, half: number) => ({
  value,
  lower: Math.max(0, value - half),
  upper: value + half,
});

describe('the band of a total', () => {
  test('across groups: halves of 3 and 4 make 5', () => {
    expect(combineBands([band(100, 3), band(50, 4)])).toEqual({ value: 150, lower: 145, upper: 155 });
  });

  test('across months of one group: halves of 3 and 4 make 7', () => {
    expect(chainBands([band(100, 3), band(50, 4)])).toEqual({ value: 150, lower: 143, upper: 157 });
  });

  test('a lower end that was cut off at zero makes no total surer', () => {
    expect(combineBands([band(1, 30), band(100, 40)])).toEqual({ value: 101, lower: 51, upper: 151 });
  });

  test('of nothing is nothing', () => {
    expect(combineBands([])).toEqual({ value: 0, lower: 0, upper: 0 });
  });

  test('groups and months together: per month independent, over the months of a group dependent', () => {
    const months = (value: number, half: number) =>
      ['2025-12-01', '2025-11-01'].map((month) => ({ month, ...band(value, half) }));
    const { months: perMonth, total } = combineForecasts([
      { months: months(100, 3) },
      { months: months(50, 4) },
    ]);
    expect(perMonth).toEqual([
      { month: '2025-11-01', value: 150, lower: 145, upper: 155 },
      { month: '2025-12-01', value: 150, lower: 145, upper: 155 },
    ]);
    expect(total).toEqual({ value: 300, lower: 290, upper: 310 });
  });
});

describe('accuracy', () => {
  test('MAPE is the mean of percentages, WAPE weighs them by usage', () => {
    const pairs = [
      { actual: 100, forecast: 125 },
      { actual: 400, forecast: 300 },
    ];
    expect(measureAccuracy(pairs)).toEqual({ mapePct: 25, wapePct: 25, count: 2 });
    expect(measureAccuracy([...pairs, { actual: 500, forecast: 500 }])).toMatchObject({ wapePct: 12.5 });
  });

  test('a month without usage has no percentage, and WAPE stays', () => {
    const pairs = [
      { actual: 0, forecast: 5 },
      { actual: 50, forecast: 45 },
    ];
    expect(measureAccuracy(pairs)).toEqual({ mapePct: null, wapePct: 20, count: 2 });
    expect(measureAccuracy([{ actual: 0, forecast: 5 }]).wapePct).toBeNull();
    expect(measureAccuracy([])).toEqual({ mapePct: null, wapePct: null, count: 0 });
  });
});

test.each([
  [0.5, 0.674489750196],
  [0.8, 1.281551565545],
  [0.95, 1.95996398454],
  [0.99, 2.575829303549],
  [0.999, 3.290526731492],
])('%d of a normal distribution lies within %d standard deviations', (confidence, quantile) => {
  expect(twoSidedNormalQuantile(confidence)).toBeCloseTo(quantile, 6);
});

test.each([0, 1, -0.1, 95, NaN])('a confidence of %d is refused', (confidence) => {
  expect(() => twoSidedNormalQuantile(confidence)).toThrow(InvariantError);
});
