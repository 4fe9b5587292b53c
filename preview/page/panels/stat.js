import { anchor } from '../chart.js';
import { cssColor } from '../colors.js';
import { display } from '../display.js';
import { element } from '../dom.js';
import { patternOf } from '../field-config.js';
import { linksOf } from '../links.js';
import { reduce } from '../reduce.js';

/** @typedef {import('../types.js').Field} Field */
/** @typedef {import('../types.js').Frame} Frame */
/** @typedef {{ name: string, value: import('../types.js').Cell, field: Field, frame: Frame, row: number }} Tile */

/** @type {import('./registry.js').Draw} */
export function drawStat(body, { panel, frames, context }) {
  const options = panel.options ?? {};
  const tiles = tilesOf(frames, options['reduceOptions'] ?? {});
  const isNamed =
    options['textMode'] === 'value_and_name' ||
    options['textMode'] === 'name' ||
    (tiles.length > 1 && options['textMode'] !== 'value');
  const isTall = options['orientation'] === 'horizontal';
  const longest = Math.max(
    6,
    ...tiles
      .map(({ value, field }) => [...display(value, field).text].length)
      .filter((length) => length < 24),
  );
  body.append(
    element(
      'ul',
      { class: isTall ? 'stat one-below-the-other' : 'stat', style: { '--length': String(longest) } },
      tiles.map((tile) => tileElement(tile, isNamed, options['colorMode'] ?? 'value', context)),
    ),
  );
  return undefined;
}

/**
 * A tile per field, or per row when the panel asks for all values.
 * @param {readonly Frame[]} frames
 * @param {{ calcs?: string[], fields?: string, values?: boolean, limit?: number }} options
 * @returns {Tile[]}
 */
export function tilesOf(frames, { calcs = ['lastNotNull'], fields = '', values = false, limit = 25 }) {
  const chosen = frames.flatMap((frame) => wanted(frame, fields).map((field) => ({ frame, field })));
  if (values) {
    return chosen.flatMap(({ frame, field }) => {
      const names = frame.fields.find(({ type }) => type === 'string');
      return field.values.slice(0, limit).map((value, row) => ({
        name: String(names?.values[row] ?? field.title),
        value,
        field,
        frame,
        row,
      }));
    });
  }
  return chosen.map(({ frame, field }) => ({
    name: field.title,
    value: reduce(field.values, calcs[0] ?? 'lastNotNull'),
    field,
    frame,
    row: Math.max(0, frame.length - 1),
  }));
}

/**
 * No pattern means all numbers.
 * @param {Frame} frame
 * @param {string} fields
 */
function wanted(frame, fields) {
  const visible = frame.fields.filter(({ config }) => config.custom?.['hideFrom']?.viz !== true);
  if (fields === '') return visible.filter(({ type }) => type === 'number');
  return visible.filter(({ name, title }) =>
    [name, title].some((one) => one === fields || patternOf(fields).test(one)),
  );
}

/**
 * @param {Tile} tile
 * @param {boolean} isNamed
 * @param {string} colorMode
 * @param {import('../types.js').PanelContext} context
 */
function tileElement({ name, value, field, frame, row }, isNamed, colorMode, context) {
  const { text, color = cssColor('text'), isEmpty } = display(value, field);
  const [link] = linksOf(context.links, { frame, field, row });
  const isPainted = colorMode.startsWith('background') && !isEmpty;
  const shown = isEmpty && text === '' ? 'No data' : text;
  return element(
    'li',
    {
      class: ['tile', isEmpty && 'unknown', isPainted && 'painted'].filter(Boolean).join(' '),
      style: {
        '--color': colorMode === 'none' ? cssColor('text') : color,
        ...([...shown].length >= 24 && { '--length': String([...shown].length) }),
      },
    },
    isNamed && element('span', { class: 'name' }, name),
    element('span', { class: 'value' }, link === undefined || isEmpty ? shown : anchor(link, shown)),
  );
}
