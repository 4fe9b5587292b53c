import { matchApplications } from '../domain/reconcile/match-applications.ts';
import {
  defaultMatchSettings,
  type MatchResult,
  type MatchSettings,
  type MatchStatus,
} from '../domain/reconcile/match.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { createChargebacks } from '../repositories/chargebacks.ts';
import { settleContracts } from '../repositories/contracts/settle-contracts.ts';
import { repriceOpenMonths } from '../repositories/costs/reprice-open-months.ts';
import { changedRows } from '../repositories/lineage.ts';
import { createLinks } from '../repositories/links.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

/** Stage 3: applications find their services, ownership is dated, and every open month gets its draft of direct charges. */
export function createReconcile({ database, settings }: ActivityDependencies) {
  const links = createLinks(database);
  const chargebacks = createChargebacks(database);

  return async function reconcile({ runId, date, months }: RunSlice): Promise<StageReport> {
    const input = await links.matchInput();
    const { results, unmatchedServiceIds } = matchApplications({
      ...input,
      settings: matchSettings(settings.match),
    });
    const saved = await links.replace({ runId, date }, results);

    let drafted = changedRows(await repriceOpenMonths(database, runId));
    for (const month of await chargebacks.openMonths(months)) {
      await database.transaction((tx) => settleContracts(tx, runId, month, date));
      drafted += changedRows(await chargebacks.draft(runId, month));
    }

    const count = (...statuses: readonly MatchStatus[]): number => countStatus(results, statuses);
    const matched = results.filter((result) => result.serviceId !== null).length;
    return report({
      read: input.applications.length + input.services.length,
      written: changedRows(saved.links) + changedRows(saved.ownership) + drafted,
      facts: {
        applications: results.length,
        matched,
        autoMatched: count('auto_matched'),
        needsReview: count('needs_review'),
        unmatched: count('unmatched'),
        unmatchedServices: unmatchedServiceIds.length,
        openReviews: saved.openReviews,
        draftLinesChanged: drafted,
      },
    });
  };
}

function matchSettings(match: ActivityDependencies['settings']['match']): MatchSettings {
  return {
    ...defaultMatchSettings,
    autoMatchAt: match.autoScore,
    reviewAt: match.reviewScore,
    marginAt: match.marginScore,
  };
}

function countStatus(results: readonly MatchResult[], statuses: readonly MatchStatus[]): number {
  return results.filter((result) => statuses.includes(result.status)).length;
}
