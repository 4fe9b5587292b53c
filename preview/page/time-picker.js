import { element, icon, icons, newId } from './dom.js';
import { dropDown } from './drop-down.js';
import { messageOf } from './message-of.js';
import { describeRange, parseRange, presets } from './time-range.js';

/** @typedef {import('./time-range.js').TimeWords} TimeWords */

/**
 * @param {TimeWords} words
 * @param {Date} now
 * @param {(words: TimeWords) => void} onChange
 */
export function timePicker(words, now, onChange) {
  const range = parseRange(words, now);
  const preset = presets.find(([{ from, to }]) => from === words.from && to === words.to);
  const text = describeRange(range);
  return dropDown({
    label: `Time: ${text}`,
    class: 'time',
    content: [
      icon(icons.clock),
      element('span', {}, text),
      preset !== undefined && element('span', { class: 'quiet' }, preset[1]),
      icon(icons.down),
    ],
    makeCard: (close) => {
      const choose = (/** @type {TimeWords} */ chosen) => {
        close();
        onChange(chosen);
      };
      return element(
        'div',
        {},
        presetList(words, choose),
        element('div', { class: 'ranges' }, monthForm(range, choose), exactForm(words, now, choose)),
      );
    },
  });
}

/**
 * @param {TimeWords} words
 * @param {(words: TimeWords) => void} choose
 */
const presetList = (words, choose) =>
  element(
    'ul',
    { class: 'menu' },
    presets.map(([preset, name]) =>
      element(
        'li',
        {},
        element(
          'button',
          {
            type: 'button',
            'aria-pressed': String(preset.from === words.from && preset.to === words.to),
            click: () => choose({ ...preset }),
          },
          name,
        ),
      ),
    ),
  );

/**
 * @param {import('./time-range.js').TimeRange} range
 * @param {(words: TimeWords) => void} choose
 */
function monthForm({ from, to }, choose) {
  const first = monthInput('From month', from);
  const last = monthInput('To month', new Date(to.getTime() - 1));
  return form('Whole months', [first, last], () => {
    const [start, end] = [first.input.value, last.input.value];
    const [year = 0, month = 0] = end.split('-').map(Number);
    choose({ from: `${start}-01T00:00:00.000Z`, to: new Date(Date.UTC(year, month, 1) - 1).toISOString() });
  });
}

/**
 * @param {string} label
 * @param {Date} date
 */
const monthInput = (label, date) =>
  field(label, {
    type: 'month',
    value: date.toISOString().slice(0, 7),
    required: true,
    pattern: '\\d{4}-\\d{2}',
  });

/**
 * @param {TimeWords} words
 * @param {Date} now
 * @param {(words: TimeWords) => void} choose
 */
function exactForm(words, now, choose) {
  const from = field('From', { type: 'text', value: words.from, required: true });
  const to = field('To', { type: 'text', value: words.to, required: true });
  return form('Days, times, or words such as now-3M/M', [from, to], () => {
    const last = to.input.value.trim();
    // A day as the end means all of it; the address needs its last moment.
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(last);
    const chosen = { from: from.input.value.trim(), to: isDay ? `${last}T23:59:59.999Z` : last };
    parseRange(chosen, now);
    choose(chosen);
  });
}

/**
 * @param {string} label
 * @param {Record<string, any>} attributes
 */
function field(label, attributes) {
  const id = newId('time');
  const input = element('input', { id, ...attributes });
  return { input, row: element('p', {}, element('label', { for: id }, label), input) };
}

/**
 * @param {string} heading
 * @param {readonly { row: HTMLElement }[]} fields
 * @param {() => void} apply says what is wrong by an error
 */
function form(heading, fields, apply) {
  const problem = element('p', { class: 'problem', role: 'alert' });
  return element(
    'form',
    {
      submit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        try {
          apply();
        } catch (error) {
          problem.textContent = messageOf(error);
        }
      },
    },
    element('strong', {}, heading),
    fields.map(({ row }) => row),
    problem,
    element('button', { class: 'primary' }, 'Apply'),
  );
}
