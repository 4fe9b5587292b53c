import { baseOption } from './chart-style.js';
import { fade } from './colors.js';
import { shares } from './series-model.js';
import { axesOf, axisKey, isBars, stackingOf, timeAxis, valueAxis } from './time-series-axes.js';
import { bandOption } from './time-series-bands.js';
import { marks } from './time-series-marks.js';

/** @typedef {import('./series-model.js').Series} Series */
/** @typedef {import('./time-series-axes.js').Axis} Axis */
/** @typedef {import('./series-model.js').TimeModel} TimeModel */

/**
 * The picture of a time series panel in ECharts' words.
 * @param {TimeModel} model
 * @param {{ range: import('./time-range.js').TimeRange, annotations: readonly import('./types.js').Annotation[], hidden?: ReadonlySet<string> }} around
 */
export function timeSeriesOption({ times, series }, { range, annotations, hidden = new Set() }) {
  const shown = series.filter(({ name }) => !hidden.has(name));
  const axes = axesOf(series);
  const stackedShares = shares(shown.filter(({ field }) => stackingOf(field).mode === 'percent'));
  const drawn = shown.map((one) => seriesOption(one, times, stackedShares.get(one) ?? one.values, axes));
  return {
    ...baseOption,
    grid: { ...baseOption.grid, top: axes.some(({ label }) => label !== '') ? 28 : 12 },
    xAxis: timeAxis(
      range,
      times,
      series.some(({ field }) => isBars(field)),
    ),
    yAxis: axes.map((axis) => valueAxis(axis, axes[0] === axis)),
    series: [
      ...shown.flatMap((one) => bandOption(one, shown, times, axes)),
      ...drawn,
      ...marks(shown, annotations, axes),
    ],
  };
}

/**
 * @param {Series} series
 * @param {readonly number[]} times
 * @param {readonly (number | null)[]} values
 * @param {readonly Axis[]} axes
 */
function seriesOption({ field, name, color }, times, values, axes) {
  const { custom = {} } = field.config;
  const stacking = stackingOf(field);
  const axis = axes.findIndex(({ key }) => key === axisKey(field));
  const sign = custom['transform'] === 'negative-Y' ? -1 : 1;
  const data = times.map((time, at) => {
    const value = values[at] ?? null;
    return [time, value === null ? null : sign * value];
  });
  const common = {
    name,
    data,
    yAxisIndex: axis,
    color,
    itemStyle: { color },
    emphasis: { disabled: true },
    ...(stacking.mode !== 'none' && { stack: `${stacking.group ?? 'A'} ${axis}`, stackStrategy: 'samesign' }),
  };
  if (isBars(field)) return { ...common, ...barStyle(color, custom, stacking.mode !== 'none') };
  return { ...common, ...lineStyle(color, custom, values) };
}

/**
 * @param {string} color
 * @param {Record<string, any>} custom
 * @param {boolean} isStacked
 */
function barStyle(color, custom, isStacked) {
  const fill = (custom['fillOpacity'] ?? 80) / 100;
  return {
    type: 'bar',
    barMaxWidth: 48,
    barGap: '10%',
    barCategoryGap: isStacked ? '28%' : '20%',
    itemStyle: { color: fade(color, Math.max(fill, 0.25)) },
  };
}

/**
 * @param {string} color
 * @param {Record<string, any>} custom
 * @param {readonly (number | null)[]} values
 */
function lineStyle(color, custom, values) {
  const isPoints = custom['drawStyle'] === 'points';
  const { fill, dash } = custom['lineStyle'] ?? {};
  const type = fill === 'dash' ? (dash ?? [10, 10]) : fill === 'dot' ? [1, 6] : 'solid';
  const opacity = (custom['fillOpacity'] ?? 0) / 100;
  const size = isPoints || custom['showPoints'] === 'always' ? (custom['pointSize'] ?? 5) : 0;
  return {
    type: 'line',
    symbol: 'circle',
    showSymbol: true,
    // A value between two unknown ones has no line: without a point nobody would see it.
    symbolSize: (/** @type {unknown} */ _value, /** @type {{ dataIndex: number }} */ { dataIndex }) =>
      size > 0 ? size : isAlone(values, dataIndex) ? 5 : 0,
    connectNulls: custom['spanNulls'] === true,
    ...interpolation(custom['lineInterpolation']),
    lineStyle: {
      color,
      width: isPoints ? 0 : (custom['lineWidth'] ?? 1),
      type,
      cap: fill === 'dot' ? 'round' : 'butt',
    },
    ...(opacity > 0 && custom['fillBelowTo'] === undefined && { areaStyle: { color: fade(color, opacity) } }),
  };
}

/**
 * @param {readonly (number | null)[]} values
 * @param {number} at
 */
const isAlone = (values, at) =>
  (values[at] ?? null) !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;

/** @param {string | undefined} name */
function interpolation(name) {
  if (name === 'smooth') return { smooth: 0.3, smoothMonotone: 'x' };
  if (name === 'stepAfter') return { step: 'end' };
  if (name === 'stepBefore') return { step: 'start' };
  return {};
}
