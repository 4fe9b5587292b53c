import { addDays, dayOf } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';

/** The part of time that a usage request asks for. */
export interface UsageWindow {
  readonly fromMs: number;
  /** The first instant that no longer belongs to it. */
  readonly toMs: number;
  readonly granularityMinutes: number;
}

/** One point's interval within a day. */
export interface Interval {
  readonly day: Day;
  readonly startMinute: number;
}

/** Whole seconds or milliseconds; the controller chokes on seven digits of a second. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:?\d{2})$/;

/** The window of the query, or what is wrong with it. */
export function readWindow(query: URLSearchParams): UsageWindow | string {
  const granularity = query.get('granularityMinutes') ?? '';
  if (!/^\d+$/.test(granularity)) return 'granularityMinutes is required and must be an integer';
  const granularityMinutes = Number(granularity);
  if (granularityMinutes === 0 || granularityMinutes % 5 !== 0)
    return 'granularityMinutes must be a multiple of 5';
  if (1440 % granularityMinutes !== 0) return 'granularityMinutes must divide a day';

  const [fromMs, toMs] = ['dateFrom', 'dateTo'].map((name) => readInstant(query.get(name)));
  if (fromMs === undefined || toMs === undefined)
    return 'dateFrom and dateTo are required as ISO-8601 instants';
  if (toMs <= fromMs) return 'dateTo must be after dateFrom';
  return { fromMs, toMs, granularityMinutes };
}

/** The intervals that start within the window, oldest first. */
export function* intervalsOf(window: UsageWindow, first: Day, last: Day): Generator<Interval> {
  const step = window.granularityMinutes;
  const start = dayOf(window.fromMs);
  for (let day = start > first ? start : first; day <= last; day = addDays(day, 1)) {
    const midnightMs = Date.parse(`${day}T00:00:00Z`);
    if (midnightMs >= window.toMs) return;
    for (let startMinute = 0; startMinute < 1440; startMinute += step) {
      const startMs = midnightMs + startMinute * 60_000;
      if (startMs >= window.fromMs && startMs < window.toMs) yield { day, startMinute };
    }
  }
}

function readInstant(text: string | null): number | undefined {
  // An unescaped plus of an offset arrives as a space.
  const repaired = text?.replace(' ', '+') ?? '';
  const epochMs = instant.test(repaired) ? Date.parse(repaired) : Number.NaN;
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
