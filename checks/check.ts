import type { Day, Decimal } from '../pipeline/run.ts';
import type { StageId } from '../pipeline/stages.ts';

/** What a finding means: `blocking` fails the run, `warn` asks a person to look, `info` is told and no more (C40). */
export type Severity = 'blocking' | 'warn' | 'info';

/**
 * - `warn`: a check of severity warn or info found something.
 * - `fail`: a blocking check found something, or a warning went beyond its second limit.
 * - `not_evaluated`: it could not run, or had nothing to measure. That is never a pass.
 * - `excluded`: by its own definition it does not apply to this run.
 */
export type Outcome = 'pass' | 'warn' | 'fail' | 'not_evaluated' | 'excluded';

/** The sections of the validation report; each is a folder. */
export type Family =
  'completeness' | 'keys' | 'reconciliation' | 'prices' | 'cost' | 'chargeback' | 'forecast';

/** The columns of the one-row table `asked`, through which a check's SQL learns of the run and the limits in force. */
export interface Asked {
  readonly run_id: number;
  readonly logical_date: Day;
  /** First and last usage day of the run, both inclusive. */
  readonly window_from: Day;
  readonly window_to: Day;
  readonly appd_match_rate_pct: number;
  readonly overall_match_rate_pct: number;
  readonly freshness_warn_hours: number;
  readonly freshness_stale_hours: number;
  readonly cost_variance_pct: Decimal;
  /** How far back a forecast looks, in days. */
  readonly look_back_days: number;
}

/** A check is data: what it says, how bad it is when that is not so, and the SQL that finds out. It does nothing by itself. */
export interface Check {
  /** The invariant in a few words; also the name of its file. */
  readonly id: string;
  readonly family: Family;
  /** The invariant in one sentence, for people. */
  readonly says: string;
  /** The requirements and decisions that ask for it. */
  readonly requirement: readonly string[];
  readonly severity: Severity;
  /** Stages whose result it judges; when one of them did not deliver in this run, the check is not evaluated. */
  readonly needs: readonly StageId[];
  /** What to do when it finds something. */
  readonly remedy: string;
  /** SQL for the rows that speak against it; may read `asked`. */
  readonly failingRows: string;
  /** The column of `failingRows` that holds the US dollars at stake; absent when no money is. */
  readonly money?: string;
  /**
   * SQL for exactly one row: outcome, numerator, denominator, expected, observed. It may read `asked` and `failing`, which
   * holds the failing rows.
   */
  readonly measure: string;
}
