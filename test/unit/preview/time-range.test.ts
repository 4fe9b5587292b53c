import { expect, test } from '@jest/globals';
import { Problem } from '../../../preview/problem.ts';
import { readRange } from '../../../preview/time-range.ts';

const now = new Date('2025-10-29T10:20:30.456Z');

test('the chosen time is read as the page reads it', () => {
  expect(readRange('now-13M/M', 'now-1M/M', now)).toEqual({
    from: new Date('2024-09-01T00:00:00.000Z'),
    to: new Date('2025-09-30T23:59:59.999Z'),
  });
});

test.each([
  ['yesterday', 'now', '"yesterday" is no time: write one like now-13M/M'],
  ['2025-02-31', 'now', '"2025-02-31" is no time'],
  ["2025-10-01'", 'now', 'is no time'],
  ['now-999999y', 'now', 'is no time'],
  ['now', 'now-1d', 'The chosen time ends before it begins: now to now-1d.'],
])('from %s to %s is a bad request', (from, to, why) => {
  expect(() => readRange(from, to, now)).toThrow(Problem);
  expect(() => readRange(from, to, now)).toThrow(why);
});
