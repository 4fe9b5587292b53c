import { element } from './dom.js';
import { swatch } from './legend.js';

/** @typedef {{ name: string, text: string, color: string, size: number }} TooltipRow */

const most = 18;

/**
 * What a chart says of a point: a heading, and the values there.
 * @param {string} heading
 * @param {readonly TooltipRow[]} rows
 * @param {readonly string[]} [notes]
 */
export function tooltipCard(heading, rows, notes = []) {
  const left = rows.length - most;
  return element(
    'div',
    { class: 'tooltip' },
    element('strong', {}, heading),
    notes.map((note) => element('p', {}, note)),
    element(
      'table',
      {},
      rows
        .slice(0, most)
        .map(({ name, text, color }) =>
          element('tr', {}, element('td', {}, swatch(color), name), element('td', { class: 'number' }, text)),
        ),
    ),
    left > 0 && element('p', {}, `and ${left} more`),
  );
}

/**
 * As the panel asks: by size, or as the series come.
 * @param {TooltipRow[]} rows
 * @param {string | undefined} sort
 */
export function sortRows(rows, sort) {
  if (sort === 'desc') return rows.toSorted((one, other) => other.size - one.size);
  if (sort === 'asc') return rows.toSorted((one, other) => one.size - other.size);
  return rows;
}
