import { z } from 'zod';
import { isDay } from '../pipeline/days.ts';
import { readUploadLines, type UploadLine } from './read-upload.ts';
import { parseDriver, parseParts, parseReceivers, type PartWords } from './rule-words.ts';

const missing = { error: 'is missing' };
const wholeNumber = z
  .string(missing)
  .regex(/^[1-9]\d{0,5}$/, 'expected a whole number of at least 1')
  .transform(Number);
const day = z.string(missing).refine(isDay, 'expected a day YYYY-MM-DD');
const weight = z
  .string()
  .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, 'expected a weight from 0 to 1 with at most 4 decimals');
const methods = ['proportional_usage', 'equal', 'fixed', 'blend', 'keep_central'] as const;

const columns = z
  .object({
    rule_name: z.string(missing),
    priority: wholeNumber.optional(),
    h_code_pattern: z.string().optional(),
    sector: z.string().optional(),
    step: wholeNumber.optional(),
    method: z.enum(methods, `expected ${methods.join(', ')}`),
    driver: z.string().optional(),
    parts: z.string().optional(),
    receivers: z.string().optional(),
    proportional_weight: weight.optional(),
    equal_weight: weight.optional(),
    fallback: z.enum(['equal', 'unallocated'], 'expected equal or unallocated').optional(),
    start_date: day.refine((text) => text.endsWith('-01'), 'expected the first day of a month'),
    end_date: day.optional(),
  })
  .refine(
    ({ proportional_weight, equal_weight }) =>
      (proportional_weight === undefined && equal_weight === undefined) ||
      tenThousandths(proportional_weight) + tenThousandths(equal_weight) === 10_000,
    { path: ['equal_weight'], message: 'expected weights that add up to 1' },
  )
  .refine(({ start_date, end_date }) => end_date === undefined || end_date > start_date, {
    path: ['end_date'],
    message: 'expected a day after start_date; it is the first day no longer valid',
  });

/**
 * A line of a rule file: rule_name, h_code_pattern or sector (neither: a default rule), method, driver, parts, receivers,
 * step, priority, fallback, start_date, end_date. A blend of a driver with equal parts may give proportional_weight and
 * equal_weight instead of parts.
 */
export const ruleLine = columns.transform((row, context) => {
  const driverProblems: string[] = [];
  const partProblems: string[] = [];
  const receiverProblems: string[] = [];
  const driver = parseDriver(row.driver ?? 'units', driverProblems);
  const parts = partsOf(row, driver, partProblems);
  const receivers = parseReceivers(row.receivers ?? '', receiverProblems);
  const say = (path: string, problems: readonly string[]): void => {
    for (const message of problems) context.addIssue({ code: 'custom', path: [path], message });
  };
  say('driver', driverProblems);
  say('parts', partProblems);
  say('receivers', receiverProblems);
  const isDefault = row.h_code_pattern === undefined && row.sector === undefined;
  return {
    ...driver,
    ruleName: row.rule_name,
    priority: row.priority ?? (isDefault ? 1000 : 100),
    hCodePattern: row.h_code_pattern ?? null,
    senderSector: row.sector ?? null,
    step: row.step ?? 1,
    method: row.method,
    parts,
    receivers,
    fallback: row.fallback ?? ('equal' as const),
    startDate: row.start_date,
    endDate: row.end_date ?? null,
  };
});

/** A rule as a file says it. */
export type RuleLine = z.infer<typeof ruleLine>;

function partsOf(
  row: z.infer<typeof columns>,
  driver: ReturnType<typeof parseDriver>,
  problems: string[],
): PartWords[] {
  if (row.parts !== undefined) return parseParts(row.parts, problems);
  if (row.method !== 'blend' || row.proportional_weight === undefined) return [];
  return [
    { ...driver, method: 'proportional_usage', weight: row.proportional_weight },
    { driver: 'units', capability: null, table: null, method: 'equal', weight: row.equal_weight ?? '0' },
  ];
}

function tenThousandths(weightText = '0'): number {
  const [whole = '0', places = ''] = weightText.split('.');
  return Number(whole) * 10_000 + Number(places.padEnd(4, '0'));
}

const required = ['rule_name', 'method', 'start_date'];
const words = ['rule_name', 'h_code_pattern', 'sector', 'driver', 'parts', 'receivers'];
const optional = [
  ...words.slice(1),
  'priority',
  'step',
  'proportional_weight',
  'equal_weight',
  'fallback',
  'end_date',
];

/** The rules of a CSV file with their lines. @throws ConfigError with every line that cannot be used. */
export function readRuleFile(path: string, { allowBom = false } = {}): UploadLine<RuleLine>[] {
  return readUploadLines<RuleLine>(path, ruleLine, { columns: required, optional, words, allowBom });
}
