import { askCsv, askPanel } from './api.js';
import { framesOf, hasNothing } from './frames.js';
import { messageOf } from './message-of.js';
import { panelFrame } from './panel-frame.js';
import { infoButton, toolsOf, unknownReason } from './panel-tools.js';
import { pictures } from './panels/registry.js';
import { drawTable } from './panels/table.js';
import { drawText } from './panels/text.js';
import { saveFile } from './save-file.js';

/** @typedef {import('./types.js').Panel} Panel */
/** @typedef {import('./types.js').PanelContext} PanelContext */
/** @typedef {{ targets?: import('./types.js').Target[], html?: string }} Answer */

/**
 * A panel on the page.
 * @typedef {object} PanelBox
 * @property {HTMLElement} element
 * @property {(parameters: string, context: PanelContext, signal: AbortSignal) => Promise<void>} load asks and draws; never fails
 * @property {(context: PanelContext) => void} redraw the same data once more, if there is any
 * @property {(message: string) => void} fail says why there is nothing to show, in place of what was there
 */

/**
 * @param {string} uid of the dashboard
 * @param {Panel} panel
 * @param {boolean} isPrint
 * @returns {PanelBox}
 */
export function panelBox(uid, panel, isPrint) {
  const frame = panelFrame(panel);
  /** @type {Answer | undefined} only of the last question */
  let answer;
  /** @type {PanelContext | undefined} */
  let context;
  let isTable = false;

  function draw() {
    if (answer === undefined || context === undefined) return;
    try {
      drawAnswer(answer, context);
    } catch (error) {
      frame.tell('failed', messageOf(error));
    }
  }
  /**
   * @param {Answer} shown
   * @param {PanelContext} around
   */
  function drawAnswer({ html, targets = [] }, around) {
    if (html !== undefined) {
      frame.show((body) => drawText(body, html));
      return;
    }
    const frames = framesOf(targets, panel.fieldConfig);
    if (hasNothing(frames, panel.type)) {
      frame.tell('empty', panel.fieldConfig?.defaults?.noValue ?? 'No data');
      return;
    }
    const drawPicture = isTable ? drawTable : pictures[panel.type];
    const shownPanel = isTable ? { ...panel, options: {} } : panel;
    frame.show((body, controls) =>
      drawPicture?.(body, { panel: shownPanel, frames, context: around, controls }),
    );
  }
  /** @param {PanelContext} next */
  function redraw(next) {
    context = next;
    draw();
  }
  /**
   * @param {string} parameters
   * @param {PanelContext} next
   * @param {AbortSignal} signal
   */
  async function load(parameters, next, signal) {
    answer = undefined;
    context = next;
    frame.warn();
    frame.info.replaceChildren(infoButton(panel, context));
    showTools(parameters);
    const reason = unknownReason(panel);
    if (reason !== undefined) {
      frame.tell('unknown', reason);
      return;
    }
    frame.setBusy(true);
    try {
      answer = await askPanel(uid, panel.id, parameters, signal);
      draw();
    } catch (error) {
      if (!signal.aborted) frame.tell('failed', messageOf(error));
    } finally {
      if (!signal.aborted) frame.setBusy(false);
    }
  }
  /** @param {string} message */
  function fail(message) {
    answer = undefined;
    frame.warn();
    frame.setBusy(false);
    for (const part of [frame.info, frame.tools]) part.replaceChildren();
    frame.tell('failed', message);
  }
  /** @param {string} parameters */
  function showTools(parameters) {
    const toggleTable = () => {
      isTable = !isTable;
      draw();
      showTools(parameters);
    };
    const parts = { isTable, toggleTable, saveCsv: () => void saveCsv(parameters) };
    frame.tools.replaceChildren(...toolsOf(panel, parts));
  }
  /** @param {string} parameters */
  async function saveCsv(parameters) {
    frame.warn();
    try {
      saveFile(await askCsv(uid, panel.id, parameters));
    } catch (error) {
      frame.warn(`No CSV: ${messageOf(error)}`);
    }
  }
  if (isPrint) for (const part of [frame.info, frame.tools]) part.remove();
  return { element: frame.element, load, redraw, fail };
}
