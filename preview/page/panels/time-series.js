import { followLinks, legendOf, mountChart } from '../chart.js';
import { tooltipStyle } from '../chart-style.js';
import { display } from '../display.js';
import { calculationName, reduce } from '../reduce.js';
import { timeModel, timeWriter } from '../series-model.js';
import { timeSeriesOption } from '../time-series-option.js';
import { sortRows, tooltipCard } from '../tooltip.js';

/** @typedef {import('../series-model.js').Series} Series */

/** @type {import('./registry.js').Draw} */
export function drawTimeSeries(body, { panel, frames, context }) {
  const model = timeModel(frames);
  const writeTime = timeWriter(model.times);
  const { isShown, isBeside, calcs } = legendOf(panel.options);
  const tooltip = panel.options?.['tooltip'] ?? {};
  return mountChart(body, {
    label: `${panel.title}: chart over time of ${model.series.map(({ name }) => name).join(', ')}`,
    isPrint: context.isPrint,
    isBeside,
    entries: isShown ? entriesOf(model.series, calcs) : [],
    makeOption: (hidden) => ({
      ...timeSeriesOption(model, { range: context.range, annotations: context.annotations, hidden }),
      tooltip: {
        ...tooltipStyle,
        show: tooltip.mode !== 'none' && !context.isPrint,
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: '#8a92a0', type: 'dashed' } },
        formatter: (/** @type {{ axisValue: number }[]} */ [first]) => {
          const at = nearest(model.times, Number(first?.axisValue));
          const shown = model.series.filter(
            ({ name, field }) => !hidden.has(name) && field.config.custom?.['hideFrom']?.tooltip !== true,
          );
          const notes = context.annotations
            .filter(({ time }) => nearest(model.times, Date.parse(time)) === at)
            .map(noteOf);
          return tooltipCard(
            writeTime(model.times[at] ?? 0),
            sortRows(rowsOf(shown, at), tooltip.sort),
            notes,
          );
        },
      },
    }),
    connect: (chart) => {
      chart.getZr().on('click', (/** @type {any} */ event) => {
        const [time] = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]) ?? [];
        if (time === undefined || !chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]))
          return;
        const at = nearest(model.times, time);
        const places = model.series.flatMap(({ field, frame, rows, values }) =>
          (values[at] ?? null) === null ? [] : [{ field, frame, row: rows[at] ?? 0 }],
        );
        followLinks(
          { x: event.event.clientX, y: event.event.clientY },
          writeTime(model.times[at] ?? 0),
          places,
          context,
        );
      });
    },
  });
}

/**
 * @param {readonly Series[]} series
 * @param {readonly string[]} calculations
 */
export const entriesOf = (series, calculations) =>
  series
    .filter(({ field }) => field.config.custom?.['hideFrom']?.legend !== true)
    .map(({ name, color, field }) => ({
      name,
      color,
      figures: calculations.map((calculation) => ({
        name: calculationName(calculation),
        text: display(reduce(field.values, calculation), field).text,
      })),
    }));

/**
 * @param {readonly Series[]} series
 * @param {number} at
 */
const rowsOf = (series, at) =>
  series.flatMap(({ name, color, field, rows, values }) => {
    const value = values[at] ?? null;
    const exact = field.values[rows[at] ?? -1] ?? null;
    return value === null ? [] : [{ name, color, text: display(exact, field).text, size: value }];
  });

/** @param {import('../types.js').Annotation} annotation */
const noteOf = ({ name, time, text }) => `${time.slice(0, 10)} ${name}: ${text}`;

/**
 * Where the time that is closest stands.
 * @param {readonly number[]} times
 * @param {number} wanted
 */
export function nearest(times, wanted) {
  let best = 0;
  for (const [at, time] of times.entries())
    if (Math.abs(time - wanted) < Math.abs((times[best] ?? 0) - wanted)) best = at;
  return best;
}
