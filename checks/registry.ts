import type { Check } from './check.ts';
import { allocationConservesCost } from './chargeback/allocation-conserves-cost.ts';
import { allocationRatiosSumToOne } from './chargeback/allocation-ratios-sum-to-one.ts';
import { allocationRulesAreApproved } from './chargeback/allocation-rules-are-approved.ts';
import { chargebackIsComplete } from './chargeback/chargeback-is-complete.ts';
import { closedMonthsAreUntouched } from './chargeback/closed-months-are-untouched.ts';
import { costAddsUp } from './chargeback/cost-adds-up.ts';
import { costHasASector } from './chargeback/cost-has-a-sector.ts';
import { sharedCostIsAllocated } from './chargeback/shared-cost-is-allocated.ts';
import { allTablesPopulated } from './completeness/all-tables-populated.ts';
import { coreTablesPopulated } from './completeness/core-tables-populated.ts';
import { dataIsFresh } from './completeness/data-is-fresh.ts';
import { noDayIsMissing } from './completeness/no-day-is-missing.ts';
import { noRowWasRejected } from './completeness/no-row-was-rejected.ts';
import { viewsEqualFacts } from './completeness/views-equal-facts.ts';
import { costHasUsage } from './cost/cost-has-usage.ts';
import { costIsExact } from './cost/cost-is-exact.ts';
import { costVarianceIsSmall } from './cost/cost-variance-is-small.ts';
import { packagesAreMapped } from './cost/packages-are-mapped.ts';
import { usageHasCost } from './cost/usage-has-cost.ts';
import { usedApplicationsHaveNodes } from './cost/used-applications-have-nodes.ts';
import { applicationsAreForecast } from './forecast/applications-are-forecast.ts';
import { forecastBandsAreOrdered } from './forecast/forecast-bands-are-ordered.ts';
import { forecastsMeetActuals } from './forecast/forecasts-meet-actuals.ts';
import { forecastsReachTwelveMonths } from './forecast/forecasts-reach-twelve-months.ts';
import { seriesHaveEnoughHistory } from './forecast/series-have-enough-history.ts';
import { naturalKeysAreUnique } from './keys/natural-keys-are-unique.ts';
import { referencesExist } from './keys/references-exist.ts';
import { currenciesHaveRates } from './prices/currencies-have-rates.ts';
import { pricesAreAboveZero } from './prices/prices-are-above-zero.ts';
import { pricesDoNotOverlap } from './prices/prices-do-not-overlap.ts';
import { pricesExist } from './prices/prices-exist.ts';
import { pricesHaveNoGap } from './prices/prices-have-no-gap.ts';
import { pricesOutlastSixtyDays } from './prices/prices-outlast-sixty-days.ts';
import { applicationsAreMatched } from './reconciliation/applications-are-matched.ts';
import { oneProductionApplicationPerService } from './reconciliation/one-production-application-per-service.ts';
import { retiredApplicationsAreUnused } from './reconciliation/retired-applications-are-unused.ts';
import { servicesAreMonitored } from './reconciliation/services-are-monitored.ts';

/** Every check, in the order of the report. */
export const checks: readonly Check[] = [
  coreTablesPopulated,
  allTablesPopulated,
  dataIsFresh,
  noDayIsMissing,
  noRowWasRejected,
  viewsEqualFacts,
  referencesExist,
  naturalKeysAreUnique,
  applicationsAreMatched,
  servicesAreMonitored,
  oneProductionApplicationPerService,
  retiredApplicationsAreUnused,
  pricesExist,
  pricesHaveNoGap,
  pricesDoNotOverlap,
  pricesAreAboveZero,
  pricesOutlastSixtyDays,
  currenciesHaveRates,
  usageHasCost,
  packagesAreMapped,
  costHasUsage,
  costIsExact,
  costVarianceIsSmall,
  usedApplicationsHaveNodes,
  costAddsUp,
  chargebackIsComplete,
  allocationConservesCost,
  allocationRatiosSumToOne,
  closedMonthsAreUntouched,
  costHasASector,
  sharedCostIsAllocated,
  allocationRulesAreApproved,
  applicationsAreForecast,
  seriesHaveEnoughHistory,
  forecastsReachTwelveMonths,
  forecastBandsAreOrdered,
  forecastsMeetActuals,
];
