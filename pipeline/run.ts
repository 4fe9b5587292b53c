/**
 * The words of this product, one meaning each.
 *
 * - **run**: one execution of the pipeline for one logical date D. It covers usage days through D-1, UTC (C56).
 * - **period**: a calendar month, written as its first day `YYYY-MM-01`, UTC.
 * - **application**: what a monitoring tool reports usage for; identified by (tool, instance, native id).
 * - **service**: what the CMDB calls the same thing; it brings sector, owner, H-code and architecture.
 * - **capability**: a kind of license (APM, MRUM); `unmapped` holds units of packages nobody has mapped yet (C62).
 * - **tier**: the price class of a usage row (PEAK, PRO).
 * - **license unit**: the vendor's unit of consumption; a day's units are the maximum over the UTC day (R11).
 * - **match** / **link**: the dated statement that an application belongs to a service.
 * - **sender** / **receiver**: the shared service whose cost is distributed / the sector that gets a part.
 * - **allocation**: the exact distribution of a sender's monthly cost over receivers.
 */
import type { StageId } from './stages.ts';

/** A UTC calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** A period: the first day of a month, `YYYY-MM-01`. */
export type Month = string;

/** An exact decimal number as text, e.g. `-12.34`; never a JavaScript number (R1). */
export type Decimal = string;

/** Who or what asked for a run. */
export type Trigger = 'manual' | 'schedule' | 'backfill';

/** What a run is asked to do. Everything that decides its result is in here or in the database. */
export interface RunOrder {
  /** The logical date D; usage days end at D-1. */
  readonly date: Day;
  /** First usage day of the window, inclusive. */
  readonly from: Day;
  /** Last usage day of the window, inclusive. */
  readonly to: Day;
  /** Only these stages; absent means all of them. */
  readonly only?: readonly StageId[];
  /** Periods whose chargeback may be rebuilt; absent means every open period. */
  readonly months?: readonly Month[];
  readonly trigger: Trigger;
  /** The person or program that started the run. */
  readonly startedBy: string;
}

/** What every activity receives: the order, and the run it works for. Small on purpose: rows never travel. */
export interface RunSlice {
  readonly runId: number;
  readonly date: Day;
  readonly from: Day;
  readonly to: Day;
  readonly months?: readonly Month[];
}

/** What a stage says when it is done: counts, hashes and a few facts for people. Below 2 KB. */
export interface StageReport {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  /** What a person should hear about, e.g. "3 services hidden by access rules". */
  readonly warnings: readonly string[];
  /** Stage-specific figures, shown in the summary. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export type StageStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'blocked' | 'skipped';

export interface StageProgress {
  readonly id: StageId;
  readonly title: string;
  readonly status: StageStatus;
  /** Epoch milliseconds by the workflow's clock. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly report: StageReport | null;
  /** One line: what happened and whose turn it is. */
  readonly error: string | null;
}

/**
 * - `succeeded`: every stage of the order succeeded.
 * - `degraded`: a non-critical stage failed; the money is right, something beside it is missing (C1).
 * - `failed`: a critical stage failed, or a blocking check did; the last good bill stays.
 */
export type RunStatus = 'running' | 'succeeded' | 'degraded' | 'failed';

export interface RunReport {
  readonly runId: number;
  readonly date: Day;
  readonly status: RunStatus;
  readonly stages: readonly StageProgress[];
}
