import { z } from 'zod';

const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === ''
    ? undefined
    : typeof value === 'string'
      ? value.trim()
      : value;

/** A text that must be there. */
export function requiredText(meaning: string) {
  return z.preprocess(blankIsAbsent, z.string({ error: 'is missing' })).describe(meaning);
}

/** A text that may be absent; blank counts as absent. */
export function optionalText(meaning: string) {
  return z.preprocess(blankIsAbsent, z.string().optional()).describe(meaning);
}

/** A text with a default. */
export function textOr(standard: string, meaning: string) {
  return z.preprocess((value) => blankIsAbsent(value) ?? standard, z.string()).describe(meaning);
}

/** A secret, taken as it stands: blanks may belong to it. */
export function secretText(meaning: string) {
  return z.string({ error: 'is missing' }).min(1, 'is empty').describe(meaning);
}

/** A whole number from `least` to `most`. */
export function wholeNumber(standard: number, least: number, most: number, meaning: string) {
  const wanted = `must be a whole number from ${least} to ${most}`;
  const parse = (value: unknown): unknown => {
    const text = blankIsAbsent(value) ?? standard;
    return typeof text === 'string' && /^-?\d+$/.test(text) ? Number(text) : text;
  };
  return z
    .preprocess(parse, z.number({ error: wanted }).int(wanted).min(least, wanted).max(most, wanted))
    .describe(meaning);
}

/** Requests a minute; 0 or `off` lifts the limit. */
export function requestsPerMinute(standard: number, meaning: string) {
  const wanted = 'must be a whole number of requests a minute, or 0 or off for no limit';
  const parse = (value: unknown): unknown => {
    const text = blankIsAbsent(value) ?? standard;
    if (text === 'off') return 0;
    return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text;
  };
  return z
    .preprocess(parse, z.number({ error: wanted }).int(wanted).min(0, wanted).max(100_000, wanted))
    .describe(meaning);
}

/** Yes or no, in the words that people write. */
export function yesOrNo(standard: boolean, meaning: string) {
  const parse = (value: unknown): unknown => blankIsAbsent(value) ?? String(standard);
  return z.preprocess(parse, z.stringbool({ error: 'must be true or false' })).describe(meaning);
}

/** A share of one. */
export function ratio(standard: number, meaning: string) {
  const wanted = 'must be a share between 0 and 1, e.g. 0.10';
  const parse = (value: unknown): unknown => {
    const text = blankIsAbsent(value) ?? standard;
    return typeof text === 'string' && /^\d*\.?\d+$/.test(text) ? Number(text) : text;
  };
  return z.preprocess(parse, z.number({ error: wanted }).min(0, wanted).max(1, wanted)).describe(meaning);
}
