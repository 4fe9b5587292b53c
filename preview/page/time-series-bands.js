import { fade } from './colors.js';
import { axisKey } from './time-series-axes.js';

/** @typedef {import('./series-model.js').Series} Series */
/** @typedef {import('./time-series-axes.js').Axis} Axis */

/**
 * The area between a series and the one that it names: a band. Where either is unknown the band has a gap.
 * @param {Series} upper
 * @param {readonly Series[]} shown
 * @param {readonly number[]} times
 * @param {readonly Axis[]} axes
 */
export function bandOption(upper, shown, times, axes) {
  const { custom = {} } = upper.field.config;
  const lower = shown.find(({ field, name }) => [name, field.name].includes(custom['fillBelowTo'] ?? ''));
  if (lower === undefined || lower === upper) return [];
  const strips = stripsOf(times, upper.values, lower.values);
  return [
    {
      type: 'custom',
      name: upper.name,
      silent: true,
      clip: true,
      z: 1,
      yAxisIndex: axes.findIndex(({ key }) => key === axisKey(upper.field)),
      encode: { x: 0, y: [1, 2] },
      data: strips.flat(),
      renderItem: (/** @type {any} */ parameters, /** @type {any} */ api) => {
        if (parameters.dataIndex > 0) return undefined;
        return {
          type: 'group',
          children: strips.map((strip) => ({
            type: 'polygon',
            shape: { points: outline(strip).map((point) => api.coord(point)) },
            style: { fill: fade(upper.color, Math.max((custom['fillOpacity'] ?? 0) / 100, 0.15)) },
          })),
        };
      },
    },
  ];
}

/**
 * @param {readonly number[]} times
 * @param {readonly (number | null)[]} uppers
 * @param {readonly (number | null)[]} lowers
 * @returns {[time: number, upper: number, lower: number][][]} runs of times where both are known
 */
export function stripsOf(times, uppers, lowers) {
  /** @type {[number, number, number][][]} */
  const strips = [[]];
  for (const [at, time] of times.entries()) {
    const [upper, lower] = [uppers[at] ?? null, lowers[at] ?? null];
    if (upper !== null && lower !== null) strips.at(-1)?.push([time, upper, lower]);
    else if (strips.at(-1)?.length !== 0) strips.push([]);
  }
  return strips.filter(({ length }) => length > 0);
}

/** @param {[time: number, upper: number, lower: number][]} strip */
const outline = (strip) => [
  ...strip.map(([time, upper]) => [time, upper]),
  ...strip.toReversed().map(([time, , lower]) => [time, lower]),
];
