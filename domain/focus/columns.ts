/** What a column of FOCUS may hold. */
export interface FocusColumn {
  readonly type: 'text' | 'decimal' | 'instant' | 'currency';
  /** Mandatory columns stand in every file; the others where they say something. */
  readonly isMandatory?: true;
  readonly isNullable?: true;
  readonly allowed?: readonly string[];
}

const serviceCategories = [
  'AI and Machine Learning',
  'Analytics',
  'Business Applications',
  'Compute',
  'Databases',
  'Developer Tools',
  'Multicloud',
  'Identity',
  'Integration',
  'Internet of Things',
  'Management and Governance',
  'Media',
  'Migration',
  'Mobile',
  'Networking',
  'Security',
  'Storage',
  'Web',
  'Other',
];

const mandatory = { isMandatory: true } as const;
const nullable = { isNullable: true } as const;
const text = { type: 'text' } as const;
const decimal = { type: 'decimal' } as const;
const instant = { type: 'instant' } as const;

/** The columns of FOCUS 1.2 that a file of ours has, in their order: all mandatory ones, and those conditional ones that licenses fill. */
export const focusColumns = {
  BillingAccountId: { ...text, ...mandatory },
  BillingAccountName: { ...text, ...mandatory, ...nullable },
  BillingAccountType: { ...text, ...nullable },
  SubAccountId: { ...text, ...nullable },
  SubAccountName: { ...text, ...nullable },
  SubAccountType: { ...text, ...nullable },
  InvoiceId: { ...text, ...nullable },
  InvoiceIssuerName: { ...text, ...mandatory },
  ProviderName: { ...text, ...mandatory },
  PublisherName: { ...text, ...mandatory },
  BillingPeriodStart: { ...instant, ...mandatory },
  BillingPeriodEnd: { ...instant, ...mandatory },
  ChargePeriodStart: { ...instant, ...mandatory },
  ChargePeriodEnd: { ...instant, ...mandatory },
  BillingCurrency: { type: 'currency', ...mandatory },
  BilledCost: { ...decimal, ...mandatory },
  EffectiveCost: { ...decimal, ...mandatory },
  ContractedCost: { ...decimal, ...mandatory },
  ListCost: { ...decimal, ...mandatory },
  ContractedUnitPrice: { ...decimal, ...nullable },
  ListUnitPrice: { ...decimal, ...nullable },
  PricingCategory: { ...text, ...nullable, allowed: ['Standard', 'Dynamic', 'Committed', 'Other'] },
  PricingQuantity: { ...decimal, ...mandatory, ...nullable },
  PricingUnit: { ...text, ...mandatory, ...nullable },
  ConsumedQuantity: { ...decimal, ...nullable },
  ConsumedUnit: { ...text, ...nullable },
  ChargeCategory: { ...text, ...mandatory, allowed: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] },
  ChargeClass: { ...text, ...mandatory, ...nullable, allowed: ['Correction'] },
  ChargeDescription: { ...text, ...mandatory, ...nullable },
  ChargeFrequency: { ...text, allowed: ['One-Time', 'Recurring', 'Usage-Based'] },
  CommitmentDiscountId: { ...text, ...nullable },
  CommitmentDiscountName: { ...text, ...nullable },
  CommitmentDiscountType: { ...text, ...nullable },
  CommitmentDiscountCategory: { ...text, ...nullable, allowed: ['Spend', 'Usage'] },
  CommitmentDiscountStatus: { ...text, ...nullable, allowed: ['Used', 'Unused'] },
  CommitmentDiscountQuantity: { ...decimal, ...nullable },
  CommitmentDiscountUnit: { ...text, ...nullable },
  ServiceCategory: { ...text, ...mandatory, allowed: serviceCategories },
  ServiceSubcategory: { ...text, ...nullable },
  ServiceName: { ...text, ...mandatory },
  SkuId: { ...text, ...nullable },
  SkuPriceId: { ...text, ...nullable },
  SkuMeter: { ...text, ...nullable },
  ResourceId: { ...text, ...nullable },
  ResourceName: { ...text, ...nullable },
  ResourceType: { ...text, ...nullable },
} as const satisfies Readonly<Record<string, FocusColumn>>;

/** Columns of ours; FOCUS wants an x_ in front of their names. */
export const ownColumns = [
  'x_Kind',
  'x_Sector',
  'x_HCode',
  'x_CostCenter',
  'x_AllocationRule',
  'x_Cause',
  'x_PriceCurrency',
  'x_UnitRate',
  'x_ExchangeRate',
] as const;

export type FocusColumnName = keyof typeof focusColumns | (typeof ownColumns)[number];

/** A row of a FOCUS file: every column, null where it says nothing. */
export type FocusRow = Readonly<Record<FocusColumnName, string | null>>;

/** A row of any FOCUS file, by column. */
export type AnyFocusRow = Readonly<Record<string, string | null>>;

/** The header of a file. */
export const focusHeader = [...Object.keys(focusColumns), ...ownColumns] as readonly FocusColumnName[];
