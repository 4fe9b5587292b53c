import { followLinks, legendOf, mountChart } from '../chart.js';
import { tooltipStyle } from '../chart-style.js';
import { colorKey } from '../legend.js';
import { spansOf, stateTimelineOption } from '../state-timeline-option.js';
import { tooltipCard } from '../tooltip.js';

/** @type {import('./registry.js').Draw} */
export function drawStateTimeline(body, { panel, frames, context }) {
  const options = panel.options ?? {};
  const model = spansOf(frames, context.range.to.getTime(), options['mergeValues'] !== false);
  const states = new Map(model.spans.map(({ text, color }) => [text, color]));
  return mountChart(body, {
    label: `${panel.title}: states over time of ${model.lanes.join(', ')}`,
    isPrint: context.isPrint,
    entries: [],
    makeOption: () => ({
      ...stateTimelineOption(model, {
        range: context.range,
        rowHeight: options['rowHeight'],
        showValue: options['showValue'],
      }),
      tooltip: {
        ...tooltipStyle,
        show: !context.isPrint,
        trigger: 'item',
        formatter: (/** @type {{ dataIndex: number }} */ { dataIndex }) => {
          const span = model.spans[dataIndex];
          if (span === undefined) return '';
          const row = { name: model.lanes[span.lane] ?? '', text: span.text, color: span.color, size: 0 };
          return tooltipCard(`${minute(span.from)} to ${minute(span.to)}`, [row]);
        },
      },
    }),
    connect: (chart) => {
      if (legendOf(options).isShown) body.querySelector('.chart-box')?.append(colorKey(states));
      chart.on('click', (/** @type {any} */ { dataIndex, event }) => {
        const span = model.spans[dataIndex];
        if (span !== undefined)
          followLinks({ x: event.event.clientX, y: event.event.clientY }, span.text, [span], context);
      });
    },
  });
}

/** @param {number} time */
const minute = (time) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
