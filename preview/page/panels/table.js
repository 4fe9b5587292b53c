import { element } from '../dom.js';
import { firstSorting, rowsToShow, visibleColumns } from '../table-rows.js';
import { tableCell } from './table-cell.js';
import { alignment, countText, footer, headings, markSorting, searchBox } from './table-parts.js';

/** @typedef {import('../types.js').Field} Field */
/** @typedef {import('../types.js').Frame} Frame */

/** Rows that are put on the page at once; the rest follows when the reader comes near the end. */
const rowsAtOnce = 200;
/** Heights in print: of a row, and of what a table has besides its rows. */
const printed = { row: 25, rest: 96, fewest: 6 };
/** From this many rows on, a box to search them. */
const rowsToSearch = 8;

/** @type {import('./registry.js').Draw} */
export function drawTable(body, { panel, frames, context, controls }) {
  const options = panel.options ?? {};
  const frame = frames[options['frameIndex'] ?? 0];
  if (frame === undefined) return undefined;
  const columns = visibleColumns(frame);
  let sorting = firstSorting(frame, options['sortBy']);
  let words = '';
  const rowsBody = element('tbody');
  const counter = element('p', { class: 'count', 'aria-live': 'polite' });
  const scroller = element(
    'div',
    {
      class: 'scroller',
      tabindex: '0',
      role: 'region',
      'aria-label': `Rows of ${panel.title}`,
      scroll: () => addNearEnd(),
    },
    element(
      'table',
      { class: 'data' },
      options['showHeader'] === false ? null : element('thead', {}, headings(columns, sortBy)),
      rowsBody,
      footer(frame, columns, options['footer']),
    ),
  );
  /** @type {number[]} */
  let rows = [];
  let shown = 0;

  function show() {
    rows = rowsToShow(frame ?? { refId: '', fields: [], length: 0 }, { words, sorting });
    shown = 0;
    rowsBody.replaceChildren();
    markSorting(scroller, columns, sorting);
    add(context.isPrint ? rowsInPrint(panel) : rowsAtOnce);
    counter.textContent = countText(rows.length, frame?.length ?? 0, context.isPrint ? shown : undefined);
  }
  /** @param {number} count */
  function add(count) {
    const next = rows.slice(shown, shown + count);
    if (frame !== undefined) rowsBody.append(...next.map((row) => rowElement(frame, columns, row, context)));
    shown += next.length;
  }
  function addNearEnd() {
    const isNear = scroller.scrollTop + 2 * scroller.clientHeight > scroller.scrollHeight;
    if (isNear && !context.isPrint && shown < rows.length) add(rowsAtOnce);
  }
  /** @param {Field} field */
  function sortBy(field) {
    const isSame = sorting?.field === field;
    if (isSame && sorting?.isDescending === (field.type !== 'number')) sorting = undefined;
    else sorting = { field, isDescending: isSame ? !sorting?.isDescending : field.type === 'number' };
    show();
  }

  if (frame.length >= rowsToSearch && !context.isPrint)
    controls.append(
      searchBox(panel.title, (text) => {
        words = text;
        show();
      }),
    );
  show();
  body.append(scroller);
  if (context.isPrint) fitPaper(scroller);
  if (frame.length >= rowsToSearch) body.append(counter);
  return undefined;
}

/**
 * Paper has no scroll bar: a table that is too wide gets smaller letters.
 * @param {HTMLElement} scroller
 */
function fitPaper(scroller) {
  const { clientWidth, scrollWidth } = scroller;
  if (scrollWidth > clientWidth)
    scroller.style.setProperty('--fit', String(Math.max(0.6, (clientWidth / scrollWidth) * 0.98)));
}

/**
 * As many as the panel has room for on the screen: a report shows the first ones, the CSV has all.
 * @param {import('../types.js').Panel} panel
 */
const rowsInPrint = ({ gridPos: { h } }) =>
  Math.max(printed.fewest, Math.floor((h * 38 - printed.rest) / printed.row));

/**
 * @param {Frame} frame
 * @param {readonly Field[]} columns
 * @param {number} row
 * @param {import('../types.js').PanelContext} context
 */
const rowElement = (frame, columns, row, context) =>
  element(
    'tr',
    {},
    columns.map((field) => tableCell({ frame, field, row }, alignment(field), context)),
  );
