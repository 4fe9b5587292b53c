import { drawBarChart } from './bar-chart.js';
import { drawBarGauge } from './bar-gauge.js';
import { drawPieChart } from './pie-chart.js';
import { drawStat } from './stat.js';
import { drawStateTimeline } from './state-timeline.js';
import { drawTable } from './table.js';
import { drawTimeSeries } from './time-series.js';

/**
 * Draws data into the body of a panel; `controls` is the place for inputs in its head.
 * @typedef {(body: HTMLElement, parts: { panel: import('../types.js').Panel, frames: import('../types.js').Frame[], context: import('../types.js').PanelContext, controls: HTMLElement }) => import('../chart.js').Picture | undefined} Draw
 */

/** Pictures by Grafana's types of panels. */
export const pictures = /** @type {Record<string, Draw>} */ ({
  stat: drawStat,
  table: drawTable,
  timeseries: drawTimeSeries,
  barchart: drawBarChart,
  'state-timeline': drawStateTimeline,
  bargauge: drawBarGauge,
  piechart: drawPieChart,
});
