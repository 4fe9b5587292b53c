/** How charts look: quiet axes, no movement, the fonts of the page. */

export const ink = { text: '#1d2433', quiet: '#5c6675', line: '#d9dde5', faint: '#eceff3' };

const font =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';

/** What every chart starts from. */
export const baseOption = {
  animation: false,
  useUTC: true,
  backgroundColor: 'transparent',
  textStyle: { fontFamily: font, fontSize: 12, color: ink.text },
  grid: { left: 8, right: 16, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
};

export const axisStyle = {
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { lineStyle: { color: ink.line }, length: 4 },
  axisLabel: { color: ink.quiet, fontSize: 11, hideOverlap: true },
  splitLine: { lineStyle: { color: ink.faint } },
};

/** Labels of a time axis: the unit that changed. */
export const timeLabels = {
  year: '{bold|{yyyy}}',
  month: '{MMM}',
  day: '{d} {MMM}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
  millisecond: '{HH}:{mm}:{ss}',
  none: '{d} {MMM}',
};

/** A tooltip that is an element of ours: no HTML of data, no style that a strict policy would refuse. */
export const tooltipStyle = {
  confine: true,
  appendTo: 'body',
  transitionDuration: 0,
  className: 'chart-tooltip',
  padding: 0,
  borderWidth: 0,
  backgroundColor: 'transparent',
  extraCssText: 'box-shadow: none;',
};
