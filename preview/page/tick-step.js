/** Steps of axes whose units are not counted in tens. */

const seconds = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800,
];
const inSeconds = /** @type {Record<string, number>} */ ({ ms: 0.001, s: 1, m: 60, h: 3600 });
const mostSteps = 5;

/**
 * The distance between two marks that makes round words: 30 s, 2 MiB. Undefined where tens are right.
 * @param {string | undefined} unit
 * @param {number} greatest value on the axis
 * @returns {number | undefined}
 */
export function tickStep(unit = '', greatest) {
  if (!(greatest > 0)) return undefined;
  if (unit === 'bytes') return 2 ** Math.ceil(Math.log2(greatest / mostSteps));
  const length = inSeconds[unit];
  if (length === undefined) return undefined;
  const step = seconds.find((one) => one >= (greatest * length) / mostSteps);
  // Below a second and above a week tens are as good.
  return step === undefined || greatest * length < mostSteps ? undefined : step / length;
}
