import type { PipelineSettings } from '../pipeline/settings.ts';
import type { CoreValues } from './groups.ts';

/** The thresholds in the words of the pipeline. */
export function pipelineSettingsOf(values: CoreValues): PipelineSettings {
  return {
    match: {
      autoScore: values.MATCH_AUTO_SCORE,
      reviewScore: values.MATCH_REVIEW_SCORE,
      marginScore: values.MATCH_MARGIN_SCORE,
    },
    sharedServices: { sectorNames: values.SHARED_SECTORS, hCodePatterns: values.SHARED_H_CODES },
    scope: {
      installStatuses: values.SCOPE_INSTALL_STATUS,
      operationalStatuses: values.SCOPE_OPERATIONAL_STATUS,
    },
    maxRejectRatio: values.MAX_REJECT_RATIO,
    forecast: {
      lookBackDays: values.FORECAST_LOOK_BACK_DAYS,
      months: values.FORECAST_MONTHS,
    },
    checks: {
      appdMatchRatePct: values.TARGET_APPD_MATCH_PCT,
      overallMatchRatePct: values.TARGET_OVERALL_MATCH_PCT,
      freshnessWarnHours: values.FRESHNESS_WARN_HOURS,
      freshnessStaleHours: values.FRESHNESS_STALE_HOURS,
      costVariancePct: values.COST_VARIANCE_PCT,
    },
  };
}

/** Thresholds that contradict one another, one sentence each. */
export function thresholdProblems(values: CoreValues): string[] {
  const pairs = [
    ['MATCH_REVIEW_SCORE', 'MATCH_AUTO_SCORE'],
    ['FRESHNESS_WARN_HOURS', 'FRESHNESS_STALE_HOURS'],
  ] as const;
  return pairs
    .filter(([low, high]) => values[low] > values[high])
    .map(
      ([low, high]) => `${low} (${values[low]}) is above ${high} (${values[high]}), expected at most that.`,
    );
}
