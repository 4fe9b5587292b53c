import { expect, test } from '@jest/globals';
import { barChartOption, barModel } from '../../../../preview/page/bar-chart-option.js';
import { timeModel, timeWriter } from '../../../../preview/page/series-model.js';
import { spansOf } from '../../../../preview/page/state-timeline-option.js';
import { stripsOf } from '../../../../preview/page/time-series-bands.js';
import { timeSeriesOption } from '../../../../preview/page/time-series-option.js';
import type { FieldConfigSource } from '../../../../preview/page/types.js';
import { frameOf } from './support.ts';

const times = ['2025-01-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z', '2025-03-01T00:00:00.000Z'];
const range = { from: new Date('2025-01-01T00:00:00Z'), to: new Date('2025-03-31T00:00:00Z') };
const rules = (
  custom: Record<string, unknown>,
  perField: Record<string, Record<string, unknown>> = {},
): FieldConfigSource => ({
  defaults: { unit: 'currencyUSD', custom },
  overrides: Object.entries(perField).map(([name, values]) => ({
    matcher: { id: 'byName', options: name },
    properties: Object.entries(values).map(([id, value]) => ({ id, value })),
  })),
});

test('a band fills between two series, and only where both are known', () => {
  const band = stripsOf([1, 2, 3, 4], [9, 9, null, 9], [1, 1, 1, 1]);
  expect(band).toEqual([
    [
      [1, 9, 1],
      [2, 9, 1],
    ],
    [[4, 9, 1]],
  ]);
  const frame = frameOf(
    [
      ['time', 'time', times],
      ['low', 'number', ['1', '1', '1']],
      ['high', 'number', ['3', '4', '5']],
    ],
    rules({}, { high: { 'custom.fillBelowTo': 'low' } }),
    'time_series',
  );
  const { series } = timeSeriesOption(timeModel([frame]), { range, annotations: [] });
  expect(series.map(({ type }: { type: string }) => type)).toEqual(['custom', 'line', 'line']);
});

test('stacks, dashes, bars and hidden series are drawn as the panel says', () => {
  const frame = frameOf(
    [
      ['time', 'time', times],
      ['a', 'number', ['1', null, '3']],
      ['b', 'number', ['1', '2', '3']],
      ['c', 'number', ['1', '2', '3']],
    ],
    rules(
      { stacking: { mode: 'normal', group: 'A' } },
      {
        b: { 'custom.lineStyle': { fill: 'dash', dash: [4, 4] } },
        c: { 'custom.drawStyle': 'bars', unit: 'short' },
      },
    ),
    'time_series',
  );
  const model = timeModel([frame]);
  const { series, yAxis } = timeSeriesOption(model, { range, annotations: [], hidden: new Set(['a']) });
  expect(series).toMatchObject([
    { name: 'b', type: 'line', lineStyle: { type: [4, 4] }, stack: 'A 0', yAxisIndex: 0 },
    { name: 'c', type: 'bar', yAxisIndex: 1 },
  ]);
  expect(yAxis).toMatchObject([{ position: 'left' }, { position: 'right' }]);
});

test('shares of a stack add up to one, and unknown values stay unknown', () => {
  const frame = frameOf(
    [
      ['time', 'time', times],
      ['a', 'number', ['1', '3', null]],
      ['b', 'number', ['3', '1', '5']],
    ],
    rules({ stacking: { mode: 'percent', group: 'A' } }),
    'time_series',
  );
  const { series } = timeSeriesOption(timeModel([frame]), { range, annotations: [] });
  const values = series.map(({ data }: { data: [number, number | null][] }) =>
    data.map(([, value]) => value),
  );
  expect(values).toEqual([
    [0.25, 0.75, null],
    [0.75, 0.25, 1],
  ]);
});

test('what happened stands at its time', () => {
  const frame = frameOf(
    [
      ['time', 'time', times],
      ['a', 'number', ['1', '2', '3']],
    ],
    rules({}),
    'time_series',
  );
  const { series } = timeSeriesOption(timeModel([frame]), {
    range,
    annotations: [{ name: 'Closes', color: 'green', time: times[1] ?? '', text: 'January was closed' }],
  });
  expect(series.at(-1)).toMatchObject({ markLine: { data: [{ xAxis: Date.parse(times[1] ?? '') }] } });
});

test('times are written as exactly as they differ', () => {
  const at = (text: string) => Date.parse(text);
  expect(timeWriter([at('2025-01-01'), at('2025-02-01')])(at('2025-02-01'))).toBe('2025-02');
  expect(timeWriter([at('2025-01-01'), at('2025-01-02')])(at('2025-01-02'))).toBe('2025-01-02');
  expect(timeWriter([at('2025-01-01T10:20:00Z')])(at('2025-01-01T10:20:00Z'))).toBe('2025-01-01 10:20');
});

test('bars stand on their invisible base, and labels are exact', () => {
  const frame = frameOf(
    [
      ['Step', 'string', ['Before', 'Volume']],
      ['base', 'number', [null, '100']],
      ['More', 'number', ['100', '20.005']],
    ],
    rules({}, { base: { color: { mode: 'fixed', fixedColor: 'transparent' } }, More: { decimals: 2 } }),
  );
  const { series, yAxis } = barChartOption(barModel(frame, 'Step'), {
    stacking: 'normal',
    showValue: 'always',
    orientation: 'horizontal',
  });
  expect(yAxis).toMatchObject({ type: 'category', data: ['Before', 'Volume'], inverse: true });
  expect(series).toMatchObject([
    { name: 'base', itemStyle: { color: 'transparent' }, stack: 'all' },
    { name: 'More', data: [{ value: 100, label: { show: true, position: 'right' } }, { value: 20.005 }] },
  ]);
  expect(series[0]?.data[1]?.label.show).toBe(false);
  expect(series[1]?.data[1]?.label.formatter()).toBe('$20.01');
});

test('bars without a text to name them say so', () => {
  expect(() => barModel(frameOf([['n', 'number', ['1']]]), 'Sector')).toThrow('column "Sector"');
});

test('a state lasts until the next one, the last until the end; equal ones are one', () => {
  const frame = frameOf([
    ['time', 'time', times],
    ['Run', 'string', ['pass', 'pass', 'fail']],
    ['Close', 'string', ['open', null, 'closed']],
  ]);
  const { lanes, spans } = spansOf([frame], range.to.getTime());
  const short = spans.map(({ lane, from, to, text }) => [
    lane,
    new Date(from).getUTCMonth() + 1,
    new Date(to).toISOString().slice(0, 10),
    text,
  ]);
  expect(lanes).toEqual(['Run', 'Close']);
  expect(short).toEqual([
    [0, 1, '2025-03-01', 'pass'],
    [0, 3, '2025-03-31', 'fail'],
    [1, 1, '2025-02-01', 'open'],
    [1, 3, '2025-03-31', 'closed'],
  ]);
});
