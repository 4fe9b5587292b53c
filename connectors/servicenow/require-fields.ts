import { ConfigError } from '../../pipeline/errors.ts';
import type { WireRow } from './fields.ts';

/** A field that is asked for, and the setting that names it; null when it is always called so. */
export interface AskedField {
  readonly field: string;
  readonly setting: string | null;
  readonly required: boolean;
}

/**
 * Warnings for optional fields that came back in no row. The Table API ignores unknown fields and leaves out denied ones, both
 * without a word, so an absent field looks like an empty one until it is looked for.
 *
 * @throws ConfigError that names every required field that came back in no row.
 */
export function requireFields(
  table: string,
  rows: readonly WireRow[],
  asked: readonly AskedField[],
): string[] {
  if (rows.length === 0) return [];
  const absent = asked.filter(({ field }) => !rows.some((row) => field in row));
  const problems = absent
    .filter((field) => field.required)
    .map((field) => describe(table, rows.length, field));
  if (problems.length > 0) {
    throw new ConfigError(
      problems,
      'Correct the names, or give the user read access to these fields; nothing was changed.',
    );
  }
  return absent.map((field) => `${describe(table, rows.length, field)}.`);
}

function describe(table: string, rowCount: number, { field, setting }: AskedField): string {
  const named = setting ? ` (${setting})` : '';
  return `field "${field}"${named} came back in none of ${rowCount} rows of ${table}: it does not exist, or access rules hide it`;
}
