import { element } from './dom.js';

/**
 * One thing that a legend names.
 * @typedef {{ name: string, color: string, figures?: { name: string, text: string }[] }} Entry
 */

/**
 * Names and colors below a chart. A click shows one alone, a click with Ctrl or Shift takes one away; again brings back.
 * @param {readonly Entry[]} entries
 * @param {(hidden: ReadonlySet<string>) => void} onChange
 */
export function legend(entries, onChange) {
  /** @type {Set<string>} */
  let hidden = new Set();
  const buttons = entries.map(({ name, color, figures = [] }) =>
    element(
      'button',
      {
        type: 'button',
        'aria-pressed': 'true',
        title: `Show "${name}" alone; with Ctrl: hide or show it`,
        click: (/** @type {MouseEvent} */ event) =>
          toggle(name, event.ctrlKey || event.metaKey || event.shiftKey),
      },
      swatch(color),
      element('span', { class: 'name' }, name),
      figures.map((figure) => element('span', { class: 'figure' }, `${figure.name}: ${figure.text}`)),
    ),
  );
  const names = entries.map(({ name }) => name);

  /**
   * @param {string} name
   * @param {boolean} isOne
   */
  function toggle(name, isOne) {
    hidden = isOne
      ? flipped(hidden, name)
      : isAlone(hidden, names, name)
        ? new Set()
        : new Set(names.filter((other) => other !== name));
    for (const [at, button] of buttons.entries())
      button.setAttribute('aria-pressed', String(!hidden.has(names[at] ?? '')));
    onChange(hidden);
  }
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    buttons.map((button) => element('li', {}, button)),
  );
}

/**
 * What the colors mean, where there is nothing to hide.
 * @param {ReadonlyMap<string, string>} colors by name
 */
export const colorKey = (colors) =>
  element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    [...colors].map(([name, color]) =>
      element(
        'li',
        {},
        element('span', { class: 'entry' }, swatch(color), element('span', { class: 'name' }, name)),
      ),
    ),
  );

/** @param {string} color */
export const swatch = (color) =>
  element('span', { class: 'swatch', 'aria-hidden': 'true', style: { '--color': color } });

/**
 * @param {ReadonlySet<string>} names
 * @param {string} name
 */
function flipped(names, name) {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}

/**
 * @param {ReadonlySet<string>} hidden
 * @param {readonly string[]} names
 * @param {string} name
 */
const isAlone = (hidden, names, name) =>
  !hidden.has(name) && names.length > 1 && hidden.size === names.length - 1;
