import type { Asked, Check } from '../checks/check.ts';
import type { RunSlice } from '../pipeline/run.ts';
import type { PipelineSettings } from '../pipeline/settings.ts';

const maxSamples = 20;

/** The statement of a check: one row with its measurement and up to 20 failing rows, those with the most money first. */
export function statementOf({ failingRows, measure, money }: Check): string {
  const worst = money ? `abs(${money}) desc nulls last, 1` : '1';
  return `
    with asked as (select ${askedColumns}),
    failing as materialized (${failingRows}),
    measured as (${measure})
    select m.outcome, m.numerator, m.denominator, m.expected, m.observed,
           (select count(*)::integer from failing) as "failingRows",
           (select round(sum(abs(${money ?? 'null::numeric'})), 2) from failing) as "moneyAtStake",
           (select coalesce(jsonb_agg((select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(s)))), '[]')
            from   (select * from failing order by ${worst} limit ${maxSamples}) s) as "failingSamples"
    from   measured m`;
}

/** The values that the statement of every check is bound to. */
export function askedValues(slice: RunSlice, settings: PipelineSettings): unknown[] {
  const asked = askedOf(slice, settings);
  return askedNames.map((name) => asked[name]);
}

function askedOf(slice: RunSlice, { checks, forecast }: PipelineSettings): Asked {
  return {
    run_id: slice.runId,
    logical_date: slice.date,
    window_from: slice.from,
    window_to: slice.to,
    appd_match_rate_pct: checks.appdMatchRatePct,
    overall_match_rate_pct: checks.overallMatchRatePct,
    freshness_warn_hours: checks.freshnessWarnHours,
    freshness_stale_hours: checks.freshnessStaleHours,
    cost_variance_pct: checks.costVariancePct,
    look_back_days: forecast.lookBackDays,
  };
}

const askedTypes: Readonly<Record<keyof Asked, string>> = {
  run_id: 'integer',
  logical_date: 'date',
  window_from: 'date',
  window_to: 'date',
  appd_match_rate_pct: 'numeric',
  overall_match_rate_pct: 'numeric',
  freshness_warn_hours: 'numeric',
  freshness_stale_hours: 'numeric',
  cost_variance_pct: 'numeric',
  look_back_days: 'integer',
};

const askedNames = Object.keys(askedTypes) as (keyof Asked)[];

const askedColumns = askedNames
  .map((name, index) => `$${index + 1}::${askedTypes[name]} as ${name}`)
  .join(', ');
