import { axisStyle, baseOption, ink } from './chart-style.js';
import { display } from './display.js';
import { millisecondsOf, timeField } from './frames.js';
import { timeAxis } from './time-series-axes.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Frame} Frame */

/**
 * A state from one time to the next that differs.
 * @typedef {{ lane: number, from: number, to: number, text: string, color: string, field: Field, frame: Frame, row: number }} Span
 */

/**
 * A lane per column; a state lasts until the next row. An unknown state leaves a gap.
 * @param {readonly Frame[]} frames
 * @param {number} end of the chosen time
 * @param {boolean} mergesSame
 * @returns {{ lanes: string[], spans: Span[] }}
 */
export function spansOf(frames, end, mergesSame = true) {
  const lanes = frames.flatMap((frame) => {
    const time = timeField(frame);
    if (time === undefined) throw new Error('The query answers without times: there is no column of a time.');
    const moments = time.values.map(millisecondsOf);
    return frame.fields
      .filter((field) => field !== time && field.config.custom?.['hideFrom']?.viz !== true)
      .map((field) => ({ field, frame, moments }));
  });
  const spans = lanes.flatMap(({ field, frame, moments }, lane) =>
    spansOfLane({ field, frame, moments, lane }, end, mergesSame),
  );
  return { lanes: lanes.map(({ field }) => field.title), spans };
}

/**
 * @param {{ field: Field, frame: Frame, moments: number[], lane: number }} lane
 * @param {number} end
 * @param {boolean} mergesSame
 */
function spansOfLane({ field, frame, moments, lane }, end, mergesSame) {
  /** @type {Span[]} */
  const spans = [];
  for (const [row, from] of moments.entries()) {
    const value = field.values[row] ?? null;
    const to = moments[row + 1] ?? Math.max(end, from);
    if (value === null || value === '') continue;
    const { text, color = ink.quiet } = display(value, field);
    const last = spans.at(-1);
    if (mergesSame && last?.to === from && last.text === text) last.to = to;
    else spans.push({ lane, from, to, text, color, field, frame, row });
  }
  return spans;
}

/**
 * @param {{ lanes: string[], spans: Span[] }} model
 * @param {{ range: import('./time-range.js').TimeRange, rowHeight?: number, showValue?: string }} how
 */
export function stateTimelineOption({ lanes, spans }, { range, rowHeight = 0.9, showValue = 'auto' }) {
  return {
    ...baseOption,
    xAxis: timeAxis(range, []),
    yAxis: {
      ...axisStyle,
      type: 'category',
      data: lanes,
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...axisStyle.axisLabel, color: ink.text, interval: 0 },
    },
    series: [
      {
        type: 'custom',
        clip: true,
        encode: { x: [0, 1], y: 2 },
        data: spans.map(({ from, to, lane }) => [from, to, lane]),
        renderItem: (/** @type {any} */ parameters, /** @type {any} */ api) => {
          const span = spans[parameters.dataIndex];
          return span === undefined ? undefined : box(span, parameters.coordSys, api, rowHeight, showValue);
        },
      },
    ],
  };
}

/**
 * @param {Span} span
 * @param {{ x: number, width: number }} area
 * @param {any} api
 * @param {number} rowHeight
 * @param {string} showValue
 */
function box({ lane, from, to, text, color }, area, api, rowHeight, showValue) {
  const [left, middle] = api.coord([from, lane]);
  const [right] = api.coord([to, lane]);
  const height = api.size([0, 1])[1] * rowHeight;
  const start = Math.max(left, area.x);
  const width = Math.max(1, Math.min(right, area.x + area.width) - start - 1);
  const hasRoom = showValue !== 'never' && width > text.length * 6.5 + 8;
  return {
    type: 'rect',
    shape: { x: start, y: middle - height / 2, width, height, r: 2 },
    style: { fill: color },
    ...(hasRoom && {
      textContent: { type: 'text', style: { text, fill: '#ffffff', fontSize: 11 } },
      textConfig: { position: 'inside' },
    }),
  };
}
