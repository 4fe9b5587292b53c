import { expect, test } from '@jest/globals';
import { framesOf, hasNothing } from '../../../../preview/page/frames.js';
import { reduce } from '../../../../preview/page/reduce.js';
import { timeModel } from '../../../../preview/page/series-model.js';
import { frameOf, target } from './support.ts';

const jan = '2025-01-01T00:00:00.000Z';
const feb = '2025-02-01T00:00:00.000Z';
const mar = '2025-03-01T00:00:00.000Z';

test('rows of time, metric and value become a series per metric, with gaps where there is no row', () => {
  const [frame] = framesOf(
    [
      target(
        [
          ['time', 'time', [jan, jan, feb, mar]],
          ['metric', 'string', ['APM', 'MRUM', 'APM', 'MRUM']],
          ['cost', 'number', ['1', '2', '3', '4']],
        ],
        'time_series',
      ),
    ],
    undefined,
  );
  expect(frame?.fields.map(({ title, values }) => [title, values])).toEqual([
    ['time', [jan, feb, mar]],
    ['APM', ['1', '3', null]],
    ['MRUM', ['2', null, '4']],
  ]);
});

test('several values per metric are told apart by the name of the column', () => {
  const frame = frameOf(
    [
      ['time', 'time', [jan]],
      ['metric', 'string', ['APM']],
      ['cost', 'number', ['1']],
      ['units', 'number', ['2']],
    ],
    {},
    'time_series',
  );
  expect(frame.fields.map(({ title }) => title)).toEqual(['time', 'cost APM', 'units APM']);
});

test('rows that are not sorted by time are refused as Grafana refuses them', () => {
  const columns = [
    ['time', 'time', [feb, jan]],
    ['v', 'number', ['1', '2']],
  ] as const;
  expect(() =>
    frameOf(
      columns.map(([name, type, values]) => [name, type, [...values]]),
      {},
      'time_series',
    ),
  ).toThrow('Row 2 is earlier');
});

test('a display name stands for the column, and may use its name', () => {
  const frame = frameOf([['cost', 'number', ['1']]], { displayName: 'Sum of ${__field.name}' });
  expect(frame.fields[0]?.title).toBe('Sum of cost');
});

test('series of several queries stand on the times of all', () => {
  const frames = framesOf(
    [
      target(
        [
          ['time', 'time', [jan, feb]],
          ['actual', 'number', ['1', '2']],
        ],
        'time_series',
      ),
      {
        ...target(
          [
            ['time', 'time', [feb, mar]],
            ['forecast', 'number', ['3', '4']],
          ],
          'time_series',
        ),
        refId: 'B',
      },
    ],
    undefined,
  );
  const { times, series } = timeModel(frames);
  expect(times).toEqual([jan, feb, mar].map((time) => Date.parse(time)));
  expect(series.map(({ name, values, rows }) => [name, values, rows])).toEqual([
    ['actual', [1, 2, null], [0, 1, -1]],
    ['forecast', [null, 3, 4], [-1, 0, 1]],
  ]);
});

test('nothing is no rows; in pictures also nothing but unknown values', () => {
  const rows = frameOf([['a', 'number', [null, null]]]);
  expect(hasNothing([rows], 'table')).toBe(false);
  expect(hasNothing([rows], 'stat')).toBe(true);
  expect(hasNothing([frameOf([['a', 'number', []]])], 'table')).toBe(true);
  expect(
    hasNothing(
      [
        frameOf([
          ['time', 'time', [jan]],
          ['a', 'number', [null]],
        ]),
      ],
      'timeseries',
    ),
  ).toBe(true);
  expect(hasNothing([frameOf([['a', 'number', ['0']]])], 'stat')).toBe(false);
});

test.each([
  ['lastNotNull', '0.10'],
  ['last', null],
  ['sum', '10.30'],
  ['max', '10.00'],
  ['min', '0.10'],
  ['count', '4'],
])('%s of values is %s, to the digit', (calculation, result) => {
  expect(reduce(['0.20', '10.00', '0.10', null], calculation)).toBe(result);
});
