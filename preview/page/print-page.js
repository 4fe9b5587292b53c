import { askDashboard, askMarks, askVariables } from './api.js';
import { element, painted } from './dom.js';
import { panelBox } from './panel-box.js';
import { sectionsOf, shelvesOf } from './sections-of.js';
import { place } from './sections.js';
import { describeRange, parseRange, parseTime } from './time-range.js';
import { readState, writeState } from './url-state.js';
import { chosenText, isChoice } from './variable-picker.js';

/** @typedef {import('./panel-box.js').PanelBox} PanelBox */

/**
 * Several tabs after each other, for paper: each begins a page, and no panel is cut. Every tab shows the months on which it opens.
 * The address may name another moment as `now`, and say in `state` what the head of each sheet tells of the month.
 */
export async function showPrint() {
  const uids = (new URLSearchParams(location.search).get('uids') ?? '').split(',').filter(Boolean);
  if (uids.length === 0)
    throw new Error('The address names no tab to print: add ?uids=appd-executive,appd-cost.');
  document.body.classList.add('print');
  document.body.dataset['ready'] = 'no';
  document.title = 'Dashboards for printing · appd-licensing';
  for (const uid of uids) await printTab(uid);
  await painted();
  document.body.dataset['ready'] = 'yes';
}

/** @param {string} uid */
async function printTab(uid) {
  const { dashboard, now: nowText } = await askDashboard(uid);
  const asked = readState(location.search);
  const range = parseRange(
    {
      from: asked.from ?? dashboard.time?.from ?? 'now-13M/M',
      to: asked.to ?? dashboard.time?.to ?? 'now',
    },
    momentOf(nowText),
  );
  // The server has its own "now", and paper keeps for years: what is asked and linked names the days themselves.
  const words = { from: range.from.toISOString(), to: range.to.toISOString() };
  const known = writeState({ ...words, chosen: asked.chosen });
  const [variables, annotations] = await Promise.all([askVariables(uid, known), marksOf(uid, known)]);
  const links = {
    ...words,
    chosen: new Map(Object.entries(variables).map(([name, { current }]) => [name, current])),
  };
  const { elements, boxes } = placeOnPaper(uid, dashboard.panels);
  document.body.append(
    element('article', { class: 'sheet' }, sheetHead(dashboard, describeRange(range), variables), elements),
  );
  const { signal } = new AbortController();
  const context = { range, links, annotations, isPrint: true };
  await Promise.all(boxes.map((box) => box.load(writeState(links), context, signal)));
}

/**
 * What "now" means on paper: the moment of the address, else that of the server.
 * @param {string} nowText
 */
function momentOf(nowText) {
  const now = new Date(nowText);
  const chosen = new URLSearchParams(location.search).get('now');
  return chosen === null ? now : parseTime(chosen, now, true);
}

/**
 * Marks are beside the figures: a picture without them is still right, so paper does without those that cannot be read.
 * @param {string} uid
 * @param {string} parameters
 * @returns {Promise<import('./types.js').Annotation[]>}
 */
const marksOf = (uid, parameters) =>
  askMarks(uid, parameters).then(
    ({ marks }) => marks,
    () => [],
  );

/**
 * @param {import('./types.js').Dashboard} dashboard
 * @param {string} period
 * @param {import('./types.js').Variables} variables
 */
function sheetHead(dashboard, period, variables) {
  const definitions = new Map((dashboard.templating?.list ?? []).map((one) => [one.name, one]));
  const filters = Object.entries(variables).flatMap(([name, variable]) =>
    isChoice(definitions.get(name), variable) && variable.current.length > 0 ? [variable] : [],
  );
  const state = new URLSearchParams(location.search).get('state');
  return element(
    'header',
    { class: 'sheet-head' },
    element('div', {}, element('h1', {}, dashboard.title), element('p', {}, dashboard.description ?? '')),
    element(
      'dl',
      {},
      state !== null && pair('Month', state),
      pair('Time', period),
      filters.map((variable) => pair(variable.label, chosenText(variable))),
    ),
  );
}

/**
 * @param {string} name
 * @param {string} text
 */
const pair = (name, text) => element('div', {}, element('dt', {}, name), element('dd', {}, text));

/**
 * @param {string} uid
 * @param {readonly import('./types.js').Panel[]} panels
 * @returns {{ elements: HTMLElement[], boxes: PanelBox[] }}
 */
function placeOnPaper(uid, panels) {
  /** @type {PanelBox[]} */
  const boxes = [];
  const elements = sectionsOf(panels).flatMap(({ title, panels: inside }) => {
    const shelves = shelvesOf(inside).map((shelf) => {
      const placed = shelf.map((panel) => {
        const box = panelBox(uid, panel, true);
        place(box.element, panel, panel.gridPos.y);
        boxes.push(box);
        return box.element;
      });
      return element('div', { class: 'shelf' }, placed);
    });
    const [first, ...others] = shelves;
    // A heading stays with the first of its panels.
    return first === undefined
      ? []
      : [element('div', { class: 'together' }, title !== '' && element('h2', {}, title), first), ...others];
  });
  return { elements, boxes };
}
