import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSeries } from '../../../../domain/forecast/build-series.ts';
import {
  defaultForecastSettings,
  forecastUsage,
  type Forecast,
  type ForecastQuestion,
  type ForecastSettings,
  type MonthForecast,
} from '../../../../domain/forecast/forecast-usage.ts';
import { addDays } from '../../../../pipeline/days.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

const firstDay = '2025-07-31';
const firstMonth = '2025-11-01';
type Known = Extract<Forecast, { status: 'forecast' }>;

/** 90 days that end on 28 October 2025, as in the design world. */
function ask(units: readonly (number | null)[], settings: Partial<ForecastSettings> = {}): ForecastQuestion {
  return {
    points: units.map((value, index) => ({ day: addDays(firstDay, index), units: value })),
    observedRows: units.filter((value) => value !== null && value !== 0).length,
    firstMonth,
    months: 12,
    settings: { ...defaultForecastSettings, ...settings },
  };
}

function forecast(units: readonly (number | null)[], settings: Partial<ForecastSettings> = {}): Known {
  const answer = forecastUsage(ask(units, settings));
  if (answer.status !== 'forecast') throw new Error(answer.reason);
  return answer;
}

const monthOf = (months: readonly MonthForecast[], index: number): MonthForecast => {
  const found = months.at(index);
  if (!found) throw new Error(`there is no month ${index}`);
  return found;
};

const days = (count: number, unitsOn: (index: number) => number | null): (number | null)[] =>
  Array.from({ length: count }, (_, index) => unitsOn(index));

describe('the projection', () => {
  test.each(['linear', 'smoothing', 'ensemble'] as const)('a flat series stays flat (%s)', (method) => {
    const { months } = forecast(
      days(90, () => 100),
      { method },
    );
    expect(months).toHaveLength(12);
    expect(monthOf(months, 0).month).toBe(firstMonth);
    expect(monthOf(months, -1).month).toBe('2026-10-01');
    expect(monthOf(months, 0).units).toBeCloseTo(3_000, 6);
    expect(monthOf(months, 3).units).toBeCloseTo(2_800, 6);
    expect(monthOf(months, 0).upper - monthOf(months, 0).lower).toBeCloseTo(0, 6);
  });

  test('linear: a trend goes on, month by month at its middle', () => {
    const { months, diagnostics } = forecast(
      days(90, (index) => 100 + 2 * index),
      { method: 'linear' },
    );
    // 1 November 2025 is day 93, so the middle of the month is day 107.5.
    expect(diagnostics.slope).toBeCloseTo(2, 9);
    expect(monthOf(months, 0).units).toBeCloseTo(30 * (100 + 2 * 107.5), 6);
  });

  test('smoothing: the last level stays, by s = 0.3 x actual + 0.7 x s', () => {
    const { months, diagnostics } = forecast(
      days(90, (index) => (index === 89 ? 200 : 100)),
      { method: 'smoothing' },
    );
    expect(diagnostics.level).toBeCloseTo(130, 9);
    expect(monthOf(months, 0).units).toBeCloseTo(30 * 130, 6);
    expect(monthOf(months, 1).units).toBeCloseTo(31 * 130, 6);
  });

  test('ensemble: 0.6 linear and 0.4 smoothing', () => {
    const units = days(90, (index) => 100 + 2 * index + (index % 3));
    const unitsBy = (method: ForecastSettings['method']): number =>
      monthOf(forecast(units, { method }).months, 5).units;
    expect(unitsBy('ensemble')).toBeCloseTo(0.6 * unitsBy('linear') + 0.4 * unitsBy('smoothing'), 6);
  });

  test('days of zero usage count: 300 units every other day are about 150 a day, not 300', () => {
    const { months } = forecast(
      days(90, (index) => (index % 2 === 0 ? 300 : 0)),
      { method: 'linear' },
    );
    expect(monthOf(months, 0).units / 30).toBeGreaterThan(140);
    expect(monthOf(months, 0).units / 30).toBeLessThan(160);
  });

  test('days that nobody knows are skipped and bend nothing', () => {
    const { months, diagnostics } = forecast(
      days(90, (index) => (index % 4 === 1 ? null : 100 + index)),
      {
        method: 'linear',
      },
    );
    expect(diagnostics.knownDays).toBe(67);
    expect(diagnostics.slope).toBeCloseTo(1, 9);
    expect(monthOf(months, 0).units).toBeCloseTo(30 * 207.5, 6);
  });

  test('a falling series ends at zero, not below', () => {
    const { months } = forecast(days(90, (index) => 500 - 5 * index));
    expect(months.at(-1)).toMatchObject({ units: 0, lower: 0 });
  });
});

