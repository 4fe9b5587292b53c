import { element, icon, icons, newId } from './dom.js';
import { dropDown } from './drop-down.js';

/** @typedef {import('./types.js').Variable} Variable */

export const all = '$__all';
/** Options on the page at once; more are found by their names. */
const most = 300;

/** @typedef {import('./types.js').VariableDefinition} VariableDefinition */

/**
 * Is there anything to choose? One data source is no choice.
 * @param {VariableDefinition | undefined} definition
 * @param {Variable} variable
 */
export const isChoice = (definition, { options, multi }) =>
  definition?.type === 'textbox' || multi || options.length > 1;

/**
 * A control for one variable: a box to type in, a list for one value, or a card with a search for several.
 * @param {VariableDefinition} definition
 * @param {Variable} variable
 * @param {(values: string[]) => void} onChange
 */
export function variablePicker(definition, variable, onChange) {
  const { name, type, description } = definition;
  if (variable.multi) return manyPicker(name, variable, description, onChange);
  const id = newId('variable');
  const control = type === 'textbox' ? textBox(id, variable, onChange) : selectBox(id, variable, onChange);
  return element(
    'div',
    { class: 'variable', title: description },
    element('label', { for: id }, variable.label),
    control,
  );
}

/**
 * @param {string} id
 * @param {Variable} variable
 * @param {(values: string[]) => void} onChange
 */
function textBox(id, { current }, onChange) {
  const input = element('input', {
    id,
    type: 'text',
    size: 10,
    value: current[0] ?? '',
    change: () => onChange([input.value.trim()]),
  });
  return input;
}

/**
 * @param {string} id
 * @param {Variable} variable
 * @param {(values: string[]) => void} onChange
 */
function selectBox(id, { options, current }, onChange) {
  const select = element(
    'select',
    { id, change: () => onChange([select.value]) },
    options.map(({ text, value }) => element('option', { value, selected: current.includes(value) }, text)),
  );
  return select;
}

/**
 * @param {string} name
 * @param {Variable} variable
 * @param {string | undefined} description
 * @param {(values: string[]) => void} onChange
 */
function manyPicker(name, variable, description, onChange) {
  let chosen = new Set(variable.current);
  const words = chosenText(variable);
  const control = dropDown({
    label: `${variable.label}: ${words}`,
    class: 'many',
    content: [element('span', { class: 'chosen' }, words), icon(icons.down)],
    makeCard: (close) => {
      chosen = new Set(variable.current);
      return choiceCard(name, variable, chosen, close);
    },
    onClose: () => {
      const next = chosen.size === 0 ? [all] : [...chosen];
      if (!sameValues(next, variable.current)) onChange(next);
    },
  });
  return element(
    'div',
    { class: 'variable', title: description },
    element('span', { class: 'label' }, variable.label),
    control,
  );
}

/**
 * "All", the names, or how many.
 * @param {Variable} variable
 */
export function chosenText({ options, current }) {
  const texts = current.map((value) =>
    value === all ? 'All' : (options.find((option) => option.value === value)?.text ?? value),
  );
  const joined = texts.join(' + ');
  return texts.length > 1 && joined.length > 40 ? `${texts.length} chosen` : joined || 'All';
}

/**
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 */
const sameValues = (one, other) => one.length === other.length && one.every((value) => other.includes(value));

/**
 * @param {string} name
 * @param {Variable} variable
 * @param {Set<string>} chosen changed in place; read when the card closes
 * @param {() => void} close
 */
function choiceCard(name, { label, options, includeAll }, chosen, close) {
  const list = element('ul', { class: 'choices', 'aria-label': label });
  const search = element('input', {
    type: 'search',
    placeholder: 'Search',
    'aria-label': `Search ${label}`,
    input: () => show(),
  });

  function show() {
    const wanted = search.value.toLowerCase();
    const fitting = options.filter(({ text }) => text.toLowerCase().includes(wanted));
    const rows = fitting.slice(0, most).map(({ text, value }) => choice(text, value));
    const left = fitting.length - rows.length;
    list.replaceChildren(
      ...(includeAll && wanted === '' ? [choice('All', all)] : []),
      ...rows,
      ...(left > 0 ? [element('li', { class: 'more' }, `and ${left} more: search for them`)] : []),
      ...(fitting.length === 0 ? [element('li', { class: 'more' }, 'Nothing is called so.')] : []),
    );
  }
  /**
   * @param {string} text
   * @param {string} value
   */
  function choice(text, value) {
    const box = element('input', { type: 'checkbox', name, change: () => toggle(value, box.checked) });
    box.checked = chosen.has(value);
    return element('li', {}, element('label', {}, box, text));
  }
  /**
   * @param {string} value
   * @param {boolean} isOn
   */
  function toggle(value, isOn) {
    if (value === all) chosen.clear();
    else chosen.delete(all);
    if (isOn) chosen.add(value);
    else chosen.delete(value);
    const at = list.scrollTop;
    const place = document.activeElement?.closest('li');
    const index = place === null || place === undefined ? -1 : [...list.children].indexOf(place);
    show();
    list.scrollTop = at;
    /** @type {HTMLElement | null | undefined} */ (list.children[index]?.querySelector('input'))?.focus();
  }
  show();
  return element(
    'div',
    {},
    search,
    list,
    element('button', { type: 'button', class: 'primary', click: close }, 'Apply'),
  );
}
