import type pg from 'pg';
import type { ProvisionedRule } from '../../../dashboards/alerts/render-rule.ts';

/** What Grafana would make of one series of a rule. */
export interface Instance {
  readonly subject: string;
  readonly value: number;
  readonly isAlarm: boolean;
}

interface Model {
  readonly type?: string;
  readonly rawSql?: string;
  readonly format?: string;
  readonly expression?: string;
  readonly reducer?: string;
  readonly conditions?: readonly {
    readonly evaluator: { readonly type: string; readonly params: readonly number[] };
  }[];
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
};

/** A query, "reduce last" and "threshold", as the provisioning file says them. */
export async function evaluate(rule: ProvisionedRule, client: pg.Client): Promise<Instance[]> {
  const [query, reduce, threshold] = rule.data.map(({ model }) => model as Model);
  if (query?.format !== 'time_series' || reduce?.reducer !== 'last' || threshold?.type !== 'threshold')
    throw new Error(`${rule.uid} is not made of a time series, its last value and a threshold.`);
  const series = seriesOf(await client.query(query.rawSql ?? ''));
  const { type = '', params = [] } = threshold.conditions?.[0]?.evaluator ?? {};
  const compare = comparisons[type];
  if (!compare) throw new Error(`${rule.uid} compares by "${type}".`);
  return [...series].map(([subject, points]) => {
    const value = points.at(-1) ?? NaN;
    return { subject, value, isAlarm: compare(value, params[0] ?? NaN) };
  });
}

/** Rows with a time, a number, and texts that name the series; nothing else is a time series for an alert. */
function seriesOf({ rows }: pg.QueryResult<Record<string, unknown>>): Map<string, number[]> {
  const series = new Map<string, number[]>();
  for (const { time, value, subject, ...others } of rows) {
    if (!(time instanceof Date) || Math.abs(Date.now() - time.getTime()) > 60_000)
      throw new Error(`The time of a row is ${String(time)}.`);
    if (typeof subject !== 'string' || Object.keys(others).length > 0)
      throw new Error(`A row has the columns ${Object.keys(others).join(', ')} too.`);
    series.set(subject, [...(series.get(subject) ?? []), Number(value)]);
  }
  return series;
}

/** The state that the rule takes: of its series, or by its word for no data. */
export function stateOf(rule: ProvisionedRule, instances: readonly Instance[]): string {
  if (instances.length === 0) return rule.noDataState;
  return instances.some(({ isAlarm }) => isAlarm) ? 'Alerting' : 'OK';
}
