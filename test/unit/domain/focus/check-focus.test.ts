import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FocusCharge } from '../../../../domain/focus/charge.ts';
import { checkFocus } from '../../../../domain/focus/check-focus.ts';
import { focusHeader } from '../../../../domain/focus/columns.ts';
import { focusRow } from '../../../../domain/focus/focus-row.ts';
import { focusTotals } from '../../../../domain/focus/sums.ts';
import { roundDecimal, sumDecimals } from '../../../../domain/money.ts';
import { focusCsv } from '../../../../exports/focus-csv.ts';

const july = '2025-07-01';

const usage: FocusCharge = {
  kind: 'usage',
  tool: 'appdynamics',
  vendor: 'Cisco',
  instance: 'acme',
  from: '2025-07-10',
  to: '2025-07-11',
  resourceId: '7',
  resourceName: 'Orders',
  capability: 'APM',
  tier: 'PEAK',
  unitName: 'license unit',
  units: '100.0000',
  unitRate: '1.25000000',
  priceCurrency: 'EUR',
  exchangeRate: '1.10000000',
  priceId: '3',
  cost: '137.50',
  costExact: '137.50000000',
  billed: '0',
  billingCurrency: 'USD',
  sector: 'Sales',
  hCode: 'H-1',
  costCenter: 'CC-1',
  rule: null,
  detail: null,
  description: null,
  isCorrection: false,
  contractId: null,
  contractName: null,
  isSpendCommitment: false,
  invoiceId: null,
};

const nothing = { units: null, unitRate: null, exchangeRate: null, priceId: null };
const kinds: Readonly<Record<string, Partial<FocusCharge>>> = {
  usage: {},
  'usage that the month priced as a whole': { unitRate: null },
  'unused commitment': {
    kind: 'contract',
    detail: 'unused_commitment',
    unitRate: null,
    contractId: 'C/1',
    contractName: 'C',
    from: july,
    to: '2025-08-01',
  },
  overage: { kind: 'contract', detail: 'overage', unitRate: null },
  'a flat fee': { kind: 'contract', detail: 'flat_fee', unitRate: null },
  'a correction': {
    kind: 'correction',
    isCorrection: true,
    from: '2025-06-03',
    to: '2025-06-04',
    cost: '-3.10',
    costExact: '-3.1',
  },
  'an allocated part': {
    ...nothing,
    kind: 'allocation',
    detail: 'shared_service_offset',
    capability: null,
    cost: '-70.00',
    costExact: '-70.00',
  },
  'an invoice line': {
    ...nothing,
    kind: 'invoice',
    cost: '0',
    costExact: '0',
    billed: '500.00',
    billingCurrency: 'EUR',
    sector: null,
    invoiceId: 'I-1',
    resourceId: null,
    resourceName: null,
  },
  'a credit of the vendor': {
    ...nothing,
    kind: 'invoice',
    cost: '0',
    costExact: '0',
    billed: '-5.00',
    capability: null,
    sector: null,
    invoiceId: 'I-1',
    resourceId: null,
  },
};

