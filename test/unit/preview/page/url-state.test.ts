import { expect, test } from '@jest/globals';
import { readState, writeState } from '../../../../preview/page/url-state.js';

const oddNames = ["O'Brien & Sons", '100 % <b>"fine"</b>', '百事公司', 'a=b&var-sector=c', '$__all'];

test('what an address says is written again, whatever the names are', () => {
  const state = {
    from: 'now-13M/M',
    to: 'now',
    chosen: new Map([
      ['sector', oddNames],
      ['calendar', ['fiscal']],
    ]),
  };
  expect(readState(`?${writeState(state)}`)).toEqual(state);
});

test('several values are several parameters, as Grafana writes them', () => {
  const chosen = new Map([['sector', ['A', 'B']]]);
  expect(writeState({ from: null, to: null, chosen })).toBe('var-sector=A&var-sector=B');
});

test('an address that says nothing is no choice', () => {
  expect(readState('')).toEqual({ from: null, to: null, chosen: new Map() });
});
