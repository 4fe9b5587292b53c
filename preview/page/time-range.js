/** Times as Grafana's URLs write them, in UTC. Used by the page and by the server, so that both mean the same. */

/**
 * What a URL says: `now-13M/M`, an ISO time, a day, or milliseconds since 1970.
 * @typedef {{ from: string, to: string }} TimeWords
 * @typedef {{ from: Date, to: Date }} TimeRange
 */

const day = 86_400_000;
const exactUnits = /** @type {Record<string, number>} */ ({
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: day,
  w: 7 * day,
});
const relative = /^now(?:[+-]\d{0,6}[smhdwMQy]|\/[smhdwMQy])*$/;
const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Both ends. Rounding goes down for `from` and up for `to`, as in Grafana: `now-1M/M` ends with the last millisecond of last month.
 * @param {TimeWords} words
 * @param {Date} now
 * @returns {TimeRange}
 */
export function parseRange(words, now) {
  const range = { from: parseTime(words.from, now, false), to: parseTime(words.to, now, true) };
  if (range.from > range.to)
    throw new RangeError(`The chosen time ends before it begins: ${words.from} to ${words.to}.`);
  return range;
}

/**
 * @param {string} word
 * @param {Date} now
 * @param {boolean} isEnd
 * @returns {Date}
 */
export function parseTime(word, now, isEnd) {
  const moment = relative.test(word) ? relativeTime(word, now, isEnd) : absoluteTime(word);
  const year = moment?.getUTCFullYear() ?? NaN;
  if (moment !== undefined && year >= 1 && year <= 9999) return moment;
  throw new RangeError(
    `"${word.slice(0, 60)}" is no time: write one like now-13M/M, 2025-10-01, 2025-10-01T00:00:00Z or 1759276800000.`,
  );
}

/**
 * @param {string} word
 * @param {Date} now
 * @param {boolean} isEnd
 */
function relativeTime(word, now, isEnd) {
  let moment = now;
  for (const [, sign, count = '', unit = ''] of word.matchAll(/([+\-/])(\d*)([smhdwMQy])/g)) {
    if (sign === '/') {
      const start = floorTo(moment, unit);
      moment = isEnd ? new Date(move(start, unit, 1).getTime() - 1) : start;
    } else moment = move(moment, unit, Number(`${sign}${count || 1}`));
  }
  return moment;
}

/** @param {string} word */
function absoluteTime(word) {
  if (/^-?\d{5,15}$/.test(word)) return new Date(Number(word));
  if (!isoTime.test(word)) return undefined;
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(word.slice(10));
  const moment = new Date(`${word.replace(' ', 'T')}${word.length > 10 && !hasZone ? 'Z' : ''}`);
  return isRealDay(word.slice(0, 10)) ? moment : undefined;
}

/**
 * There is no 31st of February, though JavaScript has one.
 * @param {string} word
 */
function isRealDay(word) {
  const midnight = new Date(`${word}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(word);
}

/**
 * Moves by calendar units; the same day of another month, or its last one where it is shorter.
 * @param {Date} moment
 * @param {string} unit
 * @param {number} count
 */
function move(moment, unit, count) {
  const exact = exactUnits[unit];
  if (exact !== undefined) return new Date(moment.getTime() + count * exact);
  const months = unit === 'y' ? 12 * count : unit === 'Q' ? 3 * count : count;
  const moved = new Date(moment);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(moment.getUTCDate(), lastDay));
  return moved;
}

/**
 * @param {Date} moment
 * @param {string} unit
 */
function floorTo(moment, unit) {
  const year = moment.getUTCFullYear();
  const month = moment.getUTCMonth();
  if (unit === 'y') return new Date(Date.UTC(year, 0, 1));
  if (unit === 'Q') return new Date(Date.UTC(year, month - (month % 3), 1));
  if (unit === 'M') return new Date(Date.UTC(year, month, 1));
  // Grafana's weeks begin on Sunday in English.
  if (unit === 'w') return new Date(Date.UTC(year, month, moment.getUTCDate() - moment.getUTCDay()));
  const length = exactUnits[unit] ?? day;
  return new Date(Math.floor(moment.getTime() / length) * length);
}

/** Ranges to choose from; the first column is what the URL then holds. */
export const presets = /** @type {const} */ ([
  [{ from: 'now/M', to: 'now' }, 'This month'],
  [{ from: 'now-1M/M', to: 'now-1M/M' }, 'Last month'],
  [{ from: 'now-3M/M', to: 'now' }, 'Last 3 months and this one'],
  [{ from: 'now-6M/M', to: 'now' }, 'Last 6 months and this one'],
  [{ from: 'now-13M/M', to: 'now' }, 'Last 13 months and this one'],
  [{ from: 'now-24M/M', to: 'now' }, 'Last 24 months and this one'],
  [{ from: 'now/y', to: 'now' }, 'This year'],
  [{ from: 'now-1y/y', to: 'now-1y/y' }, 'Last year'],
  [{ from: 'now-5y/y', to: 'now' }, 'Last 5 years and this one'],
]);

/**
 * Days in words for a heading, e.g. "1 Oct 2024 to 28 Oct 2025".
 * @param {TimeRange} range
 */
export function describeRange({ from, to }) {
  const isWholeDays = isMidnight(from) && (isMidnight(to) || isMidnight(new Date(to.getTime() + 1)));
  if (!isWholeDays) return `${minuteText(from)} to ${minuteText(to)}`;
  // The first moment of a day as an end means that the day before was the last one.
  const last = isMidnight(to) && to > from ? new Date(to.getTime() - 1) : to;
  return `${dayText(from)} to ${dayText(last)}`;
}

/** @param {Date} moment */
const isMidnight = (moment) => moment.getTime() % day === 0;

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @param {Date} moment */
const dayText = (moment) =>
  `${moment.getUTCDate()} ${monthNames[moment.getUTCMonth()]} ${moment.getUTCFullYear()}`;

/** @param {Date} moment */
const minuteText = (moment) => `${dayText(moment)} ${moment.toISOString().slice(11, 16)}`;
