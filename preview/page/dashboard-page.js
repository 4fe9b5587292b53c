import { askDashboard, askMarks } from './api.js';
import { element, painted } from './dom.js';
import { askFilters } from './filters.js';
import { messageOf } from './message-of.js';
import { placeOnScreen } from './sections.js';
import { parseRange } from './time-range.js';
import { topBar } from './top-bar.js';
import { readState, writeState } from './url-state.js';

/** Used when neither the address nor the dashboard says a time. */
const lastMonths = { from: 'now-13M/M', to: 'now' };

/**
 * One tab in the browser. The address is the state: every choice is a step of its history.
 * @param {string} uid
 */
export async function showDashboard(uid) {
  const { dashboard, now: nowText } = await askDashboard(uid);
  const now = new Date(nowText);
  document.title = `${dashboard.title} · appd-licensing`;
  const { elements, boxes } = placeOnScreen(uid, dashboard.panels);
  const bar = element('div', { class: 'bar' });
  const problem = element('p', { class: 'page-problem', role: 'alert', hidden: true });
  document.body.append(bar, problem, element('main', {}, elements));
  let running = new AbortController();
  /** @type {ReadonlySet<string>} */
  let hiddenMarks = new Set();

  async function refresh() {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    document.body.dataset['ready'] = 'no';
    try {
      problem.hidden = true;
      await fill(signal);
      await painted();
      if (!signal.aborted) document.body.dataset['ready'] = 'yes';
    } catch (error) {
      if (signal.aborted) return;
      problem.textContent = messageOf(error);
      problem.hidden = false;
      for (const box of boxes) box.fail(messageOf(error));
      document.body.dataset['ready'] = 'failed';
    }
  }

  /** @param {AbortSignal} signal */
  async function fill(signal) {
    const asked = readState(location.search);
    const words = {
      from: asked.from ?? dashboard.time?.from ?? lastMonths.from,
      to: asked.to ?? dashboard.time?.to ?? lastMonths.to,
    };
    const range = parseRange(words, now);
    const known = writeState({ ...words, chosen: asked.chosen });
    const [filters, marks] = await Promise.all([
      askFilters(dashboard, known, asked.chosen, signal),
      askMarks(uid, known, signal).catch(noMarks),
    ]);
    signal.throwIfAborted();
    const { variables, chosen } = filters;
    const links = { ...words, chosen };
    const parameters = writeState(links);
    const contextNow = () => ({
      range,
      links,
      annotations: marks.marks.filter(({ name }) => !hiddenMarks.has(name)),
      isPrint: false,
    });

    bar.replaceChildren(
      topBar(
        dashboard,
        { words, now, variables, links, parameters, marks, hiddenMarks },
        {
          setTime: (next) => go(writeState({ ...next, chosen })),
          setVariable: (name, values) =>
            go(writeState({ ...words, chosen: new Map(chosen).set(name, values) })),
          refresh: () => void refresh(),
          hideMarks: (hidden) => {
            hiddenMarks = hidden;
            for (const box of boxes) box.redraw(contextNow());
          },
        },
      ),
    );
    if ('problem' in filters) throw filters.problem;
    await Promise.all(boxes.map((box) => box.load(parameters, contextNow(), signal)));
  }

  /** @param {string} parameters */
  function go(parameters) {
    history.pushState(null, '', `${location.pathname}?${parameters}`);
    void refresh();
  }

  addEventListener('popstate', () => void refresh());
  await refresh();
}

/**
 * @param {unknown} error
 * @returns {import('./types.js').Marks}
 */
const noMarks = (error) => ({ marks: [], unread: [{ name: '', message: messageOf(error) }] });
