import { describe, expect, test } from '@jest/globals';
import { readAhead } from '../../../activities/read-ahead.ts';

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

describe('reading ahead', () => {
  test('gives results in the order of the items, never more under way than allowed', async () => {
    const seen = { now: 0, most: 0 };
    const read = async (item: number): Promise<number> => {
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await new Promise((resolve) => setTimeout(resolve, (7 - item) * 2));
      seen.now -= 1;
      return item * 10;
    };
    expect(await collect(readAhead([1, 2, 3, 4, 5, 6], 3, read))).toEqual([10, 20, 30, 40, 50, 60]);
    expect(seen.most).toBe(3);
  });

  test('an item that fails fails the reading at its place', async () => {
    const given: number[] = [];
    const reading = (async () => {
      for await (const value of readAhead([1, 2, 3], 3, (item) =>
        item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
      ))
        given.push(value);
    })();
    await expect(reading).rejects.toThrow('two');
    expect(given).toEqual([1]);
  });
});
