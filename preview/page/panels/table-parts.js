import { display } from '../display.js';
import { element } from '../dom.js';
import { reduce } from '../reduce.js';

/** @typedef {import('../types.js').Field} Field */
/** @typedef {import('../types.js').Frame} Frame */

/**
 * @param {string} title
 * @param {(text: string) => void} onInput
 */
export const searchBox = (title, onInput) =>
  element('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Filter rows',
    'aria-label': `Filter rows of ${title}`,
    input: (/** @type {InputEvent} */ { target }) =>
      target instanceof HTMLInputElement && onInput(target.value),
  });

/**
 * @param {number} found
 * @param {number} all
 * @param {number | undefined} printed
 */
export function countText(found, all, printed) {
  if (printed !== undefined && printed < all) return `${printed} of ${all} rows; all of them are in the CSV.`;
  const rows = all === 1 ? 'row' : 'rows';
  return found === all ? `${all} ${rows}` : `${found} of ${all} ${rows}`;
}

/**
 * @param {readonly Field[]} columns
 * @param {(field: Field) => void} sortBy
 */
export const headings = (columns, sortBy) =>
  element(
    'tr',
    {},
    columns.map((field) => {
      const { width, minWidth } = field.config.custom ?? {};
      return element(
        'th',
        {
          scope: 'col',
          class: alignment(field),
          'aria-sort': 'none',
          style: {
            ...(width && { width: `${width}px` }),
            ...(minWidth && { 'min-width': `${minWidth}px` }),
          },
        },
        element('button', { type: 'button', click: () => sortBy(field) }, field.title),
      );
    }),
  );

/**
 * @param {HTMLElement} scroller
 * @param {readonly Field[]} columns
 * @param {import('../table-rows.js').Sorting | undefined} sorting
 */
export function markSorting(scroller, columns, sorting) {
  for (const [at, heading] of scroller.querySelectorAll('thead th').entries()) {
    const isSorted = columns[at] === sorting?.field;
    heading.setAttribute(
      'aria-sort',
      isSorted ? (sorting?.isDescending === true ? 'descending' : 'ascending') : 'none',
    );
  }
}

/** @param {Field} field */
export function alignment(field) {
  const wish = field.config.custom?.['align'];
  if (wish === 'left' || wish === 'center' || wish === 'right') return wish;
  return field.type === 'number' ? 'right' : 'left';
}

/**
 * Sums and the like below the columns, when the panel asks for them.
 * @param {Frame} frame
 * @param {readonly Field[]} columns
 * @param {{ show?: boolean, reducer?: string[], fields?: string | string[] } | undefined} wish
 */
export function footer(frame, columns, wish) {
  if (wish?.show !== true || frame.length === 0) return null;
  const chosen = [wish.fields ?? []].flat().filter((name) => name !== '');
  const calculation = wish.reducer?.[0] ?? 'sum';
  const cells = columns.map((field) => {
    const isWanted =
      field.type === 'number' &&
      (chosen.length === 0 || chosen.includes(field.title) || chosen.includes(field.name));
    const text = isWanted ? display(reduce(field.values, calculation), field).text : '';
    return element('td', { class: alignment(field) }, text);
  });
  const [first] = cells;
  if (first?.textContent === '') first.textContent = calculation === 'sum' ? 'Total' : calculation;
  return element('tfoot', {}, element('tr', {}, cells));
}
