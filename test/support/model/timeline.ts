import type { Day } from '../../../pipeline/run.ts';

/** A value over time: each one holds from its day until the next one begins. In order; the first holds before its day too. */
export type Timeline<Value> = readonly { readonly from: Day; readonly value: Value }[];

/** Days `[from, to)`; without `to` for ever. */
export interface Days {
  readonly from: Day;
  readonly to: Day | null;
}

/** The value of a day. */
export function valueOn<Value>(timeline: Timeline<Value>, day: Day): Value {
  const entry = timeline.findLast(({ from }) => from <= day) ?? timeline[0];
  if (!entry) throw new Error('A timeline holds something from its first day on.');
  return entry.value;
}

/** The same with another value in between; what held on the day `to` goes on from there. */
export function setBetween<Value>(
  timeline: Timeline<Value>,
  { from, to }: Days,
  value: Value,
): Timeline<Value> {
  const isInside = (day: Day): boolean => day >= from && (to === null || day < to);
  const inside = timeline
    .filter((entry) => isInside(entry.from) && entry.from !== from)
    .map((entry) => ({ ...entry, value }));
  const goesOn =
    to === null || timeline.some((entry) => entry.from === to)
      ? []
      : [{ from: to, value: valueOn(timeline, to) }];
  return [
    ...timeline.filter((entry) => entry.from < from),
    { from, value },
    ...inside,
    ...goesOn,
    ...timeline.filter((entry) => to !== null && entry.from >= to),
  ];
}
