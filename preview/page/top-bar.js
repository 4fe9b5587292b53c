import { element, icon, icons } from './dom.js';
import { barLink, safeUrl } from './links.js';
import { marksPicker } from './marks-picker.js';
import { problemNote } from './problem-note.js';
import { timePicker } from './time-picker.js';
import { unreadText } from './unread-text.js';
import { isChoice, variablePicker } from './variable-picker.js';

/** @typedef {import('./types.js').Dashboard} Dashboard */

/**
 * What a reader can change.
 * @typedef {object} Wishes
 * @property {(words: import('./time-range.js').TimeWords) => void} setTime
 * @property {(name: string, values: string[]) => void} setVariable
 * @property {() => void} refresh
 * @property {(hidden: ReadonlySet<string>) => void} hideMarks by the names of annotations
 */

/**
 * The links between the tabs, and everything that can be chosen.
 * @param {Dashboard} dashboard
 * @param {{ words: import('./time-range.js').TimeWords, now: Date, variables: import('./types.js').Variables, links: import('./links.js').LinkContext, parameters: string, marks: import('./types.js').Marks, hiddenMarks: ReadonlySet<string> }} state
 * @param {Wishes} wishes
 */
export function topBar(dashboard, state, wishes) {
  const { words, now, variables, links, parameters, hiddenMarks } = state;
  const { marks, unread } = state.marks;
  const definitions = new Map((dashboard.templating?.list ?? []).map((one) => [one.name, one]));
  return element(
    'header',
    { class: 'top' },
    element(
      'nav',
      { 'aria-label': 'Dashboards' },
      element(
        'ul',
        {},
        (dashboard.links ?? []).map((link) => tabLink(link, dashboard.uid, links)),
      ),
    ),
    element(
      'div',
      { class: 'headline' },
      element(
        'div',
        { class: 'title' },
        element('h1', {}, dashboard.title),
        element('p', {}, dashboard.description ?? ''),
      ),
      element(
        'div',
        { class: 'time-controls' },
        unread.length > 0 && problemNote(unreadText(unread)),
        marksPicker(marks, hiddenMarks, wishes.hideMarks),
        timePicker(words, now, wishes.setTime),
        element(
          'button',
          { type: 'button', title: 'Ask for the data again', 'aria-label': 'Refresh', click: wishes.refresh },
          icon(icons.refresh),
        ),
        element(
          'a',
          {
            class: 'button',
            href: `/print?uids=${encodeURIComponent(dashboard.uid)}&${parameters}`,
            title: 'Show this tab for printing',
            'aria-label': 'Print',
          },
          icon(icons.print),
        ),
      ),
    ),
    element(
      'div',
      { class: 'variables', role: 'group', 'aria-label': 'Filters' },
      Object.entries(variables).map(([name, variable]) => {
        const definition = definitions.get(name) ?? { name };
        return (
          isChoice(definition, variable) &&
          variablePicker(definition, variable, (values) => wishes.setVariable(name, values))
        );
      }),
    ),
  );
}

/**
 * @param {NonNullable<Dashboard['links']>[number]} link
 * @param {string} uid
 * @param {import('./links.js').LinkContext} context
 */
function tabLink(link, uid, context) {
  const isHere = link.url.split('/').includes(uid);
  return element(
    'li',
    {},
    element('a', { href: safeUrl(barLink(link, context)), 'aria-current': isHere && 'page' }, link.title),
  );
}
