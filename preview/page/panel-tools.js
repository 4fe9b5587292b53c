import { anchor } from './chart.js';
import { element, icon, icons } from './dom.js';
import { dropDown } from './drop-down.js';
import { fillLink, safeUrl } from './links.js';
import { pictures } from './panels/registry.js';

/** @typedef {import('./types.js').Panel} Panel */
/** @typedef {import('./types.js').PanelContext} PanelContext */

/**
 * Why the preview does not draw a panel that Grafana would.
 * @param {Panel} panel
 */
export function unknownReason(panel) {
  if (panel.type !== 'text' && pictures[panel.type] === undefined)
    return `The preview does not draw panels of the type "${panel.type}": open this one in Grafana.`;
  if ((panel.transformations ?? []).length > 0)
    return 'The preview does not transform data as this panel asks: open it in Grafana.';
  return undefined;
}

/**
 * What stands at the right of a panel's title.
 * @param {Panel} panel
 * @param {{ isTable: boolean, toggleTable: () => void, saveCsv: () => void }} parts
 */
export function toolsOf(panel, { isTable, toggleTable, saveCsv }) {
  const isChart = !['text', 'table'].includes(panel.type) && unknownReason(panel) === undefined;
  const isQuery = panel.type !== 'text' && (panel.targets ?? []).length > 0;
  return [
    isQuery &&
      dropDown({
        label: `Menu of ${panel.title}`,
        class: 'panel-menu',
        content: [icon(icons.menu)],
        makeCard: (close) =>
          element(
            'ul',
            { class: 'menu' },
            menuEntry('Download CSV', close, saveCsv),
            isChart &&
              menuEntry(isTable ? 'Show the picture' : 'Show the data as a table', close, toggleTable),
          ),
      }),
  ].filter((tool) => tool !== false);
}

/**
 * @param {string} text
 * @param {() => void} close the menu
 * @param {() => void} work
 */
function menuEntry(text, close, work) {
  const click = () => {
    close();
    work();
  };
  return element('li', {}, element('button', { type: 'button', click }, text));
}

/**
 * @param {Panel} panel
 * @param {PanelContext} context
 */
export const infoButton = (panel, context) =>
  dropDown({
    label: `About ${panel.title}`,
    class: 'panel-info',
    content: [icon(icons.info)],
    makeCard: () =>
      element(
        'div',
        {},
        element('p', {}, panel.description ?? ''),
        (panel.links ?? []).map(({ title, url, targetBlank }) => {
          const address = safeUrl(fillLink(url, context.links));
          return (
            address !== undefined &&
            element('p', {}, anchor({ title, url: address, isNewTab: targetBlank === true }))
          );
        }),
      ),
  });
