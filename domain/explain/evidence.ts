import type { Day, Decimal, Month } from '../../pipeline/run.ts';

/** A line of the bill. */
export interface LineFacts {
  readonly lineId: string;
  readonly month: Month;
  /** The month of the usage; another one on adjustments. */
  readonly chargeMonth: Month;
  readonly appId: number;
  readonly app: string;
  readonly sectorId: number;
  readonly sector: string;
  readonly cycle: 'direct' | 'allocated_shared_service' | 'shared_service_offset' | 'adjustment';
  /** What an adjustment adjusts. */
  readonly adjustedCycle: string;
  readonly part: string;
  readonly cause: string | null;
  readonly correctedLine: string | null;
  readonly amount: Decimal;
  readonly periodState: string;
  readonly periodOrigin: string;
  readonly run: RunFacts;
}

/** A run of the pipeline. */
export interface RunFacts {
  readonly runId: number;
  readonly workflowId: string;
  readonly date: Day;
  readonly trigger: string;
  readonly startedBy: string;
  readonly codeVersion: string;
  readonly configVersion: string;
}

/** What a source answered, as it was kept. */
export interface SourceFacts {
  readonly snapshotId: number;
  readonly hash: string;
  /** ISO 8601. */
  readonly takenAt: string;
  readonly answers: readonly {
    readonly rawId: string;
    readonly path: string;
    readonly slice: string;
    readonly hash: string;
  }[];
}

/** A usage row. */
export interface UsageFacts {
  readonly usageId: string;
  readonly tool: string;
  readonly instance: string;
  readonly units: Decimal;
  readonly average: Decimal | null;
  readonly nodes: number | null;
  readonly attribution: string;
  readonly metric: 'daily_maximum' | 'daily_average';
  /** Null when nothing is kept of it. */
  readonly source: SourceFacts | null;
  readonly run: RunFacts | null;
}

/** A cost row, with the usage that it prices. */
export interface CostFacts {
  readonly costId: string;
  readonly day: Day;
  readonly units: Decimal;
  readonly unitRate: Decimal;
  readonly currency: string;
  readonly exchangeRate: Decimal;
  readonly formulaVersion: number;
  readonly amount: Decimal;
  readonly exact: Decimal;
  readonly usage: UsageFacts | null;
}

/** A price. */
export interface PriceFacts {
  readonly priceId: number;
  readonly version: number;
  readonly model: string;
  readonly rate: Decimal;
  readonly currency: string;
  readonly list: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly createdBy: string;
}

/** All cost rows of one capability, tier, H-code and price that a charge is made of. */
export interface ChargeFacts {
  readonly capability: string;
  readonly tier: string;
  readonly hCode: string;
  readonly price: PriceFacts;
  readonly days: number;
  readonly rowCount: number;
  readonly from: Day;
  readonly to: Day;
  readonly units: Decimal;
  readonly amount: Decimal;
  /** The first ones and the last one, or all. */
  readonly rows: readonly CostFacts[];
}

/** Cost of a month that no usage row carries. */
export interface ContractFacts {
  readonly chargeId: string;
  readonly kind: string;
  readonly capability: string;
  readonly hCode: string;
  readonly contract: string | null;
  readonly basis: string | null;
  readonly priceId: number | null;
  readonly units: Decimal;
  readonly amount: Decimal;
  readonly run: RunFacts;
}

/** One row of what a closed month costs more or less by what is known now. */
export interface CorrectionFacts {
  readonly adjustmentId: string;
  readonly day: Day;
  readonly capability: string;
  readonly tier: string;
  readonly hCode: string;
  readonly cause: string;
  readonly units: Decimal;
  readonly amount: Decimal;
  readonly priceId: number | null;
  /** What was charged for the day when the month was closed; null when nothing was. */
  readonly charged: { readonly units: Decimal; readonly amount: Decimal } | null;
  /** What the source tells now; null when its answer did not change. */
  readonly late: { readonly units: Decimal; readonly run: RunFacts } | null;
  readonly run: RunFacts;
}

/** One allocated part of a sender's cost. */
export interface AllocationFacts {
  readonly allocationId: string;
  readonly capabilityId: number;
  readonly capability: string;
  readonly senderSectorId: number;
  readonly senderSector: string;
  readonly receiver: string;
  readonly rule: string | null;
  readonly ruleVersion: number | null;
  readonly step: number;
  readonly method: string;
  readonly driver: string;
  readonly driverUnit: string;
  readonly quantity: Decimal;
  readonly total: Decimal;
  readonly ratio: Decimal;
  readonly senderTotal: Decimal;
  readonly amount: Decimal;
  /** All parts of the same sender's cost together. */
  readonly siblings: { readonly count: number; readonly amount: Decimal };
}
