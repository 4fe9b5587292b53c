import { expect, test } from '@jest/globals';
import { readChoice } from '../../../preview/choice.ts';

test('values of a variable are kept in their order, and other parameters do not matter', () => {
  const { from, to, values } = readChoice(
    new URLSearchParams('from=now-1d&var-sector=B&x=1&var-sector=A&var-line='),
  );

  expect({ from, to, values: Object.fromEntries(values) }).toEqual({
    from: 'now-1d',
    to: null,
    values: { sector: ['B', 'A'], line: [''] },
  });
});

test.each([
  ['too many values', Array.from({ length: 1001 }, (_, index) => `var-a=${index}`).join('&')],
  ['a value that is too long', `var-a=${'x'.repeat(301)}`],
  ['a character that no name has', 'var-a=a%00'],
])('%s', (_what, parameters) => {
  expect(() => readChoice(new URLSearchParams(parameters))).toThrow(/value/);
});
