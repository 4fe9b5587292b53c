import { anchor } from '../chart.js';
import { cssColor } from '../colors.js';
import { display } from '../display.js';
import { element } from '../dom.js';
import { numberOf } from '../frames.js';
import { linksOf } from '../links.js';
import { tilesOf } from './stat.js';

/** Bars of single values, each from its least to its greatest possible value. @type {import('./registry.js').Draw} */
export function drawBarGauge(body, { panel, frames, context }) {
  const tiles = tilesOf(frames, panel.options?.['reduceOptions'] ?? {});
  const greatest = Math.max(...tiles.map(({ value }) => numberOf(value) ?? 0), 0);
  body.append(
    element(
      'ul',
      { class: 'bar-gauge' },
      tiles.map(({ name, value, field, frame, row }) => {
        const { text, color = cssColor('green') } = display(value, field);
        const { min = 0, max = greatest } = field.config;
        const share = Math.max(0, Math.min(1, ((numberOf(value) ?? min) - min) / (max - min || 1)));
        const [link] = linksOf(context.links, { frame, field, row });
        return element(
          'li',
          { style: { '--color': color, '--share': `${share * 100}%` } },
          element('span', { class: 'name' }, link === undefined ? name : anchor(link, name)),
          element('span', { class: 'bar', 'aria-hidden': 'true' }),
          element('span', { class: 'value' }, text),
        );
      }),
    ),
  );
  return undefined;
}
