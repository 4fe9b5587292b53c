import { element, newId } from './dom.js';
import { problemNote } from './problem-note.js';

/** @typedef {import('./chart.js').Picture} Picture */
/** @typedef {'loading' | 'drawn' | 'empty' | 'failed' | 'unknown'} PanelState what tools read from `data-state` */

/**
 * The box around a panel, with places for what it shows: it holds one picture or one message at a time.
 * @param {import('./types.js').Panel} panel
 */
export function panelFrame({ id, type, title }) {
  const titleId = newId('panel');
  const body = element('div', { class: 'panel-body' });
  const controls = element('div', { class: 'controls' });
  const info = element('div', { class: 'tools' });
  const tools = element('div', { class: 'tools' });
  const box = element(
    'section',
    {
      class: `panel ${type}`,
      'aria-labelledby': titleId,
      dataset: { state: 'loading', id, title },
    },
    element('header', {}, element('h3', { id: titleId, title }, title), info, controls, tools),
    body,
  );
  /** @type {Picture | undefined} */
  let picture;
  /** @type {HTMLElement | undefined} */
  let note;

  /** @param {PanelState} state */
  function begin(state) {
    picture?.destroy();
    picture = undefined;
    body.replaceChildren();
    controls.replaceChildren();
    box.dataset['state'] = state;
  }
  /** @param {(body: HTMLElement, controls: HTMLElement) => Picture | undefined | void} draw */
  function show(draw) {
    begin('drawn');
    picture = draw(body, controls) ?? undefined;
  }
  /**
   * @param {PanelState} state
   * @param {string} text
   */
  function tell(state, text) {
    begin(state);
    body.append(element('p', { class: 'message', role: state === 'failed' ? 'alert' : 'status' }, text));
  }
  /** @param {string} [text] a problem beside what is shown; nothing: none any more */
  function warn(text) {
    note?.remove();
    note = text === undefined ? undefined : problemNote(text);
    if (note !== undefined) body.before(note);
  }
  /** @param {boolean} isBusy */
  function setBusy(isBusy) {
    if (isBusy) box.setAttribute('aria-busy', 'true');
    else box.removeAttribute('aria-busy');
  }
  return { element: box, info, tools, show, tell, warn, setBusy };
}
