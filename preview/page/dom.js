/** Small helpers around the DOM. Texts go in as text, never as HTML. */

/**
 * @typedef {string | number | Node | null | undefined | false} Child
 */

/**
 * An element with attributes; `class`, `dataset`, functions (listeners by the name of their event) and flags are understood.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children.flat().filter(isShown).map(asNode));
  return made;
}

/**
 * @param {HTMLElement} made
 * @param {string} name
 * @param {any} value
 */
function setAttribute(made, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === 'function') made.addEventListener(name, value);
  else if (name === 'dataset') Object.assign(made.dataset, value);
  else if (name === 'style')
    for (const [key, text] of Object.entries(value)) made.style.setProperty(key, String(text));
  else made.setAttribute(name, value === true ? '' : String(value));
}

/**
 * @param {Child} child
 * @returns {child is string | number | Node}
 */
const isShown = (child) => child !== null && child !== undefined && child !== false;

/** @param {string | number | Node} child */
const asNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

/** Until the browser has painted what was changed. */
export const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined))));

let lastId = 0;

/** An id that no other element has.
 * @param {string} word
 */
export function newId(word) {
  lastId += 1;
  return `${word}-${lastId}`;
}

/**
 * A drawing of lines in a square of 16, for buttons.
 * @param {string} path
 */
export function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}

export const icons = {
  info: 'M8 7.2v4M8 4.6v.6M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z',
  menu: 'M8 3v.01M8 8v.01M8 13v.01',
  down: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M12 1.5V4.2H9.3',
  clock: 'M8 4.5V8l2.3 1.6M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z',
  print: 'M4.5 6V2h7v4M4.5 11.5H2.2V6h11.6v5.5h-2.3M4.5 9.5h7V14h-7Z',
};
