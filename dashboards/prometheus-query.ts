import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';

/** The Prometheus that a dashboard's variable chooses. No panel names one. */
export const prometheus = { type: 'prometheus', uid: '${prometheus}' } as const;

/** One question in PromQL. */
export interface Question {
  readonly ask: string;
  /** Names the series, with `{{label}}` for what Prometheus knows of it. */
  readonly name: string;
}

/** Steps of a picture are at least so long: what happens once a day is counted by the hour. */
export const oneHour = '1h';

/** `now`: one value at the end of the chosen time; otherwise a line through it. */
export function prometheusQuery(
  { ask, name }: Question,
  { refId, now = false, step }: { refId: string; now?: boolean; step?: string | undefined },
): DataqueryBuilder {
  const builder = new DataqueryBuilder().refId(refId).datasource(prometheus).expr(ask).legendFormat(name);
  if (step !== undefined) builder.interval(step);
  return now ? builder.instant() : builder.range();
}