describe('too little history', () => {
  test('29 rows are not enough, however many zero days surround them', () => {
    expect(forecastUsage(ask(days(90, (index) => (index < 29 ? 100 : 0))))).toEqual({
      status: 'insufficient_history',
      observedRows: 29,
      needed: 30,
      reason: '29 usage rows in the look-back window; a forecast needs at least 30.',
    });
    expect(forecastUsage(ask(days(90, (index) => (index < 30 ? 100 : 0)))).status).toBe('forecast');
  });

  test('two known days make no band, whatever the minimum says', () => {
    const answer = forecastUsage(ask([100, null, 120], { minimumRows: 1 }));
    expect(answer).toMatchObject({ status: 'insufficient_history', needed: 3 });
  });

  test('settings that make no sense are refused', () => {
    const flat = days(90, () => 100);
    expect(() => forecastUsage(ask(flat, { alpha: 0 }))).toThrow(InvariantError);
    expect(() => forecastUsage(ask(flat, { linearWeight: 0.7 }))).toThrow(InvariantError);
    expect(() => forecastUsage(ask(flat, { confidence: 1 }))).toThrow(InvariantError);
  });
});

describe('the band', () => {
  const thorough = { seed: 20251029, numRuns: 1_000 };
  const units = fc.array(fc.option(fc.nat({ max: 500 }), { nil: null, freq: 8 }), {
    minLength: 60,
    maxLength: 90,
  });
  const method = fc.constantFrom('linear', 'smoothing', 'ensemble');

  test('is ordered, never below zero, and the same for points in any order', () => {
    fc.assert(
      fc.property(units, method, (series, chosen) => {
        const question = { ...ask(series, { method: chosen }), observedRows: 90, months: 4 };
        const answer = forecastUsage(question);
        if (answer.status !== 'forecast') return answer.needed === 3;
        const isOrdered = answer.months.every(
          ({ lower, units: middle, upper }) =>
            0 <= lower && lower <= middle && middle <= upper && upper < Infinity,
        );
        const reversed = forecastUsage({ ...question, points: question.points.toReversed() });
        return isOrdered && JSON.stringify(reversed) === JSON.stringify(answer);
      }),
      thorough,
    );
  });

  test('grows with the horizon and with the confidence asked for', () => {
    const series = days(90, (index) => 100 + ((index * 7_919) % 13));
    const width = (confidence: number, month: number): number => {
      const { lower, upper } = monthOf(forecast(series, { confidence }).months, month);
      return upper - lower;
    };
    expect(width(0.95, 7)).toBeGreaterThan(width(0.95, 0));
    expect(width(0.99, 0)).toBeGreaterThan(width(0.8, 0));
  });

  test('of days that know nothing of each other holds about 95 of 100 months', () => {
    const next = randomNumbers(20251029);
    const noisy = (): number => 200 + 40 * (next() + next() + next() + next() - 2);
    let held = 0;
    for (let round = 0; round < 400; round += 1) {
      const { lower, upper } = monthOf(forecast(days(90, noisy), { method: 'linear' }).months, 0);
      const actual = days(30, noisy).reduce<number>((sum, value) => sum + (value ?? 0), 0);
      if (lower <= actual && actual <= upper) held += 1;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.99);
  });

  test('is wider when good and bad weeks last than when the same days come mixed', () => {
    const lasting = days(90, (index) => (Math.floor(index / 15) % 2 === 0 ? 150 : 50));
    const mixed = days(90, (index) => lasting[(index * 37) % 90] ?? 0);
    const upper = (series: (number | null)[]): number => {
      const { months } = forecast(series, { method: 'linear' });
      return monthOf(months, 0).upper - monthOf(months, 0).units;
    };
    expect(upper(lasting)).toBeGreaterThan(2 * upper(mixed));
  });
});

describe('the daily grid', () => {
  const window = { lastDay: '2025-10-28', lookBackDays: 5 };

  test('fills complete days with zero and leaves the others unknown', () => {
    const series = buildSeries({
      ...window,
      rows: [
        { day: '2025-10-25', units: '12.5' },
        { day: '2025-10-27', units: '30' },
        { day: '2025-10-27', units: '3' },
        { day: '2025-10-01', units: '99' },
      ],
      completeDays: new Set(['2025-10-24', '2025-10-25', '2025-10-28']),
      missingDays: new Set(['2025-10-28']),
    });
    expect(series).toEqual({
      points: [
        { day: '2025-10-24', units: 0 },
        { day: '2025-10-25', units: 12.5 },
        { day: '2025-10-26', units: null },
        { day: '2025-10-27', units: 33 },
        { day: '2025-10-28', units: null },
      ],
      observedRows: 2,
    });
  });
});

/** Seeded numbers in [0, 1). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
