import { element, icon, icons, newId } from './dom.js';
import { panelBox } from './panel-box.js';
import { sectionsOf } from './sections-of.js';

/** @typedef {import('./types.js').Panel} Panel */
/** @typedef {import('./panel-box.js').PanelBox} PanelBox */
/** @typedef {import('./sections-of.js').Section} Section */

/**
 * Puts all panels on Grafana's grid of 24 columns; each section can be folded away.
 * @param {string} uid
 * @param {readonly Panel[]} panels
 * @returns {{ elements: HTMLElement[], boxes: PanelBox[] }}
 */
export function placeOnScreen(uid, panels) {
  /** @type {PanelBox[]} */
  const boxes = [];
  const elements = sectionsOf(panels).map((section) => {
    const top = Math.min(...section.panels.map(({ gridPos }) => gridPos.y));
    const placed = section.panels.map((panel) => {
      const box = panelBox(uid, panel, false);
      place(box.element, panel, top);
      boxes.push(box);
      return box.element;
    });
    const grid = element('div', { class: 'grid', id: newId('grid') }, placed);
    return element('section', { class: 'part' }, section.title !== '' && foldingHeading(section, grid), grid);
  });
  return { elements, boxes };
}

/**
 * @param {HTMLElement} box
 * @param {Panel} panel
 * @param {number} top
 */
export function place(box, { gridPos: { x, y, w, h } }, top) {
  for (const [name, value] of Object.entries({ x: x + 1, y: y - top + 1, w, h }))
    box.style.setProperty(`--${name}`, String(value));
}

/**
 * @param {Section} section
 * @param {HTMLElement} grid
 */
function foldingHeading({ title, isCollapsed }, grid) {
  const button = element(
    'button',
    {
      type: 'button',
      'aria-controls': grid.id,
      click: () => {
        grid.hidden = !grid.hidden;
        button.setAttribute('aria-expanded', String(!grid.hidden));
      },
    },
    icon(icons.down),
    title,
  );
  grid.hidden = isCollapsed;
  button.setAttribute('aria-expanded', String(!isCollapsed));
  return element('h2', {}, button);
}
