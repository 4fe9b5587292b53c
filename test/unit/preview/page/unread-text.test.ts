import { expect, test } from '@jest/globals';
import { unreadText } from '../../../../preview/page/unread-text.js';

test('kinds of marks with the same reason are named together', () => {
  expect(
    unreadText([
      { name: 'Prices', message: 'No right.' },
      { name: 'Runs', message: 'Too slow.' },
      { name: 'Closes', message: 'No right.' },
    ]),
  ).toBe('Marks cannot be read: Prices, Closes: No right. Runs: Too slow.');
});

test('a reason for all needs no names', () => {
  expect(unreadText([{ name: '', message: 'The server is gone.' }])).toBe(
    'Marks cannot be read: The server is gone.',
  );
});
