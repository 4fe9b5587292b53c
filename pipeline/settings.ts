import type { Decimal } from './run.ts';

/** The thresholds by which the stages judge; `config/env.ts` reads them, defaults are those of the documents. */
export interface PipelineSettings {
  /** Scores of name matching, 0 to 100 (C15). */
  readonly match: {
    /** From this score on a pair is linked without asking. */
    readonly autoScore: number;
    /** From this score on a pair waits for a person; below it, the application counts as unmatched. */
    readonly reviewScore: number;
    /** How far the best candidate must stand above the second to be linked without asking (C16). */
    readonly marginScore: number;
  };
  /** How a service that serves everybody is told from others (000-203, 000-204). */
  readonly sharedServices: {
    readonly sectorNames: readonly string[];
    readonly hCodePatterns: readonly string[];
  };
  /** CMDB records in scope; an empty list takes every value (000-135, 000-238, 000-239). */
  readonly scope: {
    readonly installStatuses: readonly string[];
    readonly operationalStatuses: readonly string[];
  };
  /** Share of a source's rows that may be unusable before its stage fails and the last good data stays. */
  readonly maxRejectRatio: number;
  /** Method, weights and minimum history stand in `forecast_models`. */
  readonly forecast: {
    readonly lookBackDays: number;
    readonly months: number;
  };
  readonly checks: {
    /** Match-rate targets in percent (000-213, 000-214). */
    readonly appdMatchRatePct: number;
    readonly overallMatchRatePct: number;
    /** Age of the last good data in hours at which a person hears of it, and at which it is stale (C25). */
    readonly freshnessWarnHours: number;
    readonly freshnessStaleHours: number;
    /** Allowed difference of cost against its source, in percent of it (C24). */
    readonly costVariancePct: Decimal;
  };
}

/** What decides how a month is reviewed, closed and booked. */
export interface BillingSettings {
  /** Days after the end of a month before it may be closed (R15). */
  readonly cutOffDays: number;
  /** Days that a sector has to answer its statement. */
  readonly acceptanceDays: number;
  readonly disputeAnswerDays: number;
  readonly disputeDecideDays: number;
  /** Percent of the cost. */
  readonly invoiceTolerancePct: Decimal;
  readonly isInvoiceRequired: boolean;
  readonly methodologyChanges: 'monthly' | 'quarterly';
  readonly ledger: LedgerAccounts;
}

/** Where a journal books. */
export interface LedgerAccounts {
  readonly expenseAccount: string;
  readonly recoveryAccount: string;
  readonly centralCostCenter: string;
}
