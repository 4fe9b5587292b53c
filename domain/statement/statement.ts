import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { ChangeExplanation } from './explain-change.ts';

/** Which part of a statement a line belongs to. */
export type StatementPart = 'direct' | 'shared in' | 'shared out' | 'adjustment';

/** What a charge does to a sector: it is told, counted against the budget, or booked in the ledger. */
export type ChargeMode = 'showback' | 'soft' | 'hard';

/** Whose statement it is: a sector's, or that of a bucket of cost nobody can be charged for yet (R28). */
export interface StatementOwner {
  readonly sectorId: number;
  readonly name: string;
  /** A shared sector owns shared services only. */
  readonly kind: 'sector' | 'shared' | 'bucket';
  readonly chargeMode: ChargeMode;
  readonly costCenter: string | null;
}

/** The units of one capability and tier that a direct line is made of. */
export interface UsagePart {
  readonly capability: string;
  readonly tier: string;
  readonly units: Decimal;
  readonly amount: Decimal;
}

/** Why a part of a shared service's cost is on the statement (R27). */
export interface Share {
  readonly capability: string;
  /** in: received from the counterpart; out: given to it. */
  readonly direction: 'in' | 'out';
  readonly counterpart: string;
  /** Null when no rule fitted. */
  readonly rule: string | null;
  readonly ruleVersion: number | null;
  readonly step: number;
  readonly method: string;
  readonly driver: string;
  readonly driverUnit: string;
  readonly quantity: Decimal;
  readonly driverTotal: Decimal;
  /** Share of one; for information, the amount comes from the exact split. */
  readonly ratio: Decimal;
  /** What the sender distributed of this capability in the month. */
  readonly senderTotal: Decimal;
  /** Signed as the line is: negative where it was given away. */
  readonly amount: Decimal;
}

/** What an adjustment corrects (R14). */
export interface Correction {
  /** Null when nothing was charged for it before. */
  readonly originalLine: string | null;
  readonly originalAmount: Decimal | null;
  readonly causes: readonly string[];
}

/** One charge of one application. */
export interface StatementLine {
  readonly lineId: string;
  readonly part: StatementPart;
  readonly appId: number;
  readonly application: string;
  /** The month of usage; an earlier one on adjustments. */
  readonly chargeMonth: Month;
  readonly amount: Decimal;
  /** Of a direct line, where its cost rows add up to it; empty otherwise. */
  readonly usage: readonly UsagePart[];
  /** Of an allocated amount. */
  readonly shares: readonly Share[];
  /** Of an adjustment. */
  readonly correction: Correction | null;
}

/** The parts of a statement and their sum. */
export interface StatementTotals {
  readonly direct: Decimal;
  readonly sharedIn: Decimal;
  readonly sharedOut: Decimal;
  readonly adjustments: Decimal;
  readonly total: Decimal;
}

/** That nothing is missing in a month: what all sectors and buckets are charged is what the month cost. */
export interface MonthProof {
  /** Sum of all statements of the month, buckets included. */
  readonly statements: Decimal;
  /** Usage and contract charges of the month; null for a month that was taken over without facts. */
  readonly cost: Decimal | null;
  /** Corrections of earlier months that are booked in this one. */
  readonly corrections: Decimal;
  /** Statements minus cost and corrections; null where cost is. */
  readonly difference: Decimal | null;
  /** Corrections of this month that later months carry; the month is restated when there are any. */
  readonly correctedLater: Decimal;
}

/** What all statements of a month have in common. */
export interface MonthHeader {
  readonly month: Month;
  readonly currency: 'USD';
  readonly fiscalYear: number;
  readonly fiscalPeriod: number;
  readonly periodState: string;
  readonly origin: string;
  /** Until when sectors may answer. */
  readonly acceptBy: Day | null;
  /** The newest run that changed a line of the month. */
  readonly runId: number;
  /** Its logical date. */
  readonly runDate: Day;
  /** The last usage day of the month that is in the bill; null for a month without facts. */
  readonly dataThrough: Day | null;
}

/** Since when a bucket holds cost that is still in it (R28). */
export interface BucketAge {
  readonly since: Month;
  /** Months from then to the month of the statement, both counted. */
  readonly months: number;
}

/** What a sector is charged in a month, line by line, with the reasons and the proof. */
export interface Statement {
  readonly header: MonthHeader;
  readonly owner: StatementOwner;
  /** Hash over the lines; an acceptance holds for the statement with this hash. */
  readonly hash: string;
  readonly totals: StatementTotals;
  readonly lines: readonly StatementLine[];
  /** Why the total is another one than in the month before; null when there is no bill of that month. */
  readonly change: ChangeExplanation | null;
  readonly proof: MonthProof;
  /** Null on the statement of a sector, and of a bucket in which nothing is left. */
  readonly bucketAge: BucketAge | null;
}
