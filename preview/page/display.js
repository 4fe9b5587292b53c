import { colorOfName, cssColor, paletteColor } from './colors.js';
import { formatValue } from './format-value.js';

/** @typedef {import('./types.js').Cell} Cell */
/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').FieldConfig} FieldConfig */

/**
 * A value as it is shown. `color` comes from a mapping or the thresholds; undefined: the value decides nothing.
 * @typedef {{ text: string, color: string | undefined, isEmpty: boolean }} Display
 */

/**
 * @param {Cell} value
 * @param {Field} field
 * @returns {Display}
 */
export function display(value, field) {
  const { config } = field;
  const mapped = mappingOf(value, config.mappings);
  const written = formatValue(value, { unit: config.unit, decimals: config.decimals, type: field.type });
  const text = mapped?.text ?? written;
  const isEmpty = text === '' && (value === null || value === '');
  return {
    text: isEmpty ? (config.noValue ?? '') : text,
    color: mapped?.color === undefined ? thresholdColor(value, config) : cssColor(mapped.color),
    isEmpty,
  };
}

/**
 * The first mapping that fits.
 * @param {Cell} value
 * @param {import('./types.js').Mapping[] | undefined} mappings
 * @returns {import('./types.js').MappingResult | undefined}
 */
export function mappingOf(value, mappings = []) {
  for (const mapping of mappings) {
    const result = resultOf(mapping, value);
    if (result !== undefined) return result;
  }
  return undefined;
}

/**
 * @param {import('./types.js').Mapping} mapping
 * @param {Cell} value
 */
function resultOf(mapping, value) {
  if (mapping.type === 'special')
    return fitsSpecial(mapping.options.match, value) ? mapping.options.result : undefined;
  if (value === null) return undefined;
  const text = String(value);
  if (mapping.type === 'value') return valueMapping(mapping.options, text);
  if (mapping.type === 'range') {
    const number = Number(text);
    const { from, to, result } = mapping.options;
    return number >= (from ?? -Infinity) && number <= (to ?? Infinity) ? result : undefined;
  }
  const [, inside = mapping.options.pattern, flags = ''] =
    /^\/(.*)\/(\w*)$/s.exec(mapping.options.pattern) ?? [];
  return new RegExp(inside, flags).test(text) ? mapping.options.result : undefined;
}

/**
 * Numbers come as exact text, `0.00`, and are mapped by their value, `0`.
 * @param {Record<string, import('./types.js').MappingResult>} options
 * @param {string} text
 */
function valueMapping(options, text) {
  if (Object.hasOwn(options, text)) return options[text];
  const plain = text.trim() === '' ? text : String(Number(text));
  return Object.hasOwn(options, plain) ? options[plain] : undefined;
}

/**
 * @param {string} match
 * @param {Cell} value
 */
function fitsSpecial(match, value) {
  const isNothing = value === null;
  const isNotANumber = !isNothing && Number.isNaN(Number(value));
  const fits = /** @type {Record<string, boolean>} */ ({
    true: value === true,
    false: value === false,
    null: isNothing,
    nan: isNotANumber,
    'null+nan': isNothing || isNotANumber,
    empty: value === '',
  });
  return fits[match] ?? false;
}

/**
 * The color of the last step that the value has reached; texts stand on the first step, as in Grafana.
 * @param {Cell} value
 * @param {FieldConfig} config
 * @returns {string | undefined}
 */
export function thresholdColor(value, config) {
  if (config.color?.mode === 'fixed') return cssColor(config.color.fixedColor);
  if (config.color?.mode !== 'thresholds') return undefined;
  const steps = config.thresholds?.steps ?? [];
  const number = value === null || value === '' ? NaN : Number(value);
  const place = Number.isNaN(number) ? -Infinity : percentOf(number, config);
  const reached = steps.findLast((step) => (step.value ?? -Infinity) <= place) ?? steps[0];
  return reached === undefined ? undefined : cssColor(reached.color);
}

/**
 * @param {number} number
 * @param {FieldConfig} config
 */
function percentOf(number, { thresholds, min = 0, max = 100 }) {
  return thresholds?.mode === 'percentage' ? ((number - min) / (max - min || 1)) * 100 : number;
}

/**
 * The color of a whole series.
 * @param {Field} field
 * @param {number} index of the series among those of its panel
 * @returns {string}
 */
export function seriesColor(field, index) {
  const { mode, fixedColor } = field.config.color ?? { mode: 'palette-classic', fixedColor: undefined };
  if (mode === 'fixed') return cssColor(fixedColor);
  if (mode === 'palette-classic-by-name') return colorOfName(field.title);
  if (mode !== 'thresholds') return paletteColor(index);
  const last = field.values.findLast((value) => value !== null) ?? null;
  return thresholdColor(last, field.config) ?? paletteColor(index);
}
