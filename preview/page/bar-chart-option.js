import { barLabels, barValueAxis, categoryAxis } from './bar-chart-axes.js';
import { baseOption } from './chart-style.js';
import { fade } from './colors.js';
import { display, seriesColor, thresholdColor } from './display.js';
import { numberFields, numberOf } from './frames.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Frame} Frame */

/**
 * Bars by name: what stands on the axis, and the series.
 * @typedef {{ field: Field, name: string, color: string, values: (number | null)[] }} BarSeries
 * @typedef {{ frame: Frame, names: string[], series: BarSeries[] }} BarModel
 */

/**
 * @param {Frame} frame
 * @param {string | undefined} xField Grafana takes the first text or time when none is named
 * @returns {BarModel}
 */
export function barModel(frame, xField) {
  const named = frame.fields.find(
    ({ name, title }) => xField !== undefined && [name, title].includes(xField),
  );
  const x =
    named ??
    frame.fields.find(({ type }) => type === 'string') ??
    frame.fields.find(({ type }) => type === 'time');
  if (x === undefined)
    throw new Error(
      `The query answers without ${xField === undefined ? 'a text' : `a column "${xField}"`} that names the bars.`,
    );
  const series = numberFields(frame)
    .filter((field) => field !== x)
    .map((field, index) => ({
      field,
      name: field.title,
      color: seriesColor(field, index),
      values: field.values.map(numberOf),
    }));
  return { frame, names: x.values.map((value) => display(value, x).text), series };
}

/**
 * @param {BarModel} model
 * @param {Record<string, any>} options of Grafana's bar chart
 * @param {ReadonlySet<string>} hidden
 * @param {number} width of the picture in pixels
 */
export function barChartOption({ names, series }, options, hidden = new Set(), width = 800) {
  const isHorizontal = options['orientation'] === 'horizontal';
  const shown = series.filter(({ name }) => !hidden.has(name));
  const isStacked = ['normal', 'percent'].includes(options['stacking']);
  const isPercent = options['stacking'] === 'percent';
  const sums = names.map(
    (_, at) => shown.reduce((sum, { values }) => sum + Math.abs(values[at] ?? 0), 0) || 1,
  );
  const labels = barLabels(shown, options['showValue'] ?? 'auto', { isHorizontal, isStacked });
  const category = categoryAxis(names, options, isHorizontal, width);
  const room = !labels.areShown
    ? '0%'
    : isHorizontal
      ? `${Math.round(9500 / Math.max(200, width - 120))}%`
      : '8%';
  const sizes = isStacked ? sums : shown.flatMap(({ values }) => values.map((number) => number ?? 0));
  const value = barValueAxis(series, { isPercent, room, greatest: Math.max(0, ...sizes) });
  return {
    ...baseOption,
    xAxis: isHorizontal ? value : category,
    yAxis: isHorizontal ? category : value,
    series: shown.map((one) => ({
      type: 'bar',
      name: one.name,
      barMaxWidth: 56,
      barGap: '8%',
      barCategoryGap: `${Math.round((1 - (options['groupWidth'] ?? 0.7)) * 100)}%`,
      ...(isStacked && { stack: 'all' }),
      emphasis: { disabled: true },
      itemStyle: { color: fillOf(one.color, one.field) },
      data: one.values.map((number, at) => ({
        value: number === null ? null : isPercent ? number / (sums[at] ?? 1) : number,
        label: labels.of(one, at),
        ...colorOfBar(one.field, at),
      })),
    })),
  };
}

/**
 * @param {string} color
 * @param {Field} field
 */
const fillOf = (color, field) =>
  fade(color, Math.max((field.config.custom?.['fillOpacity'] ?? 80) / 100, 0.25));

/**
 * Thresholds color each bar by its own value.
 * @param {Field} field
 * @param {number} at
 */
function colorOfBar(field, at) {
  if (field.config.color?.mode !== 'thresholds') return {};
  const color = thresholdColor(field.values[at] ?? null, field.config);
  return color === undefined ? {} : { itemStyle: { color: fillOf(color, field) } };
}
