import { addMonths } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { FocusCharge } from './charge.ts';
import type { FocusRow } from './columns.ts';
import { plain, priceOf } from './price-of.ts';

/**
 * The row of FOCUS 1.2 that tells the charge in the file of `month`. Usage costs what it was charged (EffectiveCost) and bills
 * nothing; an invoice line bills and costs nothing: it is the purchase that usage draws down. Vendors do not tell list prices,
 * so list cost is contracted cost.
 */
export function focusRow(charge: FocusCharge, month: Month): FocusRow {
  const { tool, vendor, instance, kind, units } = charge;
  const price = priceOf(charge);
  const unit = `${charge.unitName ?? 'license unit'}-day`;
  const isConsumed = kind === 'usage' && units !== null;
  const isUnused = charge.detail === 'unused_commitment';
  const isUsage = kind === 'usage' || kind === 'correction' || isUnused;
  return {
    BillingAccountId: tool,
    BillingAccountName: null,
    BillingAccountType: 'Tool',
    SubAccountId: instance,
    SubAccountName: instance,
    SubAccountType: instance === null ? null : 'Instance',
    InvoiceId: charge.invoiceId,
    InvoiceIssuerName: vendor ?? tool,
    ProviderName: tool,
    PublisherName: vendor ?? tool,
    BillingPeriodStart: instant(month),
    BillingPeriodEnd: instant(addMonths(month, 1)),
    ChargePeriodStart: instant(charge.from),
    ChargePeriodEnd: instant(charge.to),
    BillingCurrency: charge.billingCurrency,
    BilledCost: plain(charge.billed),
    EffectiveCost: plain(charge.cost),
    ContractedCost: price.cost,
    ListCost: price.cost,
    ContractedUnitPrice: price.each,
    ListUnitPrice: price.each,
    PricingCategory: price.each === null ? null : isUnused ? 'Committed' : 'Standard',
    PricingQuantity: price.quantity,
    PricingUnit: price.quantity === null ? null : price.isByUnit ? unit : 'Count',
    ConsumedQuantity: isConsumed ? plain(units) : null,
    ConsumedUnit: isConsumed ? unit : null,
    ChargeCategory: isUsage ? 'Usage' : kind === 'allocation' ? 'Adjustment' : 'Purchase',
    ChargeClass: charge.isCorrection ? 'Correction' : null,
    ChargeDescription: charge.description,
    ChargeFrequency: isUsage || kind === 'allocation' ? 'Usage-Based' : frequencyOf(charge),
    CommitmentDiscountId: isUnused ? charge.contractId : null,
    CommitmentDiscountName: isUnused ? charge.contractName : null,
    CommitmentDiscountType: isUnused ? 'License commitment' : null,
    CommitmentDiscountCategory: isUnused ? (charge.isSpendCommitment ? 'Spend' : 'Usage') : null,
    CommitmentDiscountStatus: isUnused ? 'Unused' : null,
    CommitmentDiscountQuantity: isUnused && units !== null ? plain(units) : null,
    CommitmentDiscountUnit: isUnused ? (charge.isSpendCommitment ? 'USD' : unit) : null,
    ServiceCategory: 'Management and Governance',
    ServiceSubcategory: 'Observability',
    ServiceName: tool,
    SkuId: kind === 'allocation' ? null : skuOf(charge),
    SkuPriceId: charge.priceId,
    SkuMeter: kind === 'usage' || kind === 'correction' ? unit : null,
    ResourceId: charge.resourceId,
    ResourceName: charge.resourceName,
    ResourceType: charge.resourceId === null ? null : 'Application',
    x_Kind: kind,
    x_Sector: charge.sector,
    x_HCode: charge.hCode,
    x_CostCenter: charge.costCenter,
    x_AllocationRule: charge.rule,
    x_Cause: kind === 'correction' ? charge.detail : null,
    x_PriceCurrency: charge.priceCurrency,
    x_UnitRate: charge.unitRate === null ? null : plain(charge.unitRate),
    x_ExchangeRate: charge.exchangeRate === null ? null : plain(charge.exchangeRate),
  };
}

function frequencyOf({ detail }: FocusCharge): string {
  return detail === 'flat_fee' || detail === 'minimum_true_up' ? 'Recurring' : 'One-Time';
}

function skuOf({ capability, tier }: FocusCharge): string {
  if (capability === null) return 'unspecified';
  return tier === null ? capability : `${capability}/${tier}`;
}

function instant(day: Day): string {
  return `${day}T00:00:00Z`;
}
