import { compare, parseDecimal } from './decimal-text.js';
import { display } from './display.js';

/** @typedef {import('./types.js').Cell} Cell */
/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {{ field: Field, isDescending: boolean }} Sorting */

/**
 * Columns that are seen.
 * @param {Frame} frame
 * @returns {Field[]}
 */
export const visibleColumns = (frame) =>
  frame.fields.filter(
    ({ config }) => config.custom?.['hidden'] !== true && config.custom?.['hideFrom']?.viz !== true,
  );

/**
 * Numbers of the rows that hold all words, in the order asked for.
 * @param {Frame} frame
 * @param {{ words?: string, sorting?: Sorting | undefined }} wish
 * @returns {number[]}
 */
export function rowsToShow(frame, { words = '', sorting }) {
  const all = Array.from({ length: frame.length }, (_, row) => row);
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fields = visibleColumns(frame);
  const fitting =
    wanted.length === 0
      ? all
      : all.filter((row) => {
          const text = fields
            .map((field) => display(field.values[row] ?? null, field).text.toLowerCase())
            .join('\n');
          return wanted.every((word) => text.includes(word));
        });
  return sorting === undefined ? fitting : fitting.toSorted((one, other) => order(sorting, one, other));
}

/**
 * Unknown values stand last, whichever way the column is sorted.
 * @param {Sorting} sorting
 * @param {number} one
 * @param {number} other
 */
function order({ field, isDescending }, one, other) {
  const [left, right] = [field.values[one] ?? null, field.values[other] ?? null];
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  return (isDescending ? -1 : 1) * compareCells(left, right, field.type);
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * @param {Cell} left
 * @param {Cell} right
 * @param {string} type
 */
function compareCells(left, right, type) {
  if (type === 'number') {
    const [one, other] = [parseDecimal(String(left)), parseDecimal(String(right))];
    if (one !== undefined && other !== undefined) return compare(one, other);
  }
  return words.compare(String(left), String(right));
}

/**
 * The order that the panel's author chose.
 * @param {Frame} frame
 * @param {{ displayName: string, desc?: boolean }[] | undefined} sortBy
 * @returns {Sorting | undefined}
 */
export function firstSorting(frame, sortBy) {
  const [wish] = sortBy ?? [];
  const field = frame.fields.find(
    ({ title, name }) => wish !== undefined && [title, name].includes(wish.displayName),
  );
  return field === undefined ? undefined : { field, isDescending: wish?.desc === true };
}
