import { compareDecimals, multiplyDecimals } from '../money.ts';
import type { AnyFocusRow } from './columns.ts';

/** What must hold between the cells of a row. */
export interface FocusRule {
  readonly says: string;
  readonly holds: (row: AnyFocusRow) => boolean;
}

/** The rules of FOCUS 1.2 that go across columns, for the columns that we have. */
export const focusRules: readonly FocusRule[] = [
  {
    says: 'BillingPeriodEnd must be after BillingPeriodStart',
    holds: (row) => before(row, 'BillingPeriodStart', 'BillingPeriodEnd'),
  },
  {
    says: 'ChargePeriodEnd must be after ChargePeriodStart',
    holds: (row) => before(row, 'ChargePeriodStart', 'ChargePeriodEnd'),
  },
  {
    says: 'usage must lie in its billing period, or be a correction of an earlier one',
    holds: (row) => row['ChargeCategory'] !== 'Usage' || liesWhereItShould(row),
  },
  {
    says: 'a correction must be for a period before its billing period',
    holds: (row) => !isCorrection(row) || text(row, 'ChargePeriodEnd') <= text(row, 'BillingPeriodStart'),
  },
  ...['PricingQuantity', 'PricingCategory', 'ContractedUnitPrice', 'ListUnitPrice', 'SkuId'].map(
    (column) => ({
      says: `${column} must not be null for usage and purchases that correct nothing`,
      holds: (row: AnyFocusRow) => !isPriced(row) || !(column in row) || has(row, column),
    }),
  ),
  ...[
    ['PricingQuantity', 'PricingUnit'],
    ['ConsumedQuantity', 'ConsumedUnit'],
    ['CommitmentDiscountQuantity', 'CommitmentDiscountUnit'],
    ['CommitmentDiscountId', 'CommitmentDiscountCategory'],
    ['CommitmentDiscountId', 'CommitmentDiscountType'],
    ['ResourceId', 'ResourceType'],
    ['SubAccountId', 'SubAccountType'],
  ].map(([one = '', other = '']) => ({
    says: `${one} and ${other} must both be null or neither`,
    holds: (row: AnyFocusRow) => !(one in row && other in row) || has(row, one) === has(row, other),
  })),
  {
    says: 'ConsumedQuantity must not be null for usage that corrects nothing and was used, and must be null for what is no usage',
    holds: (row) => {
      if (!('ConsumedQuantity' in row)) return true;
      if (row['ChargeCategory'] !== 'Usage') return !has(row, 'ConsumedQuantity');
      return (
        isCorrection(row) || row['CommitmentDiscountStatus'] === 'Unused' || has(row, 'ConsumedQuantity')
      );
    },
  },
  {
    says: 'CommitmentDiscountStatus must tell of usage of a commitment, and of nothing else',
    holds: (row) =>
      has(row, 'CommitmentDiscountStatus') ===
      (has(row, 'CommitmentDiscountId') && row['ChargeCategory'] === 'Usage'),
  },
  {
    says: 'ContractedCost must be ContractedUnitPrice times PricingQuantity',
    holds: (row) => isProduct(row, 'ContractedUnitPrice', 'ContractedCost'),
  },
  {
    says: 'ListCost must be ListUnitPrice times PricingQuantity',
    holds: (row) => isProduct(row, 'ListUnitPrice', 'ListCost'),
  },
  ...['ContractedUnitPrice', 'ListUnitPrice'].map((column) => ({
    says: `${column} must not be below zero`,
    holds: (row: AnyFocusRow) => !text(row, column).startsWith('-'),
  })),
  {
    says: 'InvoiceId must be there when something is billed',
    holds: (row) => !('InvoiceId' in row) || has(row, 'InvoiceId') || isZero(text(row, 'BilledCost')),
  },
  {
    says: 'a tax has neither quantity nor price category',
    holds: (row) =>
      row['ChargeCategory'] !== 'Tax' || !(has(row, 'PricingQuantity') || has(row, 'PricingCategory')),
  },
];

function has(row: AnyFocusRow, column: string): boolean {
  return (row[column] ?? null) !== null;
}

function text(row: AnyFocusRow, column: string): string {
  return row[column] ?? '';
}

function before(row: AnyFocusRow, start: string, end: string): boolean {
  return text(row, start) < text(row, end);
}

function isCorrection(row: AnyFocusRow): boolean {
  return row['ChargeClass'] === 'Correction';
}

function isPriced(row: AnyFocusRow): boolean {
  return !isCorrection(row) && ['Usage', 'Purchase'].includes(text(row, 'ChargeCategory'));
}

function liesWhereItShould(row: AnyFocusRow): boolean {
  if (isCorrection(row)) return true;
  const starts = text(row, 'ChargePeriodStart') >= text(row, 'BillingPeriodStart');
  return starts && text(row, 'ChargePeriodEnd') <= text(row, 'BillingPeriodEnd');
}

function isProduct(row: AnyFocusRow, price: string, cost: string): boolean {
  if (isCorrection(row) || !has(row, price) || !has(row, 'PricingQuantity')) return true;
  return (
    compareDecimals(multiplyDecimals(text(row, price), text(row, 'PricingQuantity')), text(row, cost)) === 0
  );
}

function isZero(amount: string): boolean {
  return compareDecimals(amount, '0') === 0;
}
