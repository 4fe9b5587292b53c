import { own } from './own.ts';
import { Problem } from './problem.ts';

/** The chosen time, in UTC. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
}

/** A macro of Grafana's PostgreSQL data source: from its arguments to SQL. */
type Macro = (range: Range, column: string, interval: string | undefined) => string;

const literal = (time: Date): string => `'${time.toISOString()}'`;
const epoch = (time: Date): number => Math.floor(time.getTime() / 1000);
const nanos = (time: Date): bigint => BigInt(time.getTime()) * 1_000_000n;

const timeGroup: Macro = (_range, column, interval) => grouped(`extract(epoch from ${column})`, interval);
const epochGroup: Macro = (_range, column, interval) => grouped(`(${column})`, interval);
const asTime =
  (macro: Macro): Macro =>
  (...given) =>
    `${macro(...given)} AS "time"`;

const withColumn: Readonly<Record<string, Macro>> = {
  __time: (_range, column) => `${column} AS "time"`,
  __timeEpoch: (_range, column) => `extract(epoch from ${column}) as "time"`,
  __timeFilter: ({ from, to }, column) => `${column} BETWEEN ${literal(from)} AND ${literal(to)}`,
  __timeGroup: timeGroup,
  __timeGroupAlias: asTime(timeGroup),
  __unixEpochFilter: ({ from, to }, column) => `${column} >= ${epoch(from)} AND ${column} <= ${epoch(to)}`,
  __unixEpochNanoFilter: ({ from, to }, column) =>
    `${column} >= ${nanos(from)} AND ${column} <= ${nanos(to)}`,
  __unixEpochGroup: epochGroup,
  __unixEpochGroupAlias: asTime(epochGroup),
};

const alone: Readonly<Record<string, (range: Range) => string>> = {
  __timeFrom: ({ from }) => literal(from),
  __timeTo: ({ to }) => literal(to),
  __unixEpochNanoFrom: ({ from }) => String(nanos(from)),
  __unixEpochNanoTo: ({ to }) => String(nanos(to)),
};

/** `$name(arguments)`: Grafana reads up to the first closing bracket, so that no call may stand among the arguments. */
const macroSyntax = /\$(\w+)\(([^)]*)\)/g;

/**
 * Replaces Grafana's macros in SQL.
 *
 * @throws Problem for one that Grafana does not know, or that lacks arguments.
 */
export function expandMacros(sql: string, range: Range): string {
  return sql.replace(macroSyntax, (found: string, name: string, inside: string, at: number) => {
    const given = inside.split(',').map((one) => one.trim());
    const [column = '', interval, fill] = given;
    if (fill !== undefined)
      throw new Problem(
        422,
        `The macro ${found} fills gaps, which the preview does not; let SQL make the rows.`,
      );
    const simple = own(alone, name);
    if (simple) return simple(range);
    const macro = own(withColumn, effectiveName(name, sql[at + found.length]));
    if (!macro) throw new Problem(422, `There is no macro $${name}: Grafana would refuse the query as well.`);
    if (column === '') throw new Problem(422, `The macro ${found} lacks its column.`);
    return macro(range, column, interval);
  });
}

/** As in the list of columns of old dashboards: a comma behind the group says that it is the column "time". */
function effectiveName(name: string, next: string | undefined): string {
  return name === '__timeGroup' && next === ',' ? '__timeGroupAlias' : name;
}

/** Lengths that an interval may have; months and years have none. */
const secondsOf: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

function grouped(seconds: string, interval: string | undefined): string {
  const [, count, unit] = /^(\d+)(ms|[smhdw])$/.exec((interval ?? '').replaceAll("'", '')) ?? [];
  const width = Number(count) * (secondsOf[unit ?? ''] ?? NaN);
  if (!(width > 0))
    throw new Problem(
      422,
      `A macro groups time by ${interval ?? 'nothing'}; an interval reads like '1d' or '15m', and months are made by date_trunc.`,
    );
  return `floor(${seconds}/${width})*${width}`;
}
