import { z } from 'zod';
import type { PriceRow, PriceSlice } from '../domain/pricing/price.ts';
import { currency, day, word } from './cells.ts';
import { readUploadLines } from './read-upload.ts';

const decimal = (what: string, places: number, example: string) =>
  word
    .refine((text) => !/^-\s*\d/.test(text), `${what} is never negative`)
    .regex(
      new RegExp(`^(-\\s*\\d.*|\\d{1,10}(\\.\\d{1,${places}})?)$`),
      `expected ${what} such as ${example} with at most ${places} decimals`,
    );

const rate = decimal('a rate', 8, '1.25');
const amount = decimal('an amount', 2, '500.00').optional();

const models = ['per_unit', 'flat', 'graduated', 'volume', 'package'] as const;

/** One price in the words of a file or of options; absent words are undefined. */
export const priceWords = z
  .object({
    tool: word,
    capability: word,
    tier: word,
    unit_rate: rate.optional(),
    currency,
    start_date: day,
    end_date: day.optional(),
    pricing_model: z.enum(models, { error: `expected ${models.join(', ')}` }).default('per_unit'),
    package_size: decimal('a number of units', 4, '100').optional(),
    minimum_amount: amount,
    maximum_amount: amount,
    tiers: z
      .string()
      .transform((text, context) =>
        readSlices(text, (message) => context.addIssue({ code: 'custom', message })),
      )
      .optional(),
  })
  .superRefine((row, context) => {
    for (const { path, message } of termProblems(row))
      context.addIssue({ code: 'custom', path: [path], message });
  })
  .transform((row): PriceRow => ({
    tool: row.tool,
    capability: row.capability,
    tier: row.tier,
    unitRate: row.unit_rate ?? '0',
    currency: row.currency,
    startDate: row.start_date,
    endDate: row.end_date ?? null,
    model: row.pricing_model,
    packageSize: row.package_size ?? null,
    minimumAmount: row.minimum_amount ?? null,
    maximumAmount: row.maximum_amount ?? null,
    slices: row.tiers ?? [],
  }));

interface Terms {
  readonly unit_rate?: string | undefined;
  readonly start_date: string;
  readonly end_date?: string | undefined;
  readonly pricing_model: (typeof models)[number];
  readonly package_size?: string | undefined;
  readonly minimum_amount?: string | undefined;
  readonly maximum_amount?: string | undefined;
  readonly tiers?: readonly PriceSlice[] | undefined;
}

/** What does not fit together: each model needs its own words and no others. */
function termProblems(row: Terms): { readonly path: string; readonly message: string }[] {
  const model = row.pricing_model;
  const hasSlices = model === 'graduated' || model === 'volume';
  const said = (path: string, isWrong: boolean, message: string) => (isWrong ? [{ path, message }] : []);
  return [
    ...said(
      'end_date',
      row.end_date !== undefined && row.end_date <= row.start_date,
      'expected a day after start_date; it is the first day no longer valid',
    ),
    ...said('unit_rate', !hasSlices && row.unit_rate === undefined, 'is missing'),
    ...said(
      'unit_rate',
      hasSlices && row.unit_rate !== undefined && /[1-9]/.test(row.unit_rate),
      `expected 0 or nothing: the tiers of a ${model} price tell its rates`,
    ),
    ...said(
      'tiers',
      hasSlices && row.tiers === undefined,
      `is missing; a ${model} price needs e.g. 0:1.25|1000:1.10`,
    ),
    ...said(
      'tiers',
      !hasSlices && row.tiers !== undefined,
      `belongs to a graduated or volume price, not to ${model}`,
    ),
    ...said(
      'package_size',
      model === 'package' && !/[1-9]/.test(row.package_size ?? ''),
      'expected the units of a package, above 0',
    ),
    ...said(
      'package_size',
      model !== 'package' && row.package_size !== undefined,
      `belongs to a package price, not to ${model}`,
    ),
    ...said(
      'minimum_amount',
      isAbove(row.minimum_amount, row.maximum_amount),
      `expected at most the maximum_amount of ${row.maximum_amount ?? ''}`,
    ),
  ];
}

/** `0:1.25|1000:1.10:50`: from_units:rate, and an amount that is charged once when the slice is reached. */
function readSlices(text: string, problem: (message: string) => void): PriceSlice[] {
  const slices = text.split('|').map((part) => {
    const match =
      /^\s*(\d{1,14}(?:\.\d{1,4})?):(\d{1,10}(?:\.\d{1,8})?)(?::(\d{1,12}(?:\.\d{1,2})?))?\s*$/.exec(part);
    if (!match)
      problem(
        `"${part.trim()}" is no slice; expected from_units:rate or from_units:rate:flat_amount, none below 0`,
      );
    return { fromUnits: match?.[1] ?? '0', unitRate: match?.[2] ?? '0', flatAmount: match?.[3] ?? '0' };
  });
  const [first] = slices;
  if (first && /[1-9]/.test(first.fromUnits))
    problem(`the first slice begins at ${first.fromUnits}; expected 0`);
  const unordered = slices.find(
    (slice, index) => index > 0 && !isAbove(slice.fromUnits, slices[index - 1]?.fromUnits),
  );
  if (unordered)
    problem(`the slice from ${unordered.fromUnits} is not above the one before it; expected rising bounds`);
  return slices;
}

/** Compares exact decimals by their text, whole part first. */
function isAbove(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const [a, b] = [left, right].map((text) => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(8, '0').slice(0, 8));
  });
  return (a ?? 0n) > (b ?? 0n);
}

const columns = ['tool', 'capability', 'tier', 'unit_rate', 'currency', 'start_date', 'end_date'];
const optional = ['pricing_model', 'package_size', 'minimum_amount', 'maximum_amount', 'tiers'];

/**
 * The prices of a CSV file, each with its line. An empty end date means that no end is known.
 *
 * @throws ConfigError with every line that cannot be used.
 */
export function readPriceList(path: string, options: { readonly allowBom?: boolean } = {}): PriceRow[] {
  const lines = readUploadLines(path, priceWords, {
    columns,
    optional,
    words: ['tool', 'capability', 'tier'],
    ...options,
  });
  return lines.map(({ line, row }) => ({ ...row, line }));
}
