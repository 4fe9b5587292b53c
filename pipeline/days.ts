import type { Day, Month } from './run.ts';

const dayMs = 86_400_000;

/** Is `text` a real calendar day in the form `YYYY-MM-DD`? */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(epochMs) && dayOf(epochMs) === text;
}

/** The UTC day that holds the instant. */
export function dayOf(epochMs: number): Day {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** `day` moved by `count` days, which may be negative. */
export function addDays(day: Day, count: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * dayMs);
}

/** How many days lie from `from` to `to`, both counted; 0 or less when `to` is before `from`. */
export function countDays(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs) + 1;
}

/** Every day from `from` to `to`, both included. */
export function daysBetween(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => addDays(from, index));
}

/** The period that holds the day. */
export function monthOf(day: Day): Month {
  return `${day.slice(0, 7)}-01`;
}

/** `month` moved by `count` months, which may be negative. */
export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

/** The last day of the period. */
export function lastDayOf(month: Month): Day {
  return addDays(addMonths(month, 1), -1);
}

/** How many days the period has. */
export function daysIn(month: Month): number {
  return countDays(month, lastDayOf(month));
}

/** Every period that the days from `from` to `to` touch. */
export function monthsBetween(from: Day, to: Day): Month[] {
  const months: Month[] = [];
  for (let month = monthOf(from); month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}
