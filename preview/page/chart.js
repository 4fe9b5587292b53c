import { element } from './dom.js';
import { legend } from './legend.js';
import { linksOf } from './links.js';

/** @typedef {import('./types.js').PanelContext} PanelContext */

/**
 * A picture that is on the page.
 * @typedef {{ destroy: () => void }} Picture
 */

/**
 * Puts an ECharts chart into a panel, with our own legend below it.
 * @param {HTMLElement} body
 * @param {object} parts
 * @param {(hidden: ReadonlySet<string>, width: number) => Record<string, any>} parts.makeOption the picture without what the legend hides, for a width in pixels
 * @param {readonly import('./legend.js').Entry[]} parts.entries nothing: no legend
 * @param {string} parts.label for those who do not see it
 * @param {boolean} parts.isPrint
 * @param {boolean} [parts.isBeside] the legend stands at the right
 * @param {(chart: any) => void} [parts.connect] adds listeners
 * @returns {Picture}
 */
export function mountChart(body, { makeOption, entries, label, isPrint, isBeside = false, connect }) {
  const canvas = element('div', { class: 'chart', role: 'img', 'aria-label': label });
  const box = element('div', { class: isBeside ? 'chart-box beside' : 'chart-box' }, canvas);
  body.append(box);
  /** @type {ReadonlySet<string>} */
  let hidden = new Set();
  const draw = () => chart.setOption(makeOption(hidden, canvas.clientWidth), { notMerge: true });
  if (entries.length > 0)
    box.append(
      legend(entries, (names) => {
        hidden = names;
        draw();
      }),
    );
  const { echarts } = /** @type {{ echarts: any }} */ (/** @type {unknown} */ (globalThis));
  const chart = echarts.init(canvas, null, { renderer: isPrint ? 'svg' : 'canvas' });
  let { clientWidth } = canvas;
  draw();
  connect?.(chart);
  const observer = new ResizeObserver(() => {
    chart.resize();
    if (canvas.clientWidth !== clientWidth) draw();
    ({ clientWidth } = canvas);
  });
  observer.observe(canvas);
  return {
    destroy: () => {
      observer.disconnect();
      chart.dispose();
      box.remove();
    },
  };
}

/**
 * The legend as the panel asks for it.
 * @param {Record<string, any> | undefined} options
 */
export function legendOf(options) {
  const {
    showLegend = true,
    displayMode = 'list',
    placement = 'bottom',
    calcs = [],
  } = options?.['legend'] ?? {};
  return {
    isShown: showLegend !== false && displayMode !== 'hidden',
    isBeside: placement === 'right',
    calcs: /** @type {string[]} */ (calcs),
  };
}

/**
 * A click on a point: one link is followed, several are offered in a card.
 * @param {{ x: number, y: number }} where on the page
 * @param {string} heading
 * @param {readonly import('./links.js').Place[]} places
 * @param {PanelContext} context
 */
export function followLinks(where, heading, places, context) {
  document.querySelector('.point-card')?.remove();
  const choices = places.flatMap((place) =>
    linksOf(context.links, place).map((link) => ({ ...link, of: place.field.title })),
  );
  const addresses = [...new Set(choices.map(({ url }) => url))];
  const [only] = choices;
  if (only === undefined) return;
  if (addresses.length === 1 && !only.isNewTab) {
    location.assign(only.url);
    return;
  }
  document.body.append(pointCard(where, heading, choices));
}

/**
 * @param {{ x: number, y: number }} where
 * @param {string} heading
 * @param {{ title: string, url: string, isNewTab: boolean, of: string }[]} choices
 */
function pointCard({ x, y }, heading, choices) {
  const close = () => card.remove();
  const card = element(
    'div',
    {
      class: 'point-card card',
      role: 'dialog',
      'aria-label': heading,
      style: {
        left: `${Math.min(x, innerWidth - 320)}px`,
        top: `${Math.min(y, innerHeight - 200) + scrollY}px`,
      },
      keydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && close(),
    },
    element(
      'header',
      {},
      element('strong', {}, heading),
      element('button', { type: 'button', click: close }, 'Close'),
    ),
    element(
      'ul',
      {},
      choices.map(({ title, url, isNewTab, of }) =>
        element('li', {}, `${of}: `, anchor({ title, url, isNewTab })),
      ),
    ),
  );
  return card;
}

/**
 * @param {{ title: string, url: string, isNewTab: boolean }} link
 * @param {string} [text]
 */
export const anchor = ({ title, url, isNewTab }, text = title) =>
  element('a', { href: url, title, ...(isNewTab && { target: '_blank', rel: 'noopener' }) }, text);
