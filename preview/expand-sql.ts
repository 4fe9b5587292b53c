import { expandMacros, type Range } from './macros.ts';
import { interpolate } from './interpolate.ts';
import { Problem } from './problem.ts';
import type { Variables } from './variable-value.ts';

export type { Range } from './macros.ts';
export type { Variables } from './variable-value.ts';

/** What a query depends on besides the data. */
export interface Chosen {
  readonly range: Range;
  readonly variables: Variables;
}

/**
 * The SQL of a dashboard with the chosen time and values in it. Macros go first: what a reader chose is put in last, as quoted
 * literals, and is not read again.
 *
 * @throws Problem for a macro or a variable that Grafana does not know, and for a value that would not be quoted.
 */
export function expandSql(rawSql: string, { range, variables }: Chosen): string {
  for (const [name, { values }] of Object.entries(variables))
    if (values.some((value) => value.includes('\0')))
      throw new Problem(400, `A value of "${name}" holds a character that no text in PostgreSQL can hold.`);
  return interpolate(expandMacros(withInterval(rawSql, range), range), {
    variables,
    builtIns: { __from: String(range.from.getTime()), __to: String(range.to.getTime()) },
    allowed: ['sqlstring'],
    unnamed: (name) => (variables[name]?.multi === true ? 'literal' : undefined),
  });
}

/** The steps of `$__interval`, widest last. */
const steps = [
  ['1s', 1],
  ['15s', 15],
  ['1m', 60],
  ['5m', 300],
  ['15m', 900],
  ['1h', 3600],
  ['6h', 21_600],
  ['1d', 86_400],
  ['1w', 604_800],
] as const;

/** So many points are enough for any picture. */
const points = 1000;

/** `$__interval` may stand inside a macro. Grafana takes the width of the picture for it; we draw none here. */
function withInterval(sql: string, { from, to }: Range): string {
  const wanted = (to.getTime() - from.getTime()) / 1000 / points;
  const [name, seconds] = steps.find(([, length]) => length >= wanted) ?? steps[steps.length - 1] ?? steps[0];
  return sql
    .replace(/\$__interval_ms\b|\$\{__interval_ms\}/g, String(seconds * 1000))
    .replace(/\$__interval\b|\$\{__interval\}/g, name);
}
