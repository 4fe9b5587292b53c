import type { MetricMeter, MetricTags } from '@temporalio/common';

/** A meter that remembers, as the page would show it: `name{key=value,...}` to a number, or to all values of a histogram. */
export function memoryMeter() {
  const values = new Map<string, number>();
  const records = new Map<string, number[]>();
  const key = (name: string, tags: MetricTags = {}): string => {
    const words = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
    return words.length === 0 ? name : `${name}{${words.sort().join(',')}}`;
  };
  const meter = {
    createCounter: (name: string) => ({
      add: (value: number, tags?: MetricTags) =>
        values.set(key(name, tags), (values.get(key(name, tags)) ?? 0) + value),
    }),
    createGauge: (name: string) => ({
      set: (value: number, tags?: MetricTags) => values.set(key(name, tags), value),
    }),
    createHistogram: (name: string) => ({
      record: (value: number, tags?: MetricTags) =>
        records.set(key(name, tags), [...(records.get(key(name, tags)) ?? []), value]),
    }),
  } as unknown as MetricMeter;
  return { meter, values, records };
}
