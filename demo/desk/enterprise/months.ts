import { addMonths } from '../../../pipeline/days.ts';
import type { Month } from '../../../pipeline/run.ts';

/** The months from `first` to `last`, both among them. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** `2025-07` of a month, as people write it. */
export function named(month: Month): string {
  return month.slice(0, 7);
}
