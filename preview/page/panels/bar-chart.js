import { barChartOption, barModel } from '../bar-chart-option.js';
import { followLinks, legendOf, mountChart } from '../chart.js';
import { tooltipStyle } from '../chart-style.js';
import { display } from '../display.js';
import { sortRows, tooltipCard } from '../tooltip.js';

/** @type {import('./registry.js').Draw} */
export function drawBarChart(body, { panel, frames, context }) {
  const [frame] = frames;
  if (frame === undefined) return undefined;
  const options = panel.options ?? {};
  const model = barModel(frame, options['xField']);
  const { isShown, isBeside } = legendOf(options);
  const tooltip = options['tooltip'] ?? {};
  const inLegend = model.series.filter(({ field }) => field.config.custom?.['hideFrom']?.legend !== true);
  return mountChart(body, {
    label: `${panel.title}: bars of ${model.series.map(({ name }) => name).join(', ')}`,
    isPrint: context.isPrint,
    isBeside,
    entries: isShown ? inLegend : [],
    makeOption: (hidden, width) => ({
      ...barChartOption(model, options, hidden, width),
      tooltip: {
        ...tooltipStyle,
        show: tooltip.mode !== 'none' && !context.isPrint,
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        formatter: (/** @type {{ dataIndex: number }[]} */ [first]) => {
          const at = first?.dataIndex ?? 0;
          return tooltipCard(model.names[at] ?? '', sortRows(rowsOf(model, at, hidden), tooltip.sort));
        },
      },
    }),
    connect: (chart) => {
      chart.getZr().on('click', (/** @type {any} */ event) => {
        const pixel = [event.offsetX, event.offsetY];
        if (!chart.containPixel({ gridIndex: 0 }, pixel)) return;
        const [x, y] = chart.convertFromPixel({ gridIndex: 0 }, pixel);
        const row = Number(options['orientation'] === 'horizontal' ? y : x);
        const places = model.series.map(({ field }) => ({ field, frame, row }));
        followLinks(
          { x: event.event.clientX, y: event.event.clientY },
          model.names[row] ?? '',
          places,
          context,
        );
      });
    },
  });
}

/**
 * @param {import('../bar-chart-option.js').BarModel} model
 * @param {number} at
 * @param {ReadonlySet<string>} hidden
 */
const rowsOf = ({ series }, at, hidden) =>
  series
    .filter(
      ({ name, field, values }) =>
        !hidden.has(name) &&
        (values[at] ?? null) !== null &&
        field.config.custom?.['hideFrom']?.tooltip !== true,
    )
    .map(({ name, field, color, values }) => ({
      name,
      color,
      text: display(field.values[at] ?? null, field).text,
      size: values[at] ?? 0,
    }));
