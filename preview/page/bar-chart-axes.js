import { axisStyle, ink } from './chart-style.js';
import { display } from './display.js';
import { formatTick } from './format-value.js';
import { tickStep } from './tick-step.js';

/** @typedef {import('./bar-chart-option.js').BarSeries} BarSeries */

/** Pixels that a letter takes, and that the other axis takes. */
const letter = 6.5;
const otherAxis = 70;

/**
 * Every name is written where its words fit below the bar; else as many names as fit.
 * @param {string[]} names
 * @param {Record<string, any>} options
 * @param {boolean} isHorizontal
 * @param {number} width of the picture
 */
export function categoryAxis(names, options, isHorizontal, width) {
  const longest = options['xTickLabelMaxLength'] || 60;
  const room = (width - otherAxis) / Math.max(1, names.length) - 4;
  const fits = names.every((name) => name.split(' ').every((word) => word.length * letter <= room));
  // A month between two others needs no name; other names cannot be guessed.
  const isTold = names.length > 16 || names.every((name) => /\d{2,4}/.test(name));
  const isEvery = isHorizontal || fits || !isTold;
  return {
    ...axisStyle,
    type: 'category',
    data: names,
    inverse: isHorizontal,
    axisTick: { show: false },
    axisLabel: {
      ...axisStyle.axisLabel,
      color: ink.text,
      hideOverlap: !isEvery,
      interval: isEvery ? 0 : 'auto',
      ...(!isHorizontal && isEvery && { width: room, overflow: fits ? 'break' : 'truncate', lineHeight: 13 }),
      rotate: isHorizontal ? 0 : -(options['xTickLabelRotation'] ?? 0),
      formatter: (/** @type {string} */ name) => cut(name, longest),
    },
  };
}

/**
 * @param {string} text
 * @param {number} longest
 */
const cut = (text, longest) => {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : text;
};

/**
 * @param {readonly BarSeries[]} series
 * @param {{ isPercent: boolean, room: string, greatest: number }} how `room` beyond the longest bar for its label, as a share of the axis
 */
export function barValueAxis(series, { isPercent, room, greatest }) {
  const { unit, min, max, custom } = series[0]?.field.config ?? {};
  const step = isPercent ? undefined : tickStep(unit, greatest);
  const hasNegative = series.some(({ values }) => values.some((value) => (value ?? 0) < 0));
  return {
    ...axisStyle,
    type: 'value',
    min,
    max: isPercent ? 1 : (max ?? (step && step * Math.ceil(greatest / step))),
    boundaryGap: [hasNegative ? room : 0, room],
    name: custom?.['axisLabel'] ?? '',
    nameLocation: 'end',
    nameTextStyle: { color: ink.quiet, fontSize: 11 },
    splitNumber: 4,
    interval: step,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      ...axisStyle.axisLabel,
      formatter: (/** @type {number} */ tick) => formatTick(tick, isPercent ? 'percentunit' : unit),
    },
  };
}

/** Bars of which all get their values when the panel leaves it open. */
const fewBars = 24;

/**
 * Values beside their bars, or inside where bars stand on each other. What is invisible has none.
 * @param {readonly BarSeries[]} shown
 * @param {string} wish
 * @param {{ isHorizontal: boolean, isStacked: boolean }} how
 */
export function barLabels(shown, wish, { isHorizontal, isStacked }) {
  const visible = shown.filter(({ color }) => color !== 'transparent');
  const count = visible.length * (visible[0]?.values.length ?? 0);
  const areShown = wish === 'always' || (wish === 'auto' && count <= fewBars);
  const outside = isHorizontal ? ['left', 'right'] : ['bottom', 'top'];
  return {
    areShown,
    /**
     * @param {BarSeries} series
     * @param {number} at
     */
    of({ field, color, values }, at) {
      const isAlone = !isStacked || visible.filter((other) => (other.values[at] ?? 0) !== 0).length <= 1;
      return {
        show: areShown && color !== 'transparent' && (values[at] ?? null) !== null,
        position: isAlone ? outside[(values[at] ?? 0) < 0 ? 0 : 1] : 'inside',
        color: isAlone ? ink.text : '#ffffff',
        fontSize: 11,
        formatter: () => display(field.values[at] ?? null, field).text,
      };
    },
  };
}
