import { askPanel } from './api.js';
import { element, newId } from './dom.js';
import { framesOf, hasNothing } from './frames.js';
import { infoButton, toolsOf, unknownReason } from './panel-tools.js';
import { pictures } from './panels/registry.js';
import { drawTable } from './panels/table.js';
import { drawText } from './panels/text.js';

/** @typedef {import('./types.js').Panel} Panel */
/** @typedef {import('./types.js').PanelContext} PanelContext */
/** @typedef {'loading' | 'drawn' | 'empty' | 'failed' | 'unknown'} PanelState what tools read from `data-state` */

/**
 * A panel on the page.
 * @typedef {object} PanelBox
 * @property {HTMLElement} element
 * @property {(parameters: string, context: PanelContext, signal: AbortSignal) => Promise<void>} load asks and draws; never fails
 * @property {(context: PanelContext) => void} redraw the same data once more
 */

/**
 * @param {string} uid of the dashboard
 * @param {Panel} panel
 * @param {boolean} isPrint
 * @returns {PanelBox}
 */
export function panelBox(uid, panel, isPrint) {
  const titleId = newId('panel');
  const body = element('div', { class: 'panel-body' });
  const controls = element('div', { class: 'controls' });
  const info = element('div', { class: 'tools' });
  const tools = element('div', { class: 'tools' });
  const box = element(
    'section',
    {
      class: `panel ${panel.type}`,
      'aria-labelledby': titleId,
      dataset: { state: 'loading', id: panel.id, title: panel.title },
    },
    element(
      'header',
      {},
      element('h3', { id: titleId, title: panel.title }, panel.title),
      info,
      controls,
      tools,
    ),
    body,
  );
  /** @type {import('./chart.js').Picture | undefined} */
  let picture;
  /** @type {{ targets?: import('./types.js').Target[], html?: string }} */
  let answer = {};
  let isTable = false;

  /** @param {PanelState} state */
  function begin(state) {
    picture?.destroy();
    picture = undefined;
    body.replaceChildren();
    controls.replaceChildren();
    box.dataset['state'] = state;
  }
  /**
   * @param {PanelState} state
   * @param {string} text
   */
  function tell(state, text) {
    begin(state);
    body.append(element('p', { class: 'message', role: state === 'failed' ? 'alert' : 'status' }, text));
  }
  /** @param {PanelContext} context */
  function redraw(context) {
    try {
      if (answer.html !== undefined) {
        begin('drawn');
        drawText(body, answer.html);
        return;
      }
      const frames = framesOf(answer.targets ?? [], panel.fieldConfig);
      if (hasNothing(frames, panel.type)) {
        tell('empty', panel.fieldConfig?.defaults?.noValue ?? 'No data');
        return;
      }
      begin('drawn');
      const draw = isTable ? drawTable : pictures[panel.type];
      picture = draw?.(body, {
        panel: isTable ? { ...panel, options: {} } : panel,
        frames,
        context,
        controls,
      });
    } catch (error) {
      tell('failed', messageOf(error));
    }
  }
  /**
   * @param {string} parameters
   * @param {PanelContext} context
   * @param {AbortSignal} signal
   */
  async function load(parameters, context, signal) {
    info.replaceChildren(infoButton(panel, context));
    tools.replaceChildren(...toolsOf(uid, panel, parameters, { isTable, toggleTable }));
    const reason = unknownReason(panel);
    if (reason !== undefined) {
      tell('unknown', reason);
      return;
    }
    box.setAttribute('aria-busy', 'true');
    try {
      answer = await askPanel(uid, panel.id, parameters, signal);
      redraw(context);
    } catch (error) {
      if (!signal.aborted) tell('failed', messageOf(error));
    } finally {
      if (!signal.aborted) box.removeAttribute('aria-busy');
    }
    function toggleTable() {
      isTable = !isTable;
      redraw(context);
      tools.replaceChildren(...toolsOf(uid, panel, parameters, { isTable, toggleTable }));
    }
  }
  if (isPrint) for (const part of [info, tools]) part.remove();
  return { element: box, load, redraw };
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));
