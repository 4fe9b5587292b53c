import { cssColor, fade } from './colors.js';
import { axisKey } from './time-series-axes.js';

/** @typedef {import('./series-model.js').Series} Series */
/** @typedef {import('./time-series-axes.js').Axis} Axis */

/**
 * Lines of thresholds, and of what happened: they hang on a series that draws nothing.
 * @param {readonly Series[]} shown
 * @param {readonly import('./types.js').Annotation[]} annotations
 * @param {readonly Axis[]} axes
 */
export function marks(shown, annotations, axes) {
  const happened = {
    type: 'line',
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: ['triangle', 'none'],
      symbolSize: 8,
      symbolRotate: 0,
      label: { show: false },
      data: annotations.map(({ color, time }) => ({
        xAxis: Date.parse(time),
        lineStyle: { color: cssColor(color), type: 'dashed', width: 1 },
        itemStyle: { color: cssColor(color) },
      })),
    },
  };
  const limits = shown.flatMap(({ field }) =>
    limitsOf(
      field,
      axes.findIndex(({ key }) => key === axisKey(field)),
    ),
  );
  return [...(annotations.length > 0 ? [happened] : []), ...limits.slice(0, 1)];
}

/**
 * @param {import('./types.js').Field} field
 * @param {number} axis
 */
function limitsOf({ config }, axis) {
  const style = config.custom?.['thresholdsStyle']?.mode ?? 'off';
  const steps = (config.thresholds?.steps ?? []).filter(({ value }) => value !== null);
  if (style === 'off' || steps.length === 0) return [];
  const lines = steps.map(({ value, color }) => ({
    yAxis: value,
    lineStyle: { color: cssColor(color), type: style.startsWith('dashed') ? [6, 4] : 'solid', width: 1.5 },
  }));
  const areas = steps.map(({ value, color }, at) => [
    { yAxis: value, itemStyle: { color: fade(cssColor(color), 0.1) } },
    { yAxis: steps[at + 1]?.value ?? 'max' },
  ]);
  return [
    {
      type: 'line',
      data: [],
      yAxisIndex: axis,
      silent: true,
      ...(style !== 'area' && {
        markLine: { symbol: 'none', silent: true, label: { show: false }, data: lines },
      }),
      ...(style.includes('area') && { markArea: { silent: true, data: areas } }),
    },
  ];
}