describe('a FOCUS file', () => {
  test.each(Object.keys(kinds))('passes its rules with %s', (kind) => {
    expect(checkFocus(focusHeader, [focusRow({ ...usage, ...kinds[kind] }, july)])).toEqual([]);
  });

  test('tells usage by unit, price in dollars and exact cost, and keeps the price as agreed beside it (R5)', () => {
    expect(focusRow(usage, july)).toMatchObject({
      BillingPeriodStart: '2025-07-01T00:00:00Z',
      BillingPeriodEnd: '2025-08-01T00:00:00Z',
      ChargePeriodStart: '2025-07-10T00:00:00Z',
      ChargePeriodEnd: '2025-07-11T00:00:00Z',
      ChargeCategory: 'Usage',
      ChargeClass: null,
      EffectiveCost: '137.5',
      BilledCost: '0',
      ListCost: '137.5',
      ContractedUnitPrice: '1.375',
      PricingQuantity: '100',
      PricingUnit: 'license unit-day',
      SkuId: 'APM/PEAK',
      x_PriceCurrency: 'EUR',
      x_UnitRate: '1.25',
      x_ExchangeRate: '1.1',
      x_Sector: 'Sales',
      x_HCode: 'H-1',
    });
  });

  test('R14: tells a correction as one, with the period of the original charge', () => {
    expect(focusRow({ ...usage, ...kinds['a correction'] }, july)).toMatchObject({
      ChargeClass: 'Correction',
      BillingPeriodStart: '2025-07-01T00:00:00Z',
      ChargePeriodStart: '2025-06-03T00:00:00Z',
      EffectiveCost: '-3.1',
    });
  });

  test.each([
    [
      'ChargeCategory',
      'Use',
      'ChargeCategory: found "Use"; expected Usage, Purchase, Tax, Credit, Adjustment',
    ],
    ['ChargeClass', 'Late', 'ChargeClass: found "Late"; expected Correction'],
    [
      'ServiceCategory',
      'Observability',
      'ServiceCategory: found "Observability"; expected AI and Machine Learning',
    ],
    ['EffectiveCost', null, 'EffectiveCost: found null; expected a value'],
    ['EffectiveCost', '1,234.50', 'EffectiveCost: found "1,234.50"; expected a plain number'],
    ['ChargePeriodStart', '2025-07-10', 'ChargePeriodStart: found "2025-07-10"; expected an instant'],
    ['BillingCurrency', 'usd', 'BillingCurrency: found "usd"; expected an ISO 4217 code'],
    ['ChargePeriodEnd', '2025-07-10T00:00:00Z', 'ChargePeriodEnd must be after ChargePeriodStart'],
    ['BillingPeriodEnd', '2025-07-01T00:00:00Z', 'BillingPeriodEnd must be after BillingPeriodStart'],
    ['ChargePeriodStart', '2025-06-30T00:00:00Z', 'usage must lie in its billing period'],
    ['ChargeClass', 'Correction', 'a correction must be for a period before its billing period'],
    ['PricingCategory', null, 'PricingCategory must not be null for usage and purchases'],
    ['SkuId', null, 'SkuId must not be null for usage and purchases'],
    ['PricingUnit', null, 'PricingQuantity and PricingUnit must both be null or neither'],
    ['ConsumedUnit', null, 'ConsumedQuantity and ConsumedUnit must both be null or neither'],
    ['ChargeCategory', 'Purchase', 'ConsumedQuantity must not be null for usage'],
    ['ResourceType', null, 'ResourceId and ResourceType must both be null or neither'],
    ['CommitmentDiscountStatus', 'Unused', 'CommitmentDiscountStatus must tell of usage of a commitment'],
    ['ContractedCost', '137.51', 'ContractedCost must be ContractedUnitPrice times PricingQuantity'],
    ['ListCost', '137.51', 'ListCost must be ListUnitPrice times PricingQuantity'],
    ['ContractedUnitPrice', '-1.375', 'ContractedUnitPrice must not be below zero'],
    ['BilledCost', '1', 'InvoiceId must be there when something is billed'],
    ['ChargeCategory', 'Tax', 'a tax has neither quantity nor price category'],
  ])('with %s = %s does not pass', (column, value, problem) => {
    const problems = checkFocus(focusHeader, [{ ...focusRow(usage, july), [column]: value }]);

    expect(problems.some((line) => line.startsWith(`row 1 ${problem}`))).toBe(true);
  });

  test('misses a mandatory column, has an unknown one or one twice: each is named', () => {
    const header = [...focusHeader.filter((name) => name !== 'ListCost'), 'Sector', 'BilledCost'];

    expect(checkFocus(header, [])).toEqual([
      'the column ListCost is missing; it is mandatory',
      "the column Sector is unknown; a column of one's own begins with x_",
      'the column BilledCost is there twice',
    ]);
  });

  test('must add up to every statement and to every invoice', () => {
    const rows = [usage, { ...usage, ...kinds['an invoice line'] }].map((charge) => focusRow(charge, july));
    const check = (sector: string, invoice: string): string[] =>
      checkFocus(focusHeader, rows, {
        bySector: new Map([['Sales', sector]]),
        byInvoice: new Map([['I-1', invoice]]),
      });

    expect(check('137.50', '500')).toEqual([]);
    expect(check('137.49', '500')).toEqual([
      'sum of EffectiveCost for x_Sector Sales: found 137.5; expected 137.49',
    ]);
    expect(check('137.50', '501')).toEqual(['sum of BilledCost for InvoiceId I-1: found 500; expected 501']);
  });

  test('of any usage passes, and its EffectiveCost is exactly the cost', () => {
    const decimal = (digits: number, places: number) =>
      fc.bigInt({ min: 0n, max: BigInt(10 ** digits) }).map((n) => {
        const text = String(n).padStart(places + 1, '0');
        return `${text.slice(0, -places)}.${text.slice(-places)}`;
      });
    const charges = fc.array(
      fc.record({
        units: decimal(9, 4),
        unitRate: decimal(9, 8),
        exchangeRate: decimal(9, 8),
        cost: decimal(8, 2),
        kind: fc.constantFrom(...Object.keys(kinds)),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(charges, (random) => {
        const all = random.map(({ kind, ...numbers }): FocusCharge => {
          const made = { ...usage, ...numbers, costExact: numbers.cost, ...kinds[kind] };
          return { ...made, cost: made.kind === 'invoice' ? '0' : roundDecimal(made.cost, 2) };
        });
        const rows = all.map((charge) => focusRow(charge, july));
        const [found, expected] = [focusTotals(rows).effective, sumDecimals(all.map(({ cost }) => cost))];
        return (
          checkFocus(focusHeader, rows).length === 0 && roundDecimal(found, 2) === roundDecimal(expected, 2)
        );
      }),
      { numRuns: 2_000, seed: 4 },
    );
  });

  test('is written with every column, null as an empty cell, and safe cells', () => {
    const [header = '', line = ''] = [...focusCsv([focusRow({ ...usage, sector: '=1+1' }, july)])]
      .join('')
      .split('\r\n');
    const cells = line.split(',');

    expect(header.split(',')).toEqual(focusHeader);
    expect(cells[focusHeader.indexOf('x_Sector')]).toBe("'=1+1");
    expect(cells[focusHeader.indexOf('ChargeClass')]).toBe('');
  });
});
