import type { Asked, Severity } from './check.ts';

/** SQL as text; the tag lets editors color it. Values are fragments of SQL written here, never data of users. */
export function sql(strings: TemplateStringsArray, ...fragments: readonly (string | number)[]): string {
  return strings.map((text, index) => text + String(fragments[index] ?? '')).join('');
}

const column = (name: keyof Asked): string => `(select ${name} from asked)`;

/** What the run is about and the limits in force, as SQL values. */
export const asked = {
  runId: column('run_id'),
  date: column('logical_date'),
  from: column('window_from'),
  to: column('window_to'),
  appdMatchRatePct: column('appd_match_rate_pct'),
  overallMatchRatePct: column('overall_match_rate_pct'),
  freshnessWarnHours: column('freshness_warn_hours'),
  freshnessStaleHours: column('freshness_stale_hours'),
  costVariancePct: column('cost_variance_pct'),
  lookBackDays: column('look_back_days'),
} as const;

/** The condition that two rows of usage or cost are the same natural key. */
export function sameKey(one: string, other: string): string {
  const columns = ['tool', 'instance', 'app_id', 'capability_id', 'tier', 'ts'];
  return columns.map((name) => `${one}.${name} = ${other}.${name}`).join(' and ');
}

/** A number in SQL as short text: no trailing zeros, at most four decimals. */
export function plain(number: string): string {
  return `trim_scale(round((${number})::numeric, 4))::text`;
}

/**
 * Turns the `finding` of a measurement into the outcome that its severity gives it: `none`, `found`, `alarm` (beyond the second
 * limit: fails whatever the severity), `excluded`, or `nothing` (no data to measure, which is no pass).
 */
export function judged(severity: Severity, measurement: string): string {
  return sql`
    select case m.finding
             when 'none' then 'pass'
             when 'found' then '${severity === 'blocking' ? 'fail' : 'warn'}'
             when 'alarm' then 'fail'
             when 'excluded' then 'excluded'
             else 'not_evaluated'
           end as outcome,
           m.numerator, m.denominator, m.expected, m.observed
    from   (${measurement}) m`;
}
