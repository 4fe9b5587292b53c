/** @typedef {import('./types.js').Panel} Panel */

/**
 * A row's title with the panels below it.
 * @typedef {{ title: string, isCollapsed: boolean, panels: Panel[] }} Section
 */

/**
 * @param {readonly Panel[]} panels of a dashboard
 * @returns {Section[]}
 */
export function sectionsOf(panels) {
  /** @type {Section[]} */
  const sections = [{ title: '', isCollapsed: false, panels: [] }];
  const inOrder = panels.toSorted(
    (one, other) => one.gridPos.y - other.gridPos.y || one.gridPos.x - other.gridPos.x,
  );
  for (const panel of inOrder) {
    // A collapsed row holds its panels itself.
    if (panel.type === 'row')
      sections.push({
        title: panel.title,
        isCollapsed: panel.collapsed === true,
        panels: [...(panel.panels ?? [])],
      });
    else sections.at(-1)?.panels.push(panel);
  }
  return sections.filter((section) => section.panels.length > 0);
}

/**
 * Panels that begin at the same height.
 * @param {readonly Panel[]} panels
 * @returns {Panel[][]}
 */
export function shelvesOf(panels) {
  /** @type {Map<number, Panel[]>} */
  const shelves = new Map();
  for (const panel of panels) shelves.set(panel.gridPos.y, [...(shelves.get(panel.gridPos.y) ?? []), panel]);
  return [...shelves.values()];
}
