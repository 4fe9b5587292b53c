import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Database } from '../../../repositories/database.ts';
import type { Freshness } from '../../../repositories/freshness.ts';
import { createMeasures } from '../../../worker/measures.ts';
import { watchWarehouse } from '../../../worker/watch-warehouse.ts';
import { memoryMeter } from './memory-meter.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A watch on a database that answers with the last of `answers`. */
function watch(answers: (Freshness | Error)[]) {
  const { meter, values } = memoryMeter();
  const warnings: string[] = [];
  const one = async () => {
    const answer = answers.at(-1);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const watching = watchWarehouse({
    database: { one } as unknown as Database,
    measures: createMeasures(meter),
    warn: (message) => warnings.push(message),
  });
  const dataThrough = () => values.get('appd_licensing_data_through_timestamp_seconds');
  return { watching, warnings, dataThrough };
}

const through = (dataThrough: number): Freshness => ({ dataThrough, lastRuns: [] });

test('a worker that has just started knows how new the data is, and hears of what another worker did', async () => {
  const answers = [through(100)];
  const { watching, dataThrough } = watch(answers);
  await jest.advanceTimersByTimeAsync(0);
  expect(dataThrough()).toBe(100);

  answers.push(through(200));
  await jest.advanceTimersByTimeAsync(30_000);
  expect(dataThrough()).toBe(200);

  answers.push(through(300));
  watching.look();
  await jest.advanceTimersByTimeAsync(0);
  expect(dataThrough()).toBe(300);

  watching.stop();
  answers.push(through(400));
  await jest.advanceTimersByTimeAsync(120_000);
  expect(dataThrough()).toBe(300);
});

test('a database that is down is told once, and what it said last stands until it answers again', async () => {
  const answers: (Freshness | Error)[] = [through(100)];
  const { watching, warnings, dataThrough } = watch(answers);
  await jest.advanceTimersByTimeAsync(0);

  answers.push(new Error('down'));
  await jest.advanceTimersByTimeAsync(120_000);
  expect(warnings).toEqual(['The metrics page cannot ask the database how new the data is.']);
  expect(dataThrough()).toBe(100);

  answers.push(through(200));
  await jest.advanceTimersByTimeAsync(30_000);
  expect(dataThrough()).toBe(200);
  watching.stop();
});
