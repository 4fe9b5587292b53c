import type { Command } from 'commander';
import { parseDriver, parseParts, parseReceivers } from '../imports/rule-words.ts';
import { addMonths } from '../pipeline/days.ts';
import type { Day, Month } from '../pipeline/run.ts';
import type { RuleDraft } from '../repositories/rules/rule-draft.ts';
import { UsageError } from './exit-codes.ts';
import { monthOr, wholeNumber } from './parse-words.ts';

/** What a person says about a rule. */
export interface RuleWords {
  readonly method?: string;
  readonly driver?: string;
  readonly parts?: string;
  readonly receivers?: string;
  readonly pattern?: string;
  readonly sector?: string;
  readonly step?: string;
  readonly priority?: string;
  readonly fallback?: string;
  readonly from?: string;
}

const methods = ['proportional_usage', 'equal', 'fixed', 'blend', 'keep_central'] as const;
const fallbacks = ['equal', 'unallocated'] as const;

/** The options that say what a rule does. */
export function withRule(command: Command): Command {
  return command
    .option('--method <method>', methods.join(', '))
    .option('--driver <driver>', 'units, units:APM, cost, nodes, servers or table:NAME')
    .option('--parts <parts>', 'of a blend, e.g. "0.4 units,0.6 equal"')
    .option('--receivers <list>', 'sectors, e.g. "Retail=60,Logistics=40", or "all" active ones')
    .option('--pattern <code>', 'sends: services whose H-code holds this segment')
    .option('--sector <name>', 'sends: all services of this sector, and what it received in earlier steps')
    .option('--step <number>', 'steps go in order; a sender closes after its step')
    .option('--priority <number>', 'the lowest wins where several patterns fit')
    .option('--fallback <what>', 'when the driver is zero: equal or unallocated')
    .option('--from <month>', 'the first month (default: the next quarter or month)');
}

/** Does the person say anything but a name? */
export function saysSomething(words: RuleWords): boolean {
  const { method, driver, parts, receivers, pattern, sector, step, priority, fallback } = words;
  return [method, driver, parts, receivers, pattern, sector, step, priority, fallback].some(
    (word) => word !== undefined,
  );
}

/** The month with which the next version begins when nobody says otherwise. */
export function nextStart(today: Day, changes: 'monthly' | 'quarterly'): Month {
  const next = addMonths(`${today.slice(0, 7)}-01`, 1);
  if (changes === 'monthly') return next;
  return addMonths(next, (3 - ((Number(next.slice(5, 7)) - 1) % 3)) % 3);
}

/**
 * The version that the words mean: what they do not say stays as the newest version has it.
 *
 * @throws UsageError with everything that is wrong with them.
 */
export function draftFrom(
  ruleName: string,
  words: RuleWords,
  newest: RuleDraft | null,
  defaultStart: Month,
): RuleDraft {
  const problems: string[] = [];
  const method = choice('--method', words.method, methods, problems) ?? newest?.method;
  if (method === undefined)
    problems.push(`--method is missing: ${ruleName} is new; expected ${methods.join(', ')}.`);
  const keepsMethod = method === newest?.method;
  const sender = senderOf(words, newest);
  const isDefault = sender.hCodePattern === null && sender.senderSector === null;
  const draft: RuleDraft = {
    ruleName,
    ...sender,
    ...driverOf(words, keepsMethod ? newest : null, problems),
    method: method ?? 'equal',
    parts:
      words.parts === undefined
        ? keepsMethod
          ? (newest?.parts ?? [])
          : []
        : parseParts(words.parts, problems),
    receivers: receiversOf(words, newest, method, problems),
    fallback: choice('--fallback', words.fallback, fallbacks, problems) ?? newest?.fallback ?? 'equal',
    step: numberOr('--step', words.step, newest?.step ?? 1, problems),
    priority: numberOr('--priority', words.priority, newest?.priority ?? (isDefault ? 1000 : 100), problems),
    startDate: words.from === undefined ? defaultStart : monthOr(words.from),
    endDate: null,
  };
  if (problems.length > 0) throw new UsageError(problems);
  return draft;
}

function senderOf({ pattern, sector }: RuleWords, newest: RuleDraft | null) {
  if (pattern !== undefined || sector !== undefined)
    return { hCodePattern: pattern ?? null, senderSector: sector ?? null };
  return { hCodePattern: newest?.hCodePattern ?? null, senderSector: newest?.senderSector ?? null };
}

function driverOf({ driver }: RuleWords, kept: RuleDraft | null, problems: string[]) {
  if (driver !== undefined) return parseDriver(driver, problems);
  return {
    driver: kept?.driver ?? ('units' as const),
    capability: kept?.capability ?? null,
    table: kept?.table ?? null,
  };
}

/** Percentages belong to the method fixed; names stay when another method follows. */
function receiversOf(
  { receivers, parts }: RuleWords,
  newest: RuleDraft | null,
  method: RuleDraft['method'] | undefined,
  problems: string[],
): RuleDraft['receivers'] {
  if (receivers === 'all' || method === 'keep_central') return [];
  if (receivers !== undefined) return parseReceivers(receivers, problems);
  const keepsPercents = method === newest?.method && parts === undefined;
  return (newest?.receivers ?? []).map((one) => (keepsPercents ? one : { ...one, percent: null }));
}

function choice<Word extends string>(
  option: string,
  word: string | undefined,
  known: readonly Word[],
  problems: string[],
): Word | undefined {
  const found = known.find((one) => one === word);
  if (word !== undefined && found === undefined)
    problems.push(`${option} is "${word}", expected ${known.join(', ')}.`);
  return found;
}

function numberOr(option: string, word: string | undefined, otherwise: number, problems: string[]): number {
  return word === undefined ? otherwise : wholeNumber(option, word, problems);
}
