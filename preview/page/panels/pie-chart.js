import { legendOf, mountChart } from '../chart.js';
import { baseOption, tooltipStyle } from '../chart-style.js';
import { paletteColor } from '../colors.js';
import { display } from '../display.js';
import { numberOf } from '../frames.js';
import { tooltipCard } from '../tooltip.js';
import { tilesOf } from './stat.js';

/** @type {import('./registry.js').Draw} */
export function drawPieChart(body, { panel, frames, context }) {
  const options = panel.options ?? {};
  const slices = tilesOf(frames, options['reduceOptions'] ?? {}).map(({ name, value, field }, at) => ({
    name,
    size: numberOf(value) ?? 0,
    text: display(value, field).text,
    color:
      field.config.color?.mode === 'fixed'
        ? (display(value, field).color ?? paletteColor(at))
        : paletteColor(at),
  }));
  const sum = slices.reduce((total, { size }) => total + size, 0) || 1;
  const percent = (/** @type {number} */ size) => `${((size / sum) * 100).toFixed(1)}%`;
  const { isShown, isBeside } = legendOf(options);
  return mountChart(body, {
    label: `${panel.title}: shares of ${slices.map(({ name }) => name).join(', ')}`,
    isPrint: context.isPrint,
    isBeside,
    entries: isShown
      ? slices.map(({ name, color, size }) => ({
          name,
          color,
          figures: [{ name: 'Share', text: percent(size) }],
        }))
      : [],
    makeOption: (hidden) => ({
      ...baseOption,
      tooltip: {
        ...tooltipStyle,
        show: !context.isPrint,
        formatter: (/** @type {{ data: { slice: (typeof slices)[number] } }} */ { data: { slice } }) =>
          tooltipCard(slice.name, [{ ...slice, name: percent(slice.size) }]),
      },
      series: [
        {
          type: 'pie',
          radius: options['pieType'] === 'donut' ? ['55%', '85%'] : '85%',
          label: { show: false },
          data: slices
            .filter(({ name }) => !hidden.has(name))
            .map((slice) => ({
              name: slice.name,
              value: slice.size,
              slice,
              itemStyle: { color: slice.color },
            })),
        },
      ],
    }),
  });
}
