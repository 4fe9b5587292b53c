import { describe, expect, test } from '@jest/globals';
import { describeRange, parseRange, parseTime, presets } from '../../../../preview/page/time-range.js';

const now = new Date('2025-10-29T00:00:00.000Z');
const words = (from: string, to: string) => {
  const range = parseRange({ from, to }, now);
  return [range.from.toISOString(), range.to.toISOString()];
};

describe('times of Grafana', () => {
  test.each([
    ['now-13M/M', 'now', '2024-09-01T00:00:00.000Z', '2025-10-29T00:00:00.000Z'],
    ['now-1M/M', 'now-1M/M', '2025-09-01T00:00:00.000Z', '2025-09-30T23:59:59.999Z'],
    ['now/y', 'now/y', '2025-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'],
    ['now-1Q/Q', 'now-1Q/Q', '2025-07-01T00:00:00.000Z', '2025-09-30T23:59:59.999Z'],
    ['now-7d', 'now+1d', '2025-10-22T00:00:00.000Z', '2025-10-30T00:00:00.000Z'],
    ['now/w', 'now/w', '2025-10-26T00:00:00.000Z', '2025-11-01T23:59:59.999Z'],
    ['2025-10-01', '2025-10-02', '2025-10-01T00:00:00.000Z', '2025-10-02T00:00:00.000Z'],
    ['2025-10-01T10:00', '2025-10-01T10:00:00+02:00', 'x', 'x'],
    ['1759276800000', '1759363200000', '2025-10-01T00:00:00.000Z', '2025-10-02T00:00:00.000Z'],
  ])('%s to %s', (from, to, start, end) => {
    if (start === 'x') expect(() => words(from, to)).toThrow('ends before it begins');
    else expect(words(from, to)).toEqual([start, end]);
  });

  test('the last day of a month stays the last day of a shorter one', () => {
    const time = parseTime('now-1M', new Date('2025-03-31T00:00:00Z'), false);
    expect(time.toISOString()).toBe('2025-02-28T00:00:00.000Z');
  });

  test.each(['', 'yesterday', 'now-', 'now-1x', '2025-13-01', '2025-02-30', "now'; drop table x", '0000'])(
    '%j is refused with an example',
    (word) => {
      expect(() => parseTime(word, now, false)).toThrow('write one like now-13M/M');
    },
  );
});

test('a heading names whole days, and minutes only where they are chosen', () => {
  const text = (from: string, to: string) => describeRange(parseRange({ from, to }, now));
  expect(text('now-13M/M', 'now')).toBe('1 Sep 2024 to 28 Oct 2025');
  expect(text('now-1M/M', 'now-1M/M')).toBe('1 Sep 2025 to 30 Sep 2025');
  expect(text('2025-10-01T08:00:00Z', '2025-10-01T09:30:00Z')).toBe('1 Oct 2025 08:00 to 1 Oct 2025 09:30');
});

test('every preset is a time', () => {
  for (const [preset] of presets) expect(() => parseRange(preset, now)).not.toThrow();
});
