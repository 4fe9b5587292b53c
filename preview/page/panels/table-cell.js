import { anchor } from '../chart.js';
import { cssColor, fade } from '../colors.js';
import { display } from '../display.js';
import { element } from '../dom.js';
import { numberOf } from '../frames.js';
import { linksOf } from '../links.js';

/** Texts from here on may break into a few lines; the rest is in the hint. */
const longText = 48;
/** A day with its time, or shorter: stays on one line on paper too. */
const shortText = 19;

/**
 * A cell with its links, painted as the column asks.
 * @param {import('../links.js').Place} place
 * @param {string} align
 * @param {import('../types.js').PanelContext} context
 */
export function tableCell(place, align, context) {
  const { field, row } = place;
  const value = field.values[row] ?? null;
  const shown = display(value, field);
  const links = shown.isEmpty ? [] : linksOf(context.links, place);
  const paint = paintOf(field, shown, value);
  const isLong = shown.text.length >= longText;
  const inside = content(shown.text, links);
  const size = isLong ? 'long' : shown.text.length <= shortText && 'short';
  const classes = [align, shown.isEmpty && 'unknown', size, ...paint.classes];
  return element(
    'td',
    { class: classes.filter(Boolean).join(' '), style: paint.style },
    paint.gauge,
    isLong ? element('div', { class: 'lines', title: shown.text }, inside) : inside,
  );
}

/**
 * One link is the text itself; of several each has its own name.
 * @param {string} text
 * @param {{ title: string, url: string, isNewTab: boolean }[]} links
 * @returns {import('../dom.js').Child[]}
 */
function content(text, links) {
  const [only, ...others] = links;
  if (only === undefined) return [text];
  if (others.length === 0) return [anchor(only, text)];
  return [
    text,
    element(
      'span',
      { class: 'links' },
      links.flatMap((link) => [' ', anchor(link)]),
    ),
  ];
}

/**
 * @param {import('../types.js').Field} field
 * @param {import('../display.js').Display} shown
 * @param {import('../types.js').Cell} value
 * @returns {{ classes: string[], style?: Record<string, string>, gauge?: HTMLElement }}
 */
function paintOf(field, { color, isEmpty }, value) {
  const { type = 'auto', mode } = field.config.custom?.['cellOptions'] ?? {};
  if (isEmpty || color === undefined) return { classes: [] };
  if (type === 'color-text' && color === cssColor('text')) return { classes: [] };
  if (type === 'color-text') return { classes: ['painted-text'], style: { '--color': color } };
  if (type === 'color-background')
    return { classes: ['painted'], style: { '--color': mode === 'gradient' ? fade(color, 0.75) : color } };
  if (type === 'gauge') return { classes: ['gauge-cell'], gauge: gauge(field, color, numberOf(value)) };
  return { classes: [] };
}

/**
 * @param {import('../types.js').Field} field
 * @param {string} color
 * @param {number | null} number
 */
function gauge(field, color, number) {
  const { min = 0, max = greatest(field) } = field.config;
  const share = Math.max(0, Math.min(1, ((number ?? min) - min) / (max - min || 1)));
  return element('span', {
    class: 'gauge',
    'aria-hidden': 'true',
    style: { '--color': color, '--share': `${share * 100}%` },
  });
}

/** @param {import('../types.js').Field} field */
const greatest = ({ values }) => Math.max(0, ...values.map((value) => numberOf(value) ?? 0));
