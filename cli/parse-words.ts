import { addDays, isDay } from '../pipeline/days.ts';
import { orderProblems } from '../pipeline/check-order.ts';
import { isStageId } from '../pipeline/order.ts';
import type { Day, Month, RunOrder, Trigger } from '../pipeline/run.ts';
import { stageIds, type StageId } from '../pipeline/stages.ts';
import { UsageError } from './exit-codes.ts';

/** What a person may say about a run. */
export interface RunWords {
  readonly date?: string;
  readonly days?: string;
  readonly from?: string;
  readonly to?: string;
  readonly only?: readonly string[];
}

interface RunDefaults {
  readonly today: Day;
  readonly windowDays: number;
  readonly trigger: Trigger;
  readonly startedBy: string;
}

/** The order that the words mean. @throws UsageError with everything that is wrong with them. */
export function orderOf(words: RunWords, { today, windowDays, trigger, startedBy }: RunDefaults): RunOrder {
  const problems: string[] = [];
  if (words.days !== undefined && words.from !== undefined)
    problems.push('--days and --from both say where the window begins: give one of them.');
  const days = words.days === undefined ? windowDays : wholeNumber('--days', words.days, problems);
  const date = dayOr('--date', words.date, today, problems);
  const to = dayOr('--to', words.to, addDays(date, -1), problems);
  const from = dayOr('--from', words.from, addDays(to, 1 - days), problems);
  const only = stagesOf(words.only, problems);
  const order: RunOrder = { date, from, to, trigger, startedBy, ...(only && { only }) };
  if (problems.length === 0) problems.push(...orderProblems(order));
  if (problems.length > 0) throw new UsageError(problems);
  return order;
}

/** `servicenow,appdynamics` or several words; undefined means all stages. */
export function stagesOf(words: readonly string[] | undefined, problems: string[]): StageId[] | undefined {
  if (words === undefined) return undefined;
  const ids = words
    .flatMap((word) => word.split(','))
    .map((word) => word.trim())
    .filter(Boolean);
  for (const id of ids)
    if (!isStageId(id)) problems.push(`There is no stage "${id}"; the stages are ${stageIds.join(', ')}.`);
  return ids.filter(isStageId);
}

/** A whole number of at least 1. */
export function wholeNumber(option: string, word: string, problems: string[]): number {
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  problems.push(`${option} is "${word}", expected a whole number of at least 1.`);
  return 1;
}

/** The day that was said, or the one that is meant when nothing was. */
export function dayOr(option: string, word: string | undefined, otherwise: Day, problems: string[]): Day {
  if (word === undefined) return otherwise;
  if (isDay(word)) return word;
  problems.push(`${option} is "${word}", expected a day YYYY-MM-DD.`);
  return otherwise;
}

/** A month said as `2025-07` or as its first day. @throws UsageError */
export function monthOr(word: string): Month {
  const day = /^\d{4}-\d{2}$/.test(word) ? `${word}-01` : word;
  if (isDay(day) && day.endsWith('-01')) return day;
  throw new UsageError([`"${word}" is no month; expected one like 2025-07.`]);
}
