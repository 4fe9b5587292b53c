import type { Day, Decimal } from '../../pipeline/run.ts';

/** Something that a month's file tells: what usage, contracts and corrections cost, what moved between sectors, what was invoiced. */
export interface FocusCharge {
  readonly kind: 'usage' | 'contract' | 'correction' | 'allocation' | 'invoice';
  readonly tool: string;
  readonly vendor: string | null;
  readonly instance: string | null;
  /** First day that the charge is for. */
  readonly from: Day;
  /** First day that it is no longer for. */
  readonly to: Day;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly capability: string | null;
  readonly tier: string | null;
  /** What one unit is, e.g. `license unit`. */
  readonly unitName: string | null;
  readonly units: Decimal | null;
  /** Price of one unit in `priceCurrency`; null when the month's units were priced together. */
  readonly unitRate: Decimal | null;
  readonly priceCurrency: string | null;
  readonly exchangeRate: Decimal | null;
  readonly priceId: string | null;
  /** Whole cents of US dollars, as charged; 0 on an invoice line. */
  readonly cost: Decimal;
  readonly costExact: Decimal;
  /** What the vendor invoiced, in `billingCurrency`; 0 on everything but an invoice line. */
  readonly billed: Decimal;
  readonly billingCurrency: string;
  readonly sector: string | null;
  readonly hCode: string | null;
  readonly costCenter: string | null;
  /** Rule and version of an allocation. */
  readonly rule: string | null;
  /** The kind of a contract charge, the cycle of an allocation, the cause of a correction. */
  readonly detail: string | null;
  readonly description: string | null;
  readonly isCorrection: boolean;
  readonly contractId: string | null;
  readonly contractName: string | null;
  /** Does the contract commit an amount rather than units? */
  readonly isSpendCommitment: boolean;
  readonly invoiceId: string | null;
}
