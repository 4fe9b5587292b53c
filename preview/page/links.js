import { display } from './display.js';
import { variableParameters } from './url-state.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Frame} Frame */

/**
 * What links keep: the time as the address writes it, and what is chosen.
 * @typedef {{ from: string, to: string, chosen: import('./url-state.js').Chosen }} LinkContext
 */

/**
 * Where a link of data was clicked.
 * @typedef {{ frame: Frame, field: Field, row: number }} Place
 */

const expression = /\$\{(\w+)((?:\.[^:}]+)?)(?::([^}]+))?\}|\$(\w+)/g;

/**
 * Grafana's words in a link's address, filled in.
 * @param {string} url
 * @param {LinkContext} context
 * @param {Place} [place]
 * @returns {string}
 */
export const fillLink = (url, context, place) => fill(url, context, place, encodeURIComponent);

/**
 * The same in words that are read, not followed.
 * @param {string} text
 * @param {LinkContext} context
 * @param {Place} [place]
 * @returns {string}
 */
export const fillText = (text, context, place) => fill(text, context, place, String);

/**
 * @param {string} text
 * @param {LinkContext} context
 * @param {Place | undefined} place
 * @param {(value: string) => string} encode what is written without a format, as in Grafana
 */
function fill(text, context, place, encode) {
  return text.replace(expression, (found, braced, path, format, plain) => {
    const value = valueOf(braced ?? plain, path ?? '', format, context, place);
    if (value === undefined) return found;
    if (isWritten(braced ?? plain, format)) return value;
    return format === 'percentencode' ? encodeURIComponent(value) : encode(value);
  });
}

/** Parameters are encoded already, and `raw` asks for no encoding.
 * @param {string} name
 * @param {string | undefined} format
 */
const isWritten = (name, format) =>
  format === 'raw' || format === 'queryparam' || name === '__url_time_range' || name === '__all_variables';

/**
 * Only addresses that a page may open: nothing that runs as a program.
 * @param {string} url
 */
export function safeUrl(url) {
  return /^(https?:\/\/|\/(?!\/)|#|mailto:)/i.test(url.trim()) ? url.trim() : undefined;
}

/**
 * @param {string} name
 * @param {string} path
 * @param {string | undefined} format
 * @param {LinkContext} context
 * @param {Place | undefined} place
 * @returns {string | undefined}
 */
function valueOf(name, path, format, context, place) {
  if (name === '__url_time_range') return timeParameters(context);
  if (name === '__all_variables')
    return [...context.chosen]
      .flatMap(([variable, values]) => variableParameters(variable, values))
      .join('&');
  if (name === '__from') return context.from;
  if (name === '__to') return context.to;
  if (name.startsWith('__')) return place && dataText(name, path, place);
  const values = context.chosen.get(name);
  if (values === undefined) return undefined;
  return format === 'queryparam' ? variableParameters(name, values).join('&') : values.join(',');
}

/** @param {LinkContext} context */
export const timeParameters = ({ from, to }) =>
  `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;

/**
 * @param {string} name
 * @param {string} path
 * @param {Place} place
 * @returns {string | undefined}
 */
function dataText(name, path, { frame, field, row }) {
  const value = field.values[row] ?? null;
  if (name === '__value') {
    if (path === '.raw' || path === '.numeric') return String(value ?? '');
    if (path === '.time') return String(frame.fields.find(({ type }) => type === 'time')?.values[row] ?? '');
    return shownText(value, field);
  }
  if (name === '__series') return field.title;
  if (name === '__field') return path === '.name' ? field.name : field.title;
  if (name !== '__data') return undefined;
  return fieldText(path, frame, row);
}

/**
 * `.fields["Sector"]`, `.fields.Sector`, `.fields[0]`, each perhaps with `.numeric` or `.text` behind.
 * @param {string} path
 * @param {Frame} frame
 * @param {number} row
 */
function fieldText(path, frame, row) {
  const [, quoted, index, word, detail] =
    /^\.fields(?:\[["'](.+)["']\]|\[(\d+)\]|\.([^.[]+))(\.\w+)?$/.exec(path) ?? [];
  const wanted = quoted ?? word;
  const field =
    index === undefined
      ? (frame.fields.find(({ name }) => name === wanted) ??
        frame.fields.find(({ title }) => title === wanted))
      : frame.fields[Number(index)];
  if (field === undefined) return undefined;
  const value = field.values[row] ?? null;
  return detail === '.numeric' ? String(value ?? '') : shownText(value, field);
}

/**
 * As it is shown; an unknown value is no text, whatever is written in its place.
 * @param {import('./types.js').Cell} value
 * @param {Field} field
 */
function shownText(value, field) {
  const { text, isEmpty } = display(value, field);
  return isEmpty ? '' : text;
}

/**
 * Links of a cell or a point, ready to follow.
 * @param {LinkContext} context
 * @param {Place} place
 * @returns {{ title: string, url: string, isNewTab: boolean }[]}
 */
export function linksOf(context, place) {
  return (place.field.config.links ?? []).flatMap(({ title, url, targetBlank }) => {
    const filled = safeUrl(fillLink(url, context, place));
    return filled === undefined
      ? []
      : [{ title: fillText(title, context, place), url: filled, isNewTab: targetBlank === true }];
  });
}

/**
 * The address of a link in the bar on top or of a panel.
 * @param {{ url: string, keepTime?: boolean, includeVars?: boolean }} link
 * @param {LinkContext} context
 */
export function barLink({ url, keepTime, includeVars }, context) {
  const variables = [...context.chosen].flatMap(([name, values]) => variableParameters(name, values));
  const kept = [
    ...(keepTime === true ? [timeParameters(context)] : []),
    ...(includeVars === true ? variables : []),
  ];
  if (kept.length === 0) return fillLink(url, context);
  return `${fillLink(url, context)}${url.includes('?') ? '&' : '?'}${kept.join('&')}`;
}
