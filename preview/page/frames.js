import { configOf } from './field-config.js';

/** @typedef {import('./types.js').Cell} Cell */
/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').Target} Target */
/** @typedef {import('./types.js').FieldConfigSource} FieldConfigSource */

/**
 * Answers of the server as Grafana's frames: columns with what the panel says of each.
 * @param {readonly Target[]} targets
 * @param {FieldConfigSource | undefined} source
 * @returns {Frame[]}
 */
export function framesOf(targets, source) {
  return targets.map((target) => {
    const columns = target.format === 'time_series' ? seriesColumns(target) : tableColumns(target);
    const fields = columns.map((column) => fieldOf(column, target.refId, source));
    return { refId: target.refId, fields, length: fields[0]?.values.length ?? 0 };
  });
}

/**
 * @typedef {{ name: string, title: string, type: import('./types.js').FieldType, values: Cell[] }} Column
 */

/**
 * @param {Column} column
 * @param {string} refId
 * @param {FieldConfigSource | undefined} source
 * @returns {Field}
 */
function fieldOf({ name, title, type, values }, refId, source) {
  const config = configOf(source, { name, title, type, refId });
  const shown = config.displayName?.replaceAll('${__field.name}', name) ?? title;
  return { name, type, refId, title: shown, config, values };
}

/**
 * @param {Target} target
 * @returns {Column[]}
 */
function tableColumns({ fields, rows }) {
  return fields.map(({ name, type }, index) => ({
    name,
    title: name,
    type,
    values: rows.map((row) => row[index] ?? null),
  }));
}

/**
 * One column per series, on the times of all: Grafana turns rows of (time, metric, value) this way.
 * @param {Target} target
 * @returns {Column[]}
 */
function seriesColumns(target) {
  const columns = tableColumns(target);
  const time = columns.find(({ name, type }) => type === 'time' || name === 'time');
  if (time === undefined)
    throw new Error('The query answers without a column "time": Grafana would not draw it either.');
  assertSorted(time.values);
  const labels = columns.filter(({ type }) => type === 'string');
  const numbers = columns.filter(
    (column) => column !== time && (column.type === 'number' || column.type === 'boolean'),
  );
  if (labels.length === 0) return [time, ...numbers];
  return spread(time, labels, numbers);
}

/**
 * @param {Column} time
 * @param {Column[]} labels
 * @param {Column[]} numbers
 * @returns {Column[]}
 */
function spread(time, labels, numbers) {
  const times = [...new Set(time.values)];
  const rowOfTime = new Map(times.map((moment, row) => [moment, row]));
  /** @type {Map<string, Column>} */
  const series = new Map();
  for (const number of numbers)
    for (let row = 0; row < number.values.length; row += 1) {
      const label = labels.map(({ values }) => values[row] ?? '').join(' ');
      const title = numbers.length === 1 ? label : `${number.name} ${label}`;
      const column = series.get(title) ?? { ...number, title, values: times.map(() => null) };
      column.values[rowOfTime.get(time.values[row] ?? null) ?? 0] = number.values[row] ?? null;
      series.set(title, column);
    }
  return [{ ...time, values: times }, ...series.values()];
}

/** @param {Cell[]} times */
function assertSorted(times) {
  const wrong = times.findIndex((time, row) => row > 0 && String(time) < String(times[row - 1]));
  if (wrong > 0)
    throw new Error(
      `Row ${wrong + 1} is earlier than the row before it: the query must be sorted by time, or Grafana refuses it.`,
    );
}

/**
 * The column of times.
 * @param {Frame} frame
 */
export const timeField = (frame) => frame.fields.find(({ type }) => type === 'time');

/**
 * Columns that a chart draws.
 * @param {Frame} frame
 */
export const numberFields = (frame) =>
  frame.fields.filter(({ type, config }) => type === 'number' && config.custom?.['hideFrom']?.viz !== true);

/** @param {Cell} value */
export const numberOf = (value) => (value === null || value === '' ? null : Number(value));

/** @param {Cell | undefined} value an ISO time, or milliseconds */
export const millisecondsOf = (value) => {
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
};

/**
 * No rows; in pictures also nothing but unknown values.
 * @param {readonly Frame[]} frames
 * @param {string} panelType
 */
export function hasNothing(frames, panelType) {
  if (panelType === 'table') return frames.every(({ length }) => length === 0);
  const drawn = frames.flatMap(({ fields }) =>
    panelType === 'stat' ? fields : fields.filter(({ type }) => type !== 'time'),
  );
  return drawn.every(({ values }) => values.every((value) => value === null));
}
