import { axisStyle, ink, timeLabels } from './chart-style.js';
import { formatTick } from './format-value.js';

/** @typedef {import('./series-model.js').Series} Series */

/**
 * @param {import('./time-range.js').TimeRange} range
 * @param {readonly number[]} times
 * @param {boolean} hasBars bars at the ends get room for their outer half
 */
export function timeAxis(range, times, hasBars = false) {
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const room = hasBars && gaps.length > 0 ? Math.min(...gaps) / 2 : 0;
  return {
    ...axisStyle,
    type: 'time',
    min: range.from.getTime() - room,
    max: Math.max(range.to.getTime(), hasBars ? (times.at(-1) ?? 0) + room : 0),
    splitLine: { show: false },
    axisLabel: { ...axisStyle.axisLabel, formatter: timeLabels, rich: { bold: { fontWeight: 'bold' } } },
  };
}

/**
 * One axis per unit and side, as Grafana makes them.
 * @typedef {{ key: string, unit: string | undefined, side: 'left' | 'right', label: string, isHidden: boolean, isPercent: boolean, min: number | undefined, max: number | undefined, softMin: number | undefined, softMax: number | undefined }} Axis
 */

/**
 * @param {readonly Series[]} series
 * @returns {Axis[]}
 */
export function axesOf(series) {
  /** @type {Map<string, Axis>} */
  const axes = new Map();
  for (const { field } of series) {
    const key = axisKey(field);
    const { unit, custom = {}, min, max } = field.config;
    const known = axes.get(key);
    const side =
      custom['axisPlacement'] === 'right' || (axes.size === 1 && known === undefined) ? 'right' : 'left';
    axes.set(key, {
      key,
      unit,
      side: known?.side ?? side,
      label: known?.label || (custom['axisLabel'] ?? ''),
      isHidden: custom['axisPlacement'] === 'hidden',
      isPercent: stackingOf(field).mode === 'percent',
      min: known?.min ?? min,
      max: known?.max ?? max,
      softMin: least(known?.softMin, custom['axisSoftMin']),
      softMax: most(known?.softMax, custom['axisSoftMax']),
    });
  }
  return [...axes.values()];
}

/** @param {import('./types.js').Field} field */
export const axisKey = (field) =>
  `${field.config.unit ?? ''} ${field.config.custom?.['axisPlacement'] ?? 'auto'} ${stackingOf(field).mode === 'percent'}`;
/** @param {number | undefined} one @param {number | undefined} other */
const least = (one, other) =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
/** @param {number | undefined} one @param {number | undefined} other */
const most = (one, other) =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/**
 * @param {Axis} axis
 * @param {boolean} isFirst
 */
export function valueAxis({ unit, side, label, isHidden, isPercent, min, max, softMin, softMax }, isFirst) {
  return {
    ...axisStyle,
    type: 'value',
    show: !isHidden,
    position: side,
    name: label,
    nameLocation: 'end',
    nameTextStyle: { color: ink.quiet, fontSize: 11, align: side === 'left' ? 'left' : 'right' },
    nameGap: 10,
    min:
      min ??
      (softMin === undefined
        ? undefined
        : (/** @type {{ min: number }} */ data) => (data.min >= softMin ? softMin : null)),
    max: isPercent
      ? 1
      : (max ??
        (softMax === undefined
          ? undefined
          : (/** @type {{ max: number }} */ data) => (data.max <= softMax ? softMax : null))),
    splitNumber: 4,
    scale: softMin === undefined && min === undefined,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: isFirst, lineStyle: { color: ink.faint } },
    axisLabel: {
      ...axisStyle.axisLabel,
      formatter: (/** @type {number} */ tick) => formatTick(tick, isPercent ? 'percentunit' : unit),
    },
  };
}

/** @param {import('./types.js').Field} field */
export const isBars = (field) => field.config.custom?.['drawStyle'] === 'bars';

/**
 * @param {import('./types.js').Field} field
 * @returns {{ mode: string, group?: string }}
 */
export const stackingOf = (field) => field.config.custom?.['stacking'] ?? { mode: 'none' };
