import { expect, test } from '@jest/globals';
import { variablesOfAddress } from '../../../../preview/page/filters.js';

const list = [
  {
    name: 'calendar',
    type: 'custom',
    label: 'Calendar',
    options: [
      { text: 'Calendar year', value: 'calendar' },
      { text: 'Fiscal year', value: 'fiscal' },
    ],
    current: { value: 'calendar' },
  },
  { name: 'sector', type: 'query', multi: true, includeAll: true },
  { name: 'line', type: 'textbox' },
];
const dashboard = { uid: 'x', title: 'X', panels: [], templating: { list } };

test('filters of an address have its values, and the options that are known without the server', () => {
  const given = new Map([
    ['calendar', ['fiscal']],
    ['sector', ["O'Neill", '百事']],
    ['line', ['']],
    ['unknown', ['1']],
  ]);

  expect(variablesOfAddress(dashboard, given)).toEqual({
    calendar: {
      label: 'Calendar',
      options: list[0]?.options,
      current: ['fiscal'],
      multi: false,
      includeAll: false,
    },
    sector: {
      label: 'sector',
      options: [
        { text: "O'Neill", value: "O'Neill" },
        { text: '百事', value: '百事' },
      ],
      current: ["O'Neill", '百事'],
      multi: true,
      includeAll: true,
    },
    line: { label: 'line', options: [], current: [], multi: false, includeAll: false },
  });
});

test('what the address does not say is as the dashboard says, or all', () => {
  const { calendar, sector } = variablesOfAddress(dashboard, new Map());

  expect(calendar?.current).toEqual(['calendar']);
  expect(sector).toMatchObject({ options: [], current: ['$__all'] });
});
