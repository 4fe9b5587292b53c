import { expect, test } from '@jest/globals';
import { display, seriesColor } from '../../../../preview/page/display.js';
import { configOf } from '../../../../preview/page/field-config.js';
import type { FieldConfig } from '../../../../preview/page/types.js';
import { fieldOf, frameOf } from './support.ts';

const field = { name: 'cost', title: 'Cost', type: 'number', refId: 'A' };
const withOverride = (id: string, options: unknown) =>
  configOf(
    {
      defaults: { unit: 'none' },
      overrides: [{ matcher: { id, options }, properties: [{ id: 'unit', value: 'x' }] }],
    },
    field,
  ).unit;

test.each([
  ['byName', 'cost', 'x'],
  ['byName', 'Cost', 'x'],
  ['byName', 'COST', 'none'],
  ['byNames', { names: ['a', 'cost'] }, 'x'],
  ['byRegexp', '/^co/', 'x'],
  ['byRegexp', 'co', 'none'],
  ['byRegexp', 'co.*', 'x'],
  ['byType', 'number', 'x'],
  ['byType', 'time', 'none'],
  ['byFrameRefID', 'A', 'x'],
  ['byWhatever', 'cost', 'none'],
])('the rule %s %j makes the unit %s', (id, options, unit) => {
  expect(withOverride(id, options)).toBe(unit);
});

test('later rules win, and reach inside of what is custom', () => {
  const config = configOf(
    {
      defaults: { custom: { lineStyle: { fill: 'solid' }, lineWidth: 1 } },
      overrides: [
        {
          matcher: { id: 'byName', options: 'cost' },
          properties: [{ id: 'custom.lineStyle.fill', value: 'dash' }],
        },
        { matcher: { id: 'byType', options: 'number' }, properties: [{ id: 'custom.lineWidth', value: 3 }] },
      ],
    },
    field,
  );
  expect(config.custom).toEqual({ lineStyle: { fill: 'dash' }, lineWidth: 3 });
});

test('defaults are not changed by the rules of one field', () => {
  const source = {
    defaults: { custom: { width: 1 } },
    overrides: [
      { matcher: { id: 'byName', options: 'cost' }, properties: [{ id: 'custom.width', value: 9 }] },
    ],
  };
  configOf(source, field);
  expect(source.defaults.custom.width).toBe(1);
});

const steps: FieldConfig = {
  unit: 'short',
  noValue: 'nobody knows',
  color: { mode: 'thresholds' },
  thresholds: {
    mode: 'absolute',
    steps: [
      { value: null, color: 'red' },
      { value: 95, color: 'green' },
    ],
  },
  mappings: [
    {
      type: 'value',
      options: { in_review: { text: 'in review', color: 'orange' }, '0': { text: 'nothing' } },
    },
    { type: 'range', options: { from: 1000, to: null, result: { text: 'a lot' } } },
    { type: 'regex', options: { pattern: '/^err/i', result: { color: 'red' } } },
    { type: 'special', options: { match: 'null', result: { text: 'n/a' } } },
  ],
};
const shown = (value: string | null, type: 'number' | 'string' = 'number', config = steps) =>
  display(value, fieldOf(frameOf([['v', type, [value]]], config), 'v'));

test('values take the color of the step that they reach, exactly at its edge', () => {
  expect(shown('94.99').color).not.toBe(shown('95').color);
  expect(shown('95.00').color).toBe(shown('200').color);
});

test('mappings replace text and color, numbers by their value', () => {
  expect(shown('in_review', 'string').text).toBe('in review');
  expect(shown('0.00').text).toBe('nothing');
  expect(shown('1000').text).toBe('a lot');
  expect(shown('Error 7', 'string')).toMatchObject({ text: 'Error 7', color: shown('1').color });
  expect(shown(null)).toMatchObject({ text: 'n/a', isEmpty: false });
});

test('an unknown value says so, and is not zero', () => {
  expect(shown(null, 'number', { noValue: 'nobody knows' })).toMatchObject({
    text: 'nobody knows',
    isEmpty: true,
  });
  expect(shown('0', 'number', { noValue: 'nobody knows' })).toMatchObject({ text: '0', isEmpty: false });
});

test('percentage steps count from the least to the greatest value', () => {
  const config: FieldConfig = {
    min: 100,
    max: 200,
    color: { mode: 'thresholds' },
    thresholds: {
      mode: 'percentage',
      steps: [
        { value: null, color: 'green' },
        { value: 50, color: 'red' },
      ],
    },
  };
  expect(shown('149', 'number', config).color).not.toBe(shown('150', 'number', config).color);
});

test('a series has its fixed color, or its place in the palette', () => {
  const frame = frameOf([['a', 'number', ['1']]], { color: { mode: 'fixed', fixedColor: 'transparent' } });
  expect(seriesColor(fieldOf(frame, 'a'), 0)).toBe('transparent');
  const plain = fieldOf(frameOf([['a', 'number', ['1']]]), 'a');
  expect(seriesColor(plain, 0)).not.toBe(seriesColor(plain, 1));
});
