/** Defaults of every dashboard, in one place: names, units, colors, thresholds and words. */

/**
 * Units in Grafana's words, those that write every digit: `currencyUSD` and `short` would make $12.35K of a bill, and `d` weeks of
 * days.
 */
export const units = {
  money: 'currency:financial:$',
  units: 'locale',
  count: 'locale',
  percent: 'percent',
  days: 'suffix:days',
  seconds: 's',
  milliseconds: 'ms',
  bytes: 'bytes',
  time: 'dateTimeAsIso',
  text: 'string',
} as const;
export type Unit = keyof typeof units;

/** Numbers after the point, where Grafana would guess. */
export const decimals: Partial<Record<Unit, number>> = { money: 2, percent: 1, count: 0 };

/** Meanings have colors; series that mean nothing more than their name take the classic palette. */
export const colors = {
  good: 'green',
  warning: 'orange',
  bad: 'red',
  neutral: 'text',
  quiet: '#8e8e8e',
  actual: 'blue',
  forecast: 'purple',
  budget: 'yellow',
  more: 'red',
  less: 'green',
  invisible: 'transparent',
} as const;
export type Meaning = keyof typeof colors;

/** A color from this value on; the first has no value. */
export type Steps = readonly (readonly [from: number | null, meaning: Meaning])[];

/** Steps that several panels share. */
export const steps = {
  none: [[null, 'neutral']],
  mustBeZero: [
    [null, 'bad'],
    [0, 'good'],
    [0.000001, 'bad'],
  ],
  zeroIsGood: [
    [null, 'good'],
    [1, 'warning'],
  ],
  matchRate: [
    [null, 'bad'],
    [95, 'warning'],
    [100, 'good'],
  ],
  share: [
    [null, 'bad'],
    [80, 'warning'],
    [90, 'good'],
  ],
  use: [
    [null, 'good'],
    [80, 'warning'],
    [100, 'bad'],
  ],
} satisfies Record<string, Steps>;

/** What words of states mean, wherever they stand. */
export const states: Readonly<Record<string, Meaning>> = {
  pass: 'good',
  succeeded: 'good',
  closed: 'good',
  accepted: 'good',
  approved: 'good',
  posted: 'good',
  warn: 'warning',
  degraded: 'warning',
  in_review: 'warning',
  restated: 'warning',
  pending: 'warning',
  running: 'actual',
  open: 'actual',
  draft: 'warning',
  fail: 'bad',
  failed: 'bad',
  disputed: 'bad',
  lost: 'bad',
  cancelled: 'bad',
  not_evaluated: 'warning',
  excluded: 'quiet',
  alarm: 'bad',
  fine: 'good',
};

/** The tag of the eight tabs; the board of operations does not carry it. */
export const tabTag = 'appd-licensing';

/** Where Grafana and the preview serve the definitions; panels link to their paragraph. */
export const definitionsPage = '/public/appd-licensing/methodology.html';

/** Months shown unless somebody asks for others. */
export const defaultTime = { from: 'now-13M/M', to: 'now' } as const;

/** The tab of forecasts looks a year ahead as well. */
export const forecastTime = { from: 'now-13M/M', to: 'now+12M/M' } as const;
