import type { PipelineSettings } from '../../../pipeline/settings.ts';

/** The targets and limits of the documents. */
export const settings: PipelineSettings = {
  match: { autoScore: 85, reviewScore: 70, marginScore: 5 },
  sharedServices: { sectorNames: ['Global IT'], hCodePatterns: ['SHARED'] },
  scope: { installStatuses: [], operationalStatuses: [] },
  maxRejectRatio: 0.05,
  forecast: { lookBackDays: 90, months: 12 },
  checks: {
    appdMatchRatePct: 100,
    overallMatchRatePct: 95,
    freshnessWarnHours: 24,
    freshnessStaleHours: 26,
    costVariancePct: '2',
  },
};
