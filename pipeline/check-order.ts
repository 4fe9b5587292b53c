import { isDay } from './days.ts';
import { isStageId } from './order.ts';
import type { RunOrder } from './run.ts';

/** Everything that makes the order impossible, one sentence each; empty when it can be carried out. */
export function orderProblems({ date, from, to, only, months }: RunOrder): string[] {
  const days = Object.entries({ date, from, to });
  const problems = days
    .filter(([, day]) => !isDay(day))
    .map(([name, day]) => `${name} is "${day}", expected a day YYYY-MM-DD.`);
  if (problems.length > 0) return problems;

  if (from > to) problems.push(`The window starts on ${from}, after its end ${to}.`);
  if (to >= date)
    problems.push(`The window ends on ${to}; run ${date} covers usage through the day before it (C56).`);
  if (only?.length === 0) problems.push('The order names no stage at all.');
  for (const id of only ?? []) if (!isStageId(id)) problems.push(`There is no stage "${String(id)}".`);
  for (const month of months ?? [])
    if (!isDay(month) || !month.endsWith('-01'))
      problems.push(`Period "${month}" is not the first day of a month.`);
  return problems;
}

/** The order in one line, for lists and the Web UI; below 200 bytes. */
export function describeOrder({ date, from, to, only, trigger }: RunOrder): string {
  const days = from === to ? from : `${from} to ${to}`;
  return `Run ${date}: usage ${days}${only ? `, only ${only.join(', ')}` : ''} (${trigger})`;
}
