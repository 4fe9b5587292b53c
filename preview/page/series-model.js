import { seriesColor } from './display.js';
import { millisecondsOf, numberFields, numberOf, timeField } from './frames.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Frame} Frame */

/**
 * A line, an area or bars: values on the times of all series of the panel.
 * @typedef {object} Series
 * @property {Field} field
 * @property {Frame} frame
 * @property {string} name
 * @property {string} color
 * @property {(number | null)[]} values
 * @property {number[]} rows where each value stands in the frame; -1: nowhere
 *
 * @typedef {{ times: number[], series: Series[] }} TimeModel
 */

/**
 * All series of a panel over time, whichever query each came from.
 * @param {readonly Frame[]} frames
 * @returns {TimeModel}
 */
export function timeModel(frames) {
  const withTime = frames.flatMap((frame) => {
    const time = timeField(frame);
    return time === undefined ? [] : [{ frame, moments: time.values.map(millisecondsOf) }];
  });
  if (withTime.length === 0 && frames.some(({ length }) => length > 0))
    throw new Error('The query answers without times: there is no column of a time.');
  const times = [...new Set(withTime.flatMap(({ moments }) => moments))].sort((one, other) => one - other);
  const fields = withTime.flatMap(({ frame, moments }) => {
    const rowAt = new Map(moments.map((moment, row) => [moment, row]));
    const rows = times.map((time) => rowAt.get(time) ?? -1);
    return numberFields(frame).map((field) => ({ frame, field, rows }));
  });
  const series = fields.map(({ frame, field, rows }, index) => ({
    field,
    frame,
    name: field.title,
    color: seriesColor(field, index),
    values: rows.map((row) => numberOf(field.values[row] ?? null)),
    rows,
  }));
  return { times, series };
}

/**
 * Shares of the sum at each time, for stacks that always reach 100 %.
 * @param {readonly Series[]} series
 * @returns {Map<Series, (number | null)[]>}
 */
export function shares(series) {
  const length = series[0]?.values.length ?? 0;
  const sums = Array.from({ length }, (_, at) =>
    series.reduce((sum, { values }) => sum + Math.abs(values[at] ?? 0), 0),
  );
  return new Map(
    series.map((one) => [
      one,
      one.values.map((value, at) => (value === null ? null : value / (sums[at] || 1))),
    ]),
  );
}

/**
 * A time as its siblings allow to write it: months, days, or to the minute.
 * @param {readonly number[]} times
 * @returns {(time: number) => string}
 */
export function timeWriter(times) {
  const isMonths = times.every((time) => new Date(time).toISOString().slice(8).startsWith('01T00:00:00'));
  if (isMonths) return (time) => new Date(time).toISOString().slice(0, 7);
  const isDays = times.every((time) => time % 86_400_000 === 0);
  if (isDays) return (time) => new Date(time).toISOString().slice(0, 10);
  return (time) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
