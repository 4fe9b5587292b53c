import { z } from 'zod';
import { isDay } from '../pipeline/days.ts';

const present = { error: 'is missing' };

/** A cell that must hold something. */
export const word = z.string(present);

/** A UTC day. */
export const day = word.refine(isDay, 'expected a day YYYY-MM-DD');

/** A month, `2025-07` or its first day. */
export const month = word
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-01)?$/, 'expected a month such as 2025-07')
  .transform((text) => `${text.slice(0, 7)}-01`);

/** An amount of money in whole cents, below zero for a credit. */
export const amount = word.regex(
  /^-?\d{1,12}(\.\d{1,2})?$/,
  'expected an amount such as 1234.56 with at most 2 decimals',
);

/** An amount of units. */
export const units = word.regex(/^\d{1,14}(\.\d{1,4})?$/, 'expected units such as 120 or 0.5, not below 0');

/** An ISO 4217 code. */
export const currency = word.regex(/^[A-Z]{3}$/, 'expected a currency code such as USD');
